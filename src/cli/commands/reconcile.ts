import type { Command } from '../command.ts';

/** Whose table is right: a figure beside the CRM's own, record by record. */
export const reconcileCommand: Command = {
  name: 'reconcile',
  summary: 'command.reconcile',
  positionals: 'KPI',
  arity: [1, 1],
  options: {
    period: { type: 'string', value: 'PERIOD', help: 'option.period' },
    figure: { type: 'string', value: 'FIGURE', help: 'option.figure' },
    partner: { type: 'string', value: 'NAME|ID', help: 'option.partner' },
    segment: { type: 'string', value: 'KEY=VALUE', multiple: true, help: 'option.segment' },
    source: { type: 'string', value: 'NAME', help: 'option.source' },
    'filter-only': { type: 'boolean', help: 'option.filter-only' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: [
    'reconcile sourced-revenue --period 2026-Q3',
    'reconcile sourced-revenue --figure influenced --partner "Acme GmbH"',
    'reconcile registered-deals --period last-month --filter-only',
  ],
  notes: ['note.reconcile', 'note.periods'],
  run: async (context) => (await import('../work/reconcile.ts')).run(context),
};
