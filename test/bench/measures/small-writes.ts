import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { feltDuringSync } from '../../faults/small-writes.ts';
import type { Measure, Row } from '../measure.ts';

/** What a button, an event id or an audit entry waits for while the very first sync writes everything. */
export const smallWrites: Measure = {
  name: 'small-writes',
  worlds: ['D', 'S', 'M'],
  async run({ data }) {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-bench-writes-'));
    try {
      const { p99, worst, loopP99 } = await feltDuringSync(join(folder, 'pulse.db'), data);
      return [
        row('a small write, p99', 250, p99),
        row('a small write, worst', null, worst),
        row('delay of the owner’s event loop, p99', 50, loopP99),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const row = (title: string, atMost: number | null, value: number): Row => ({
  title: `during a first sync: ${title}`,
  unit: 'ms',
  bar: atMost === null ? null : { atMost },
  values: [value],
});
