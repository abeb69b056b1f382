// Kills the program at random moments and looks at what is left: `npm run faults [KILLS] [SEED]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Killing, type Kills, victims } from './kills.ts';

const [kills = '200', seed = '1'] = process.argv.slice(2);
const each = Math.ceil(Number(kills) / victims.length);
const folder = mkdtempSync(join(tmpdir(), 'pulse-faults-'));
const rows: Kills[] = [];
try {
  const killing = await Killing.in(folder, Number(seed));
  for (const victim of victims) {
    const row = await killing.kill(victim, each);
    rows.push(row);
    const { kills: killed, before, after, late, wrong } = row;
    process.stdout.write(
      `${victim.padEnd(12)} ${killed} kills: ${before} left the state before, ${after} the new one; ${late} came after the end; ${wrong.length} wrong\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const wrong = rows.flatMap((row) => row.wrong);
for (const line of wrong) process.stdout.write(`WRONG ${line}\n`);
process.stdout.write(`seed ${seed}: ${rows.reduce((sum, row) => sum + row.kills, 0)} kills, ${wrong.length} wrong\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
