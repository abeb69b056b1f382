import type { Command } from '../command.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'command.doctor',
  positionals: null,
  arity: [0, 0],
  options: {
    source: { type: 'string', value: 'NAME', help: 'option.doctor-source' },
    since: { type: 'string', value: 'DATE', help: 'option.doctor-since' },
    offline: { type: 'boolean', help: 'option.doctor-offline' },
    record: { type: 'string', value: 'FILE', help: 'option.doctor-record' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['doctor', 'doctor --source crm --json', 'doctor --record doctor.json', 'doctor --offline'],
  notes: ['note.doctor'],
  run: async (context) => (await import('../work/doctor.ts')).run(context),
};
