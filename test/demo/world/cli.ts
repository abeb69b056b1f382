import { parseArgs } from 'node:util';
import { generateWorld, stories, writeWorld } from './index.ts';

const usage = 'Usage: node test/demo/world/cli.ts --out DIR [--seed N] [--as-of ISO]';

/** Writes a sample program by hand; exit code 2 and the usage for bad arguments. */
async function main(args: readonly string[]): Promise<number> {
  const options = read(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${usage}\n`);
    return 2;
  }
  const world = generateWorld({ seed: options.seed, asOf: options.asOf });
  await writeWorld(world, options.out);
  for (const [name, rows] of Object.entries(world.tables)) process.stdout.write(`${name}.csv ${rows.length}\n`);
  for (const { partnerId, sentence } of Object.values(stories)) process.stdout.write(`${partnerId}: ${sentence}\n`);
  return 0;
}

function read(args: readonly string[]): { out: string; seed: number; asOf: Date } | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, seed: { type: 'string', default: '7' }, 'as-of': { type: 'string' } },
    });
    const seed = Number(values.seed);
    const asOf = values['as-of'] === undefined ? new Date() : new Date(values['as-of']);
    if (values.out === undefined) return '--out is missing';
    if (!Number.isInteger(seed)) return '--seed must be a whole number';
    if (Number.isNaN(asOf.getTime())) return '--as-of must be an ISO 8601 instant';
    return { out: values.out, seed, asOf };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

process.exitCode = await main(process.argv.slice(2));
