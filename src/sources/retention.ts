const dayMs = 86_400_000;

/** From which instant on engagement is kept: the beginning of a day of UTC, so that it moves once a day. null: from ever. */
export function keepFromOf(retentionDays: number | null | undefined, now: number): string | null {
  if (typeof retentionDays !== 'number') return null;
  return new Date(Math.floor(now / dayMs) * dayMs - retentionDays * dayMs).toISOString();
}
