import { compareCodePoints } from '../../records/order.ts';
import type { Calendar } from '../../records/period.ts';
import { periodOf } from '../../records/period.ts';
import { type HistoryField, type Key, keyOf, type RecordOf, type Stamp } from '../../records/records.ts';
import type { ProgramSettings } from '../../records/settings.ts';
import { UNKNOWN } from '../segment.ts';
import { displayIds } from './display-ids.ts';
import type { CertificationFacts, PartnerFacts, StepFacts } from './facts.ts';
import { type Merges, resolveMerges } from './merges.ts';
import { all, type ProgramReader } from './reader.ts';
import { type TimelineRow, timeline } from './timeline.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** A partner while its events are being collected; only the builders write to it. */
export type PartnerDraft = Writable<PartnerFacts>;

/** What any partner is called, merged ones included. */
export interface PartnerName {
  readonly key: Key;
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

export interface BuiltPartners {
  /** Survivors, in code-point order of their ids. */
  readonly partners: readonly PartnerDraft[];
  readonly partnerOf: ReadonlyMap<Key, PartnerDraft>;
  readonly names: readonly PartnerName[];
  readonly stepPositions: ReadonlyMap<string, number>;
}

const partnerFields = [
  'source',
  'id',
  'name',
  'aliases',
  'url',
  'tier',
  'region',
  'motion',
  'manager',
  'active',
  'joinedAt',
  'onboardingStartedAt',
  'onboardingCompletedAt',
  'mergedInto',
] as const;
type PartnerRow = Pick<RecordOf<'partner'>, (typeof partnerFields)[number]>;

/** The survivors with their fields, histories, onboarding steps and certifications. */
export async function buildPartners(
  reader: ProgramReader,
  calendar: Calendar,
  people: ProgramSettings['people'],
): Promise<BuiltPartners> {
  const rows = await all(reader, 'partner', partnerFields);
  const merges = resolveMerges(rows);
  const historyOf = await histories(reader, calendar.zone.instantOf);
  const partners = survivors(rows, merges, historyOf, calendar, people);
  const byKey = new Map(partners.map((partner) => [partner.key, partner]));
  const partnerOf = new Map<Key, PartnerDraft>();
  for (const [key, survivor] of merges.survivorOf) {
    const draft = byKey.get(survivor);
    if (draft !== undefined) partnerOf.set(key, draft);
  }
  await addCertifications(reader, partnerOf, calendar.zone);
  return {
    partners,
    partnerOf,
    names: rows.map(({ source, id, name, aliases }) => ({ key: keyOf(source, id), id, name, aliases })),
    stepPositions: await addSteps(reader, partnerOf, calendar.zone.instantOf),
  };
}

function survivors(
  rows: readonly PartnerRow[],
  merges: Merges,
  historyOf: (key: Key, field: HistoryField) => readonly TimelineRow[],
  calendar: Calendar,
  people: ProgramSettings['people'],
): readonly PartnerDraft[] {
  const { zone } = calendar;
  const instant = (stamp: Stamp | null) => (stamp === null ? null : zone.instantOf(stamp));
  const displayId = displayIds(rows);
  const drafts = rows.flatMap((row): PartnerDraft[] => {
    const key = keyOf(row.source, row.id);
    if (merges.survivorOf.get(key) !== key) return [];
    const line = (field: HistoryField, current: string | null) => timeline(historyOf(key, field), current);
    const owners = historyOf(key, 'manager').map(({ from, value }) => ({ from, value: wentBy(people, value) }));
    const joinedAt = instant(row.joinedAt);
    return [
      {
        index: 0,
        key,
        id: displayId(row),
        name: row.name,
        aliases: [...row.aliases],
        url: row.url,
        joinedAt,
        cohort: joinedAt === null ? UNKNOWN : periodOf('quarter', zone.dayOf(joinedAt), calendar).name,
        onboardingStartedAt: instant(row.onboardingStartedAt),
        onboardingCompletedAt: instant(row.onboardingCompletedAt),
        tier: line('tier', row.tier),
        region: line('region', row.region),
        motion: line('motion', row.motion),
        manager: timeline(owners, wentBy(people, row.manager)),
        active: line('active', row.active === null ? null : String(row.active)),
        inMergeCycle: merges.inCycle.has(key),
        steps: [],
        trainings: [],
        certifications: [],
        registrations: [],
        sourcedDeals: [],
        influencedDeals: [],
        surveys: [],
      },
    ];
  });
  drafts.sort((a, b) => compareCodePoints(a.id, b.id));
  drafts.forEach((draft, index) => {
    draft.index = index;
  });
  return drafts;
}

/** A CRM owner under the e-mail by which the person is known elsewhere. */
const wentBy = (people: ProgramSettings['people'], owner: string | null): string | null =>
  owner === null ? null : (people[owner.toLowerCase()] ?? owner);

async function histories(reader: ProgramReader, instantOf: (stamp: Stamp) => number) {
  const rows = new Map<string, TimelineRow[]>();
  const fields = ['partner', 'field', 'value', 'validFrom'] as const;
  for await (const chunk of reader.scan('partner-history', fields)) {
    for (const row of chunk) {
      const slot = `${row.field} ${row.partner}`;
      const entry = { from: instantOf(row.validFrom), value: row.value };
      const list = rows.get(slot);
      if (list === undefined) rows.set(slot, [entry]);
      else list.push(entry);
    }
  }
  return (key: Key, field: HistoryField): readonly TimelineRow[] => rows.get(`${field} ${key}`) ?? [];
}

/** Every row; which of several stands for a step depends on the as-of (rule 1.3). Answers each step's smallest position. */
async function addSteps(
  reader: ProgramReader,
  partnerOf: ReadonlyMap<Key, PartnerDraft>,
  instantOf: (stamp: Stamp) => number,
): Promise<ReadonlyMap<string, number>> {
  const instant = (stamp: Stamp | null) => (stamp === null ? null : instantOf(stamp));
  const positions = new Map<string, number>();
  const fields = ['partner', 'step', 'order', 'startedAt', 'completedAt'] as const;
  for await (const chunk of reader.scan('onboarding-step', fields)) {
    for (const row of chunk) {
      positions.set(row.step, Math.min(positions.get(row.step) ?? row.order, row.order));
      const step: StepFacts = {
        step: row.step,
        startedAt: instant(row.startedAt),
        completedAt: instant(row.completedAt),
      };
      partnerOf.get(row.partner)?.steps.push(step);
    }
  }
  return positions;
}

async function addCertifications(
  reader: ProgramReader,
  partnerOf: ReadonlyMap<Key, PartnerDraft>,
  zone: Calendar['zone'],
): Promise<void> {
  const fields = ['partner', 'name', 'earnedAt', 'expiresAt', 'revokedAt'] as const;
  for await (const chunk of reader.scan('certification', fields)) {
    for (const row of chunk) {
      const certification: CertificationFacts = {
        name: row.name,
        earnedAt: zone.instantOf(row.earnedAt),
        expiresAt: row.expiresAt === null ? null : zone.expiryOf(row.expiresAt),
        revokedAt: row.revokedAt === null ? null : zone.instantOf(row.revokedAt),
      };
      partnerOf.get(row.partner)?.certifications.push(certification);
    }
  }
}
