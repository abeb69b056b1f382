import { DEFINITION_VERSION } from '../../kpi/answer.ts';
import { kpis as list } from '../../kpi/list.ts';
import { type Command, exits } from '../command.ts';

export const kpis: Command = {
  name: 'kpis',
  summary: 'command.kpis',
  positionals: null,
  arity: [0, 0],
  options: { json: { type: 'boolean', help: 'option.json' } },
  examples: ['kpis', 'kpis --json'],
  run: async ({ args, out, words }) => {
    const { catalogue } = words;
    const entries = list.map(({ id, area, kind, cadence, unit, better }) => {
      const { name, definition, decision, bad } = catalogue.kpis[id];
      return { kpi: id, name, area, kind, cadence, unit, better, definition, decision, badValue: bad };
    });
    if (args.flag('json')) {
      await out.json({ version: 1, definitionVersion: DEFINITION_VERSION, kpis: entries });
      return exits.well;
    }
    for (const { kpi, name, area, kind, cadence, unit, better, definition, decision, badValue } of entries) {
      await out.line(`${kpi}: ${name}`);
      await out.line(`  ${words('kpis.line', { area, kind, cadence, unit, better })}`);
      for (const line of [
        definition,
        words('kpis.serves', { decision }),
        words('kpis.bad-value', { meaning: badValue }),
      ]) {
        await out.line(`  ${line}`);
      }
      await out.line('');
    }
    return exits.well;
  },
};
