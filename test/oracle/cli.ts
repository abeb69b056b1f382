import { parseArgs } from 'node:util';
import { z } from 'zod';
import { defaultSettings, oracle, readWorld } from './oracle.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const querySchema = z.object({
  kpi: z.string(),
  period: z.string().optional(),
  partner: z.string().nullish(),
  segment: z.record(z.string(), z.string()).optional(),
  asOf: z.string(),
});

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    zone: { type: 'string', default: defaultSettings.timeZone },
    currency: { type: 'string', default: defaultSettings.currency },
    'week-start': { type: 'string', default: defaultSettings.weekStart },
    'fiscal-year-start': { type: 'string', default: String(defaultSettings.fiscalYearStart) },
  },
});
if (values.from === undefined || positionals.length === 0) {
  process.stderr.write(
    'usage: cli.ts --from DIR [--zone Z] [--currency EUR] [--week-start monday] [--fiscal-year-start 1] \'{"kpi":…,"asOf":…}\' …\n',
  );
  process.exitCode = 2;
} else {
  const settings = {
    timeZone: values.zone,
    currency: values.currency,
    weekStart: z.enum(days).parse(values['week-start']),
    fiscalYearStart: Number(values['fiscal-year-start']),
  };
  const { answer } = oracle(readWorld(values.from, settings), settings);
  for (const text of positionals) {
    process.stdout.write(`${JSON.stringify(answer(querySchema.parse(JSON.parse(text))), null, 2)}\n`);
  }
}
