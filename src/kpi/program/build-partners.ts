import type { Calendar } from '../../records/period.ts';
import { periodOf } from '../../records/period.ts';
import type { HistoryField, Key, RecordSet, Stamp } from '../../records/records.ts';
import { UNKNOWN } from '../segment.ts';
import { displayIds } from './display-ids.ts';
import type { CertificationFacts, PartnerFacts, StepFacts } from './facts.ts';
import { keyOfPartner, type Merges } from './merges.ts';
import { type TimelineRow, timeline } from './timeline.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** A partner while its events are being collected; only the builders write to it. */
export type PartnerDraft = Writable<PartnerFacts>;

export interface BuiltPartners {
  readonly survivors: ReadonlyMap<Key, PartnerDraft>;
  readonly partnerOf: ReadonlyMap<Key, PartnerDraft>;
  readonly stepPositions: ReadonlyMap<string, number>;
}

/** The survivors with their fields, histories, onboarding steps and certifications. */
export function buildPartners(records: RecordSet, merges: Merges, calendar: Calendar): BuiltPartners {
  const { zone } = calendar;
  const instant = (stamp: Stamp | null) => (stamp === null ? null : zone.instantOf(stamp));
  const displayId = displayIds(records.partner);
  const rowsOf = historyRows(records, zone.instantOf);
  const survivors = new Map<Key, PartnerDraft>();

  for (const record of records.partner) {
    const key = keyOfPartner(record);
    if (merges.survivorOf.get(key) !== key) continue;
    const line = (field: HistoryField, current: string | null) => timeline(rowsOf(key, field), current);
    const joinedAt = instant(record.joinedAt);
    survivors.set(key, {
      key,
      id: displayId(record),
      name: record.name,
      aliases: [...record.aliases],
      url: record.url,
      joinedAt,
      cohort: joinedAt === null ? UNKNOWN : periodOf('quarter', zone.dayOf(joinedAt), calendar).name,
      onboardingStartedAt: instant(record.onboardingStartedAt),
      onboardingCompletedAt: instant(record.onboardingCompletedAt),
      tier: line('tier', record.tier),
      region: line('region', record.region),
      motion: line('motion', record.motion),
      manager: line('manager', record.manager),
      active: line('active', record.active === null ? null : String(record.active)),
      inMergeCycle: merges.inCycle.has(key),
      steps: [],
      trainings: [],
      certifications: [],
      registrations: [],
      sourcedDeals: [],
      influencedDeals: [],
      content: [],
      sessions: [],
      touches: [],
      surveys: [],
    });
  }

  const partnerOf = new Map<Key, PartnerDraft>();
  for (const [key, survivor] of merges.survivorOf) {
    const draft = survivors.get(survivor);
    if (draft !== undefined) partnerOf.set(key, draft);
  }
  const stepPositions = addSteps(records, partnerOf, instant);
  addCertifications(records, partnerOf, zone);
  return { survivors, partnerOf, stepPositions };
}

function historyRows(records: RecordSet, instantOf: (stamp: Stamp) => number) {
  const rows = new Map<string, TimelineRow[]>();
  for (const row of records['partner-history']) {
    const slot = `${row.field} ${row.partner}`;
    const entry = { from: instantOf(row.validFrom), value: row.value };
    const list = rows.get(slot);
    if (list === undefined) rows.set(slot, [entry]);
    else list.push(entry);
  }
  return (key: Key, field: HistoryField): readonly TimelineRow[] => rows.get(`${field} ${key}`) ?? [];
}

/** Every row; which of several stands for a step depends on the as-of (rule 1.3). Answers each step's smallest position. */
function addSteps(
  records: RecordSet,
  partnerOf: ReadonlyMap<Key, PartnerDraft>,
  instant: (stamp: Stamp | null) => number | null,
): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  for (const row of records['onboarding-step']) {
    positions.set(row.step, Math.min(positions.get(row.step) ?? row.order, row.order));
    const step: StepFacts = {
      step: row.step,
      startedAt: instant(row.startedAt),
      completedAt: instant(row.completedAt),
    };
    partnerOf.get(row.partner)?.steps.push(step);
  }
  return positions;
}

function addCertifications(
  records: RecordSet,
  partnerOf: ReadonlyMap<Key, PartnerDraft>,
  zone: Calendar['zone'],
): void {
  for (const row of records.certification) {
    const certification: CertificationFacts = {
      name: row.name,
      earnedAt: zone.instantOf(row.earnedAt),
      expiresAt: row.expiresAt === null ? null : zone.expiryOf(row.expiresAt),
      revokedAt: row.revokedAt === null ? null : zone.instantOf(row.revokedAt),
    };
    partnerOf.get(row.partner)?.certifications.push(certification);
  }
}
