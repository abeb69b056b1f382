import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analyst } from '../../src/kpi/analyst.ts';
import { createAnalyst } from '../../src/kpi/create.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import { programSettings } from '../../src/records/settings.ts';
import { generateWorld, writeWorld } from '../demo/world/index.ts';
import { recordsOf } from '../kpi/world.ts';

/** The moment at which the sample program is looked at. */
export const NOW = Date.parse('2026-11-24T09:00:00Z');
const SYNCED = NOW - 12 * 60_000;

/** An analyst over the sample program: sixty partners, two years, Europe/Berlin. */
export async function sampleAnalyst(partners = 60, settings: object = {}): Promise<Analyst> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-slack-'));
  try {
    await writeWorld(generateWorld({ seed: 7, asOf: NOW, partners }), folder);
    return createAnalyst(
      readerOf(await recordsOf(folder, SYNCED)),
      programSettings.parse({ timeZone: 'Europe/Berlin', ...settings }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
