/** Cron, in the program's zone. Not between 0:00 and 3:30, where clocks change. */
export const defaultSchedules = {
  reconciliation: '10 5 * * *',
  retention: '20 4 * * *',
  backup: '40 3 * * *',
} as const;
