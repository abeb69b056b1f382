import type { Command } from '../command.ts';

/** What a digest or review would say, for whoever stands at the terminal. */
export const digest: Command = {
  name: 'digest',
  summary: 'command.digest',
  positionals: 'weekly|monthly|quarterly',
  arity: [1, 1],
  options: {
    preview: { type: 'boolean', help: 'option.preview' },
    'as-of': { type: 'string', value: 'MOMENT', help: 'option.as-of' },
    format: { type: 'string', value: 'FORMAT', help: 'option.digest-format' },
    csv: { type: 'boolean', help: 'option.digest-csv' },
    segment: { type: 'string', value: 'KEY=VALUE', multiple: true, help: 'option.segment' },
    partner: { type: 'string', value: 'NAME|ID', multiple: true, help: 'option.digest-partner' },
  },
  examples: [
    'digest weekly --preview',
    'digest weekly --preview --segment manager=kim@example.com --format json',
    'digest quarterly --preview --as-of 2026-10-01',
    'digest weekly --preview --format png > digest.png',
    'digest weekly --preview --partner "Acme GmbH" --partner P-1002 --csv',
  ],
  notes: ['note.digest', 'note.as-of'],
  run: async (context) => (await import('../work/digest.ts')).run(context),
};
