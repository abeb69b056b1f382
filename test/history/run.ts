// Random histories of CRMs with faults; at the end of each round the store must hold what the service holds:
// `npm run history [ROUNDS] [SEED] [KIND] [--tell]`.
import { parseArgs } from 'node:util';
import { emptyTally, liveThrough } from './history.ts';
import { kinds, startOf } from './kinds.ts';

/** Rounds with one service; a chapter's seed alone repeats it. */
const chapter = 25;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { tell: { type: 'boolean' } } });
const [rounds = '1000', seed = '1', kind] = positionals;
const asked = kind === undefined ? kinds : kinds.filter((one) => one === kind);
if (asked.length === 0) throw new Error(`no kind ${kind}; there are ${kinds.join(', ')}`);
for (const one of asked) {
  const began = performance.now();
  const tally = emptyTally();
  for (let done = 0; done < Number(rounds); done += chapter) {
    await liveThrough(
      {
        seed: Number(seed) + done / chapter,
        rounds: Math.min(chapter, Number(rounds) - done),
        kills: 0.04,
        start: startOf(one),
        ...(values.tell === true && { tell: (line: string) => void process.stdout.write(`${line}\n`) }),
      },
      tally,
    );
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  const { rounds: lived, changes, syncs, failed, stopped, killed, checks } = tally;
  process.stdout.write(
    `${one}: ${lived} rounds from seed ${seed} in ${seconds} s, store = service after each; ${changes} changes, ${syncs} syncs ` +
      `that went well (${checks} of them checked every row), ${failed} failed, ${stopped} stopped, ${killed} killed\n`,
  );
}
