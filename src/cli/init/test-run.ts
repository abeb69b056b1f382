import { nearest } from '../../config/nearest.ts';
import { Asked, examineCrm, type Finding, kpiFindings, kpiMatrix } from '../../doctor/index.ts';
import { programSettings } from '../../records/settings.ts';
import type { Inspector } from '../../sources/crm/inspector.ts';
import type { CrmSource } from '../../sources/crm/source.ts';

/** As `sync.every` is by default. */
const defaultEveryMs = 900_000;

/** What a proposal is told of before it is written. */
const told =
  /^(filter-|fill-|won-|kpi-|values-unmapped|labels-lost|stages-|stage-|object-missing|field-missing|object-forbidden|currency-differs)/;

/** Tries a mapping on the CRM: what it takes, fill rates, won totals, and which KPI it answers. */
export async function testRun(
  source: CrmSource,
  inspector: Inspector,
  program: { readonly timeZone: string; readonly currency: string },
  now: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { name, mapping, host, share, reconcileEveryMs } = source;
  const world = { now, since: null, program: programSettings.parse(program), everyMs: defaultEveryMs, nearest, signal };
  // What the proposal asked counts too, so there is room for both.
  const asked = new Asked(inspector, signal, inspector.calls + 40);
  const subject = { name, mapping, host, share, reconcileEveryMs, scopes: [], here: null };
  const { findings, usable } = await examineCrm(subject, asked, world);
  const kpis = kpiFindings(kpiMatrix([usable]), [usable]);
  return [...findings, ...kpis].filter(({ code, level }) => code === 'failed' || level === 'error' || told.test(code));
}
