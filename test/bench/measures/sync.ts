import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measure, repeated } from '../measure.ts';
import { runPulse } from '../process.ts';
import { configuration } from '../worlds.ts';

/** The real `pulse sync` of a folder: into an empty store, again without a change, and again when it must read all. */
export const sync: Measure = {
  name: 'sync',
  worlds: ['S', 'M'],
  async run({ data, repetitions }) {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-bench-sync-'));
    try {
      writeFileSync(join(folder, 'partner-pulse.yaml'), configuration(data));
      const first = await repeated(repetitions, async () => {
        for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `pulse.db${end}`), { force: true });
        return runPulse(['sync'], folder);
      });
      const again = await repeated(repetitions, () => runPulse(['sync'], folder));
      const full = await repeated(1, () => runPulse(['sync', '--full'], folder));
      const seconds = (title: string, bar: number | null, runs: typeof first) => ({
        title,
        unit: 's',
        bar: bar === null ? null : { atMost: bar },
        values: runs.map((run) => run.seconds),
      });
      const peak = [...first, ...full].map((run) => run.peakMb);
      return [
        seconds('files sync into an empty store', 45, first),
        seconds('the same again, nothing changed', 15, again),
        seconds('the same again, read in full', null, full),
        { title: 'peak RSS of the syncs that read', unit: 'MB', bar: { atMost: 300 }, values: peak },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
