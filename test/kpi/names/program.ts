import type { Analyst } from '../../../src/kpi/analyst.ts';
import { createAnalyst } from '../../../src/kpi/create.ts';
import { readerOf } from '../../../src/kpi/program/reader.ts';
import { keyOf, type Partner, type RecordSet } from '../../../src/records/records.ts';
import { programSettings } from '../../../src/records/settings.ts';

const settings = programSettings.parse({ timeZone: 'Europe/Berlin', currency: 'EUR' });
const SOURCE = 'crm';

export interface Called {
  readonly name: string;
  readonly id?: string;
  readonly aliases?: readonly string[];
  readonly manager?: string;
  /** The id of the survivor. */
  readonly into?: string;
}

/** An analyst of a program that has nothing but partners; without ids, they are `0`, `1` … */
export const analystOfNames = (partners: readonly (Called | string)[]): Promise<Analyst> =>
  createAnalyst(readerOf(recordsOf(partners.map(record))), settings);

function record(called: Called | string, index: number): Partner {
  const {
    name,
    id = String(index),
    aliases = [],
    manager,
    into,
  } = typeof called === 'string' ? { name: called } : called;
  return {
    record: 'partner',
    source: SOURCE,
    id,
    url: null,
    name,
    aliases: [...aliases],
    tier: null,
    region: null,
    motion: null,
    manager: manager ?? null,
    active: true,
    joinedAt: null,
    onboardingStartedAt: null,
    onboardingCompletedAt: null,
    mergedInto: into === undefined ? null : keyOf(SOURCE, into),
  };
}

const recordsOf = (partner: readonly Partner[]): RecordSet => ({
  partner,
  'partner-history': [],
  deal: [],
  attribution: [],
  registration: [],
  'onboarding-step': [],
  training: [],
  certification: [],
  asset: [],
  'content-event': [],
  'portal-session': [],
  touch: [],
  'survey-response': [],
  'program-event': [],
  target: [],
  'exchange-rate': [],
  sources: [
    { source: SOURCE, kind: 'files', dataAsOf: '2026-11-24T08:00:00Z', rows: 0, rejectedRows: 0, rejectedFields: 0 },
  ],
});
