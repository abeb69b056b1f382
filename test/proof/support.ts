import { buildProgram, type Program } from '../../src/kpi/program/program.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import type { AnyRecord, RecordSet } from '../../src/records/records.ts';
import { type ProgramSettings, programSettings } from '../../src/records/settings.ts';
import type { Mapping } from '../../src/sources/mapping/index.ts';
import { applied, type PlainCrm } from '../sources/mapping/fixtures.ts';
import { ofType } from '../sources/support.ts';

/** The program as a sync of this moment would have made it. */
export async function programOf(
  mapping: Mapping,
  crm: PlainCrm,
  dataAsOf: string,
  settings: Partial<ProgramSettings> = {},
): Promise<Program> {
  return buildProgram(readerOf(recordSet(applied(mapping, crm).records, dataAsOf)), programSettings.parse(settings));
}

export function recordSet(records: readonly AnyRecord[], dataAsOf: string): RecordSet {
  const of = <T extends AnyRecord['record']>(type: T) => ofType(records, type);
  return {
    partner: of('partner'),
    'partner-history': of('partner-history'),
    deal: of('deal'),
    attribution: of('attribution'),
    registration: of('registration'),
    'onboarding-step': of('onboarding-step'),
    training: of('training'),
    certification: of('certification'),
    asset: of('asset'),
    'content-event': of('content-event'),
    'portal-session': of('portal-session'),
    touch: of('touch'),
    'survey-response': of('survey-response'),
    'program-event': of('program-event'),
    target: of('target'),
    'exchange-rate': of('exchange-rate'),
    sources: [{ source: 'crm', kind: 'crm', dataAsOf, rows: records.length, rejectedRows: 0, rejectedFields: 0 }],
  };
}
