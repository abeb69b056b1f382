import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCalculator } from '../../src/kpi/create.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import { type ProgramSettings, programSettings } from '../../src/records/settings.ts';
import type { Report, Reporter, ReportQuery } from '../../src/reports/report.ts';
import { createReporter } from '../../src/reports/reporter.ts';
import { recordsOf } from '../kpi/world.ts';

/** A reporter over a CSV folder, through the real adapter and a real store. */
export const reporterOf = async (folder: string, settings: ProgramSettings): Promise<Reporter> =>
  createReporter(await createCalculator(readerOf(await recordsOf(folder)), settings));

export type Files = Readonly<Record<string, readonly string[]>>;

/** A reporter over CSV lines; settings as in the configuration. */
export async function reporterOn(files: Files, settings: Readonly<Record<string, unknown>> = {}): Promise<Reporter> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-reports-'));
  try {
    for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, `${name}.csv`), lines.join('\n'));
    return await reporterOf(folder, programSettings.parse(settings));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Asked = Partial<Omit<ReportQuery, 'report' | 'asOf'>>;

/** A report of a kind as of an ISO instant; TypeError where another kind came. */
export function reportAt<K extends Report['report']>(
  reporter: Reporter,
  kind: K,
  asOf: string,
  asked: Asked = {},
): Extract<Report, { readonly report: K }> {
  const query = { since: null, segment: {}, partners: null, ...asked };
  const report = reporter.report({ ...query, report: kind, asOf: Date.parse(asOf) });
  if (!isKind(report, kind)) throw new TypeError(`asked for ${kind}, got ${report.report}`);
  return report;
}

const isKind = <K extends Report['report']>(
  report: Report,
  kind: K,
): report is Extract<Report, { readonly report: K }> => report.report === kind;
