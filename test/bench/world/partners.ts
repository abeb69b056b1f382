import { type AnyRecord, type Key, keyOf, type Partner } from '../../../src/records/records.ts';
import { pick, stream } from './draw.ts';
import { asOf, begin, type Size, sourceName } from './size.ts';

const day = 86_400_000;
const tiers = ['Gold', 'Silver', 'Silver', 'Bronze', 'Bronze', 'Bronze', null] as const;
const regions = ['DACH', 'Nordics', 'UKI', 'France', 'Iberia', 'North America', null] as const;
const motions = ['reseller', 'referral', 'integrator', 'msp'] as const;
const first =
  'Alpen Bergmann Cirrus Delta Edelweiss Falken Granit Hanse Isar Jura Kranich Lindner Möwe Nordwind Orion Pfalz Quarz Rhein Saturn Taunus'.split(
    ' ',
  );
const second =
  'Cloud Data Digital Systems Networks Software Consulting Solutions Analytics Partners Security Services Integration Works Labs Logic Platform Group Technik Beratung'.split(
    ' ',
  );
const legal =
  'GmbH,Inc.,Ltd,AG,S.A.,& Co. KG,AB,B.V.,SARL,LLC,Oy,ApS,SpA,SE,KK,Pty,NV,PLC,UG,eG,AS,Kft,d.o.o.,a.s.,SL'.split(',');
const steps = ['Contract', 'Kick-off', 'Portal access', 'Sales training', 'Technical training', 'First plan'] as const;
const certificates = ['Seller', 'Architect', 'Administrator', 'Consultant'] as const;

const partnerDraw = stream(1);
const historyDraw = stream(2);
const stepDraw = stream(3);
const certificationDraw = stream(4);

export const partnerKey = (index: number): Key => keyOf(sourceName, partnerId(index));
const partnerId = (index: number): string => `P-${String(index).padStart(5, '0')}`;
const iso = (ms: number): string => new Date(ms).toISOString();
const date = (ms: number): string => iso(ms).slice(0, 10);

/** Large partners do most: a hundredth of them has a fifth of everything. */
export const skewed = (size: Size, drawn: number): number => Math.floor(size.partners * drawn ** 3);

/** Unique up to 10,000. */
export function partnerName(index: number): string {
  // Coprime to 10,000, so that neighbours are not alike.
  const place = (index * 7_919) % (first.length * second.length * legal.length);
  const word = (list: readonly string[], at: number): string => list[at % list.length] ?? '';
  return [
    word(first, place),
    word(second, Math.floor(place / first.length)),
    word(legal, Math.floor(place / (first.length * second.length))),
  ].join(' ');
}

const joinedAt = (index: number): number => begin - 400 * day + partnerDraw(index, 0) * (asOf - begin + 380 * day);

function partner(index: number): Partner {
  const joined = joinedAt(index);
  const started = joined + 5 * day;
  const activeDraw = partnerDraw(index, 1);
  const merged = index > 100 && partnerDraw(index, 2) < 0.01;
  return {
    record: 'partner',
    source: sourceName,
    id: partnerId(index),
    url: `https://crm.example.com/partners/${index}`,
    name: partnerName(index),
    aliases: partnerDraw(index, 3) < 0.2 ? [`ALIAS${index}`] : [],
    tier: pick(tiers, partnerDraw(index, 4)),
    region: pick(regions, partnerDraw(index, 5)),
    motion: pick(motions, partnerDraw(index, 6)),
    manager: `manager${Math.floor(partnerDraw(index, 7) * 80)}@example.com`,
    active: activeDraw < 0.15 ? null : activeDraw < 0.92,
    joinedAt: date(joined),
    onboardingStartedAt: date(started),
    onboardingCompletedAt: partnerDraw(index, 8) < 0.7 ? date(Math.min(started + 60 * day, asOf - day)) : null,
    mergedInto: merged ? partnerKey(Math.floor(index / 2)) : null,
  };
}

/** Partners with their histories, onboarding steps and certifications. */
export function* partnerRecords(size: Size): Generator<AnyRecord> {
  for (let index = 0; index < size.partners; index += 1) yield partner(index);
  const event = (index: number) => ({ source: sourceName, id: null, partner: partnerKey(index) }) as const;
  for (let index = 0; index < size.partners; index += 1) {
    const changes = Math.floor(historyDraw(index, 0) * 4);
    for (let change = 0; change < changes; change += 1) {
      yield {
        record: 'partner-history',
        ...event(index),
        field: 'tier',
        value: pick(tiers, historyDraw(index, change + 1)),
        validFrom: date(begin + ((change + historyDraw(index, change + 9)) / changes) * (asOf - begin)),
      };
    }
  }
  for (let index = 0; index < size.partners; index += 1) {
    const reached = Math.floor(stepDraw(index, 0) * (steps.length + 3));
    for (const [position, step] of steps.entries()) {
      const startedAt = joinedAt(index) + (5 + position * 9) * day;
      if (position > reached || startedAt >= asOf) break;
      const completedAt = startedAt + (2 + stepDraw(index, position + 1) * 9) * day;
      const isDone = position < reached && completedAt < asOf;
      yield {
        record: 'onboarding-step',
        ...event(index),
        step,
        order: position + 1,
        startedAt: date(startedAt),
        completedAt: isDone ? date(completedAt) : null,
      };
    }
  }
  for (let index = 0; index < size.partners; index += 1) {
    const count = Math.floor(certificationDraw(index, 0) * 7 * (index * 20 < size.partners ? 4 : 1));
    for (let each = 0; each < count; each += 1) {
      const earned = begin + certificationDraw(index, 2 * each + 1) * (asOf - begin);
      yield {
        record: 'certification',
        ...event(index),
        person: personOf(index, certificationDraw(index, 2 * each + 2)),
        name: pick(certificates, certificationDraw(index, 60 + (each % 4))),
        earnedAt: date(earned),
        expiresAt: date(earned + 365 * day),
        revokedAt: null,
      };
    }
  }
}

/** One of a partner's twenty people. */
export const personOf = (partnerIndex: number, drawn: number): string =>
  (partnerIndex * 20 + Math.floor(drawn * 20)).toString(16).padStart(32, '0');
