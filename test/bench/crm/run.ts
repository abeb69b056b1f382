// Measures reading of CRMs: `node test/bench/crm/run.ts [--only TITLE]... [--size whole|fifth|smoke]`. Service and sync are processes of their own.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { keeps, type Row } from '../measure.ts';
import { crmBenches } from './benches.ts';
import { type CrmBench, measureCrm } from './measure.ts';
import { isSize } from './sizes.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, size: { type: 'string' } },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const barOf = ({ bar }: Row): string => (bar === null ? '–' : 'atMost' in bar ? `≤ ${bar.atMost}` : `≥ ${bar.atLeast}`);

const { size = null } = values;
if (size !== null && !isSize(size)) throw new Error(`no size ${size}`);
const asked = crmBenches(size).filter(({ title }) => values.only?.some((one) => title.includes(one)) ?? true);
let failed = 0;
for (const bench of asked) await print(bench);
process.stdout.write(`${availableParallelism()} cores, Node ${process.version}\n`);
process.exitCode = failed > 0 ? 1 : 0;

async function print(bench: CrmBench): Promise<void> {
  try {
    for (const row of await measureCrm(bench, say)) {
      const verdict = row.bar === null ? '' : keeps(row) ? 'pass' : 'MISS';
      process.stdout.write(
        `${row.title.padEnd(72)} ${row.unit.padEnd(7)} ${barOf(row).padEnd(7)} ${row.values.map(round).join(' ')}  ${verdict}\n`,
      );
    }
  } catch (error) {
    failed += 1;
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.stdout.write(`${bench.title}: FAILED\n`);
  }
}
