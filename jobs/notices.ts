import { type Job, well } from './job.ts';

/** Tells those who look after the bot what they should look at, each once. */
export const notices: Job = {
  name: 'notices',
  atStart: true,
  run: async ({ deliveries }) => {
    await deliveries?.tellAdmins();
    return well;
  },
};
