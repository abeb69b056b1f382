import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { keeps, median, type Row } from './measure.ts';
import { measures } from './measures/index.ts';
import { benchWorld, type WorldId } from './worlds.ts';

const usage = `Usage: npm run bench -- [--world D|M|L|S]... [--only MEASURE]... [--smoke]
  --world   where to measure (default: D and M; L takes many minutes and some gigabytes)
  --only    only these: ${measures.map(({ name }) => name).join(', ')}
  --smoke   world S: seconds, to see that everything runs`;

const isWorld = (name: string): name is WorldId => ['D', 'S', 'M', 'L'].includes(name);
const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

function bar({ bar: wanted }: Row): string {
  if (wanted === null) return '–';
  return 'atMost' in wanted ? `≤ ${wanted.atMost}` : `≥ ${wanted.atLeast}`;
}

function line(world: string, row: Row): readonly string[] {
  const { values } = row;
  const figures = [Math.min(...values), median(values), Math.max(...values)].map(round).join(' / ');
  return [world, row.title, row.unit, bar(row), figures, row.bar === null ? '' : keeps(row) ? 'pass' : 'MISS'];
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function options(): { readonly worlds: readonly WorldId[]; readonly only: readonly string[] } | string {
  try {
    const { values } = parseArgs({
      options: {
        world: { type: 'string', multiple: true },
        only: { type: 'string', multiple: true },
        smoke: { type: 'boolean' },
      },
    });
    const worlds = values.world ?? (values.smoke === true ? ['S'] : ['D', 'M']);
    const only = values.only ?? measures.map(({ name }) => name);
    if (!worlds.every(isWorld)) return `there is no world ${worlds.join(', ')}`;
    if (!only.every((name) => measures.some((measure) => measure.name === name)))
      return `there is no ${only.join(', ')}`;
    return { worlds: worlds.filter(isWorld), only };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

/** Prints one table; 0 also where a bar is missed, since machines differ, and 1 where a measure does not run. */
async function main(): Promise<number> {
  const asked = options();
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n${usage}\n`);
    return 2;
  }
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const lines: (readonly string[])[] = [['world', 'measure', 'unit', 'bar', 'min / median / max', '']];
  let failed = 0;
  for (const name of asked.worlds) {
    const world = await benchWorld(name, say);
    for (const measure of measures.filter(({ worlds }) => worlds.includes(name))) {
      if (!asked.only.includes(measure.name)) continue;
      say(`${name}: ${measure.name} …`);
      try {
        for (const row of await measure.run(world)) lines.push(line(name, row));
      } catch (error) {
        failed += 1;
        say(error instanceof Error ? (error.stack ?? error.message) : String(error));
        lines.push([name, measure.name, '', '', '', 'FAILED']);
      }
    }
  }
  process.stdout.write(`${table(lines)}\n${availableParallelism()} cores, Node ${process.version}\n`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
