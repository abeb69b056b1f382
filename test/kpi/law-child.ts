import { AS_OFS } from '../oracle/random-vocabulary.ts';
import { answersOf, settingsOf } from './law-answers.ts';
import { inRandomWorld } from './law-worlds.ts';
import { analystOf } from './world.ts';

// The laws run this in other zones: a line for each seed that it is given, with the machine's zone and the answers.
for (const seed of process.argv.slice(2).map(Number)) {
  const asOf = Date.parse(AS_OFS[seed % AS_OFS.length] ?? '');
  const answers = await inRandomWorld(seed, async (folder) =>
    answersOf(await analystOf(folder, settingsOf(seed)), asOf),
  );
  process.stdout.write(`${JSON.stringify([Intl.DateTimeFormat().resolvedOptions().timeZone, answers])}\n`);
}
