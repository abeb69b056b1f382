import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import { analystOf, createCalculator } from '../../../src/kpi/create.ts';
import { readerOf } from '../../../src/kpi/program/reader.ts';
import { programSettings } from '../../../src/records/settings.ts';
import type { RemoteReporter, Reporter } from '../../../src/reports/report.ts';
import { createReporter } from '../../../src/reports/reporter.ts';
import { generateWorld, writeWorld } from '../../demo/world/index.ts';
import { recordsOf } from '../../kpi/world.ts';
import { NOW } from '../program.ts';

/** An analyst and a reporter of the same sample program. */
export async function sampleProgram(
  partners = 60,
): Promise<{ readonly analyst: Analyst; readonly reporter: Reporter }> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-digests-'));
  try {
    await writeWorld(generateWorld({ seed: 7, asOf: NOW, partners }), folder);
    const reader = readerOf(await recordsOf(folder, NOW - 12 * 60_000));
    const calculator = await createCalculator(reader, programSettings.parse({ timeZone: 'Europe/Berlin' }));
    return { analyst: analystOf(calculator), reporter: createReporter(calculator) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A reporter of this thread behind the door of a remote one. */
export const asRemoteReporter = (reporter: Reporter): RemoteReporter => ({
  report: async (...asked) => reporter.report(...asked),
  told: async (...asked) => reporter.told(...asked),
  retell: async (...asked) => reporter.retell(...asked),
  restated: async (...asked) => reporter.restated(...asked),
  edition: async (...asked) => reporter.edition(...asked),
});
