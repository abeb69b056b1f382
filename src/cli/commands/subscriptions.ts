import type { Command } from '../command.ts';

/** Who gets which digest or review: shows and changes it in the ledger, also beside a running bot. */
export const subscriptionsCommand: Command = {
  name: 'subscriptions',
  summary: 'command.subscriptions',
  positionals: '[list | add | show ID | pause ID | resume ID | remove ID]',
  arity: [0, 2],
  options: {
    report: { type: 'string', value: 'weekly|monthly|quarterly', help: 'option.digest-report' },
    channel: { type: 'string', value: 'ID', help: 'option.digest-channel' },
    user: { type: 'string', value: 'ID', help: 'option.digest-user' },
    segment: { type: 'string', multiple: true, value: 'KEY=VALUE', help: 'option.digest-segment' },
    partner: { type: 'string', multiple: true, value: 'NAME|ID', help: 'option.digest-partner' },
    day: { type: 'string', value: 'DAY', help: 'option.digest-day' },
    time: { type: 'string', value: 'HH:MM', help: 'option.digest-time' },
    zone: { type: 'string', value: 'ZONE', help: 'option.digest-zone' },
    language: { type: 'string', value: 'en|de', help: 'option.digest-language' },
    quiet: { type: 'string', value: 'HH:MM-HH:MM', help: 'option.digest-quiet' },
    holiday: { type: 'string', multiple: true, value: 'DATE', help: 'option.digest-holiday' },
    owner: { type: 'string', value: 'ID', help: 'option.digest-owner' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: [
    'subscriptions',
    'subscriptions add --report weekly --channel C012ABCDEF --day monday --time 09:00 --zone Europe/Berlin',
    'subscriptions add --report monthly --user U012ABCDEF --segment tier=Gold --quiet 20:00-07:00',
    'subscriptions pause S-7KQ2MF9X',
  ],
  notes: ['note.subscriptions'],
  run: async (context) => (await import('../work/subscriptions.ts')).run(context),
};
