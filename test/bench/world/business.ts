import { type AnyRecord, type Deal, type Key, keyOf, type Registration } from '../../../src/records/records.ts';
import { pick, stream } from './draw.ts';
import { partnerKey, skewed } from './partners.ts';
import { asOf, begin, type Size, sourceName } from './size.ts';

const day = 86_400_000;
const currencies = ['EUR', 'EUR', 'EUR', 'USD', 'GBP', 'CHF'] as const;
const types = ['new', 'new', 'expansion', 'renewal', null] as const;
const openStages = ['Qualify', 'Propose', 'Negotiate'] as const;
const dealDraw = stream(11);
const registrationDraw = stream(12);

const iso = (ms: number): string => new Date(ms).toISOString();
const date = (ms: number): string => iso(ms).slice(0, 10);
const dealId = (index: number): string => `D-${String(index).padStart(7, '0')}`;
const registrationId = (index: number): string => `R-${String(index).padStart(6, '0')}`;
export const dealKey = (index: number): Key => keyOf(sourceName, dealId(index));
const registrationKey = (index: number): Key => keyOf(sourceName, registrationId(index));

const dealPartner = (size: Size, index: number): number => skewed(size, dealDraw(index, 0));
const createdAt = (size: Size, index: number): number =>
  begin + ((index + dealDraw(index, 1)) / size.deals) * (asOf - begin);
/** Every so-and-so-many-th deal was registered: four of five registrations have a deal. */
const dealsPerRegistration = (size: Size): number => Math.floor(size.deals / (size.registrations * 0.8));

function deal(size: Size, index: number): Deal {
  const created = createdAt(size, index);
  const closes = created + (10 + dealDraw(index, 2) * 160) * day;
  const isClosed = closes < asOf;
  const status = !isClosed ? 'open' : dealDraw(index, 3) < 0.4 ? 'won' : 'lost';
  const every = dealsPerRegistration(size);
  const isRegistered = index % every === 0 && index / every < size.registrations * 0.8;
  return {
    record: 'deal',
    source: sourceName,
    id: dealId(index),
    url: `https://crm.example.com/deals/${index}`,
    name: `Account ${Math.floor(dealDraw(index, 4) * size.deals)}: platform`,
    amount: (1_000 * 1.8 ** (dealDraw(index, 5) * 10)).toFixed(2),
    currency: pick(currencies, dealDraw(index, 6)),
    type: pick(types, dealDraw(index, 7)),
    stage: status === 'open' ? pick(openStages, dealDraw(index, 8)) : status === 'won' ? 'Closed won' : 'Closed lost',
    status,
    createdAt: iso(Math.floor(created)),
    closedAt: isClosed ? date(closes) : null,
    expectedCloseOn: isClosed ? null : date(closes),
    stageEnteredAt: iso(Math.floor(created + (Math.min(closes, asOf) - created) * 0.7)),
    lastActivityAt: iso(Math.floor(created + (Math.min(closes, asOf) - created) * 0.9)),
    owner: `owner${Math.floor(dealDraw(index, 9) * 200)}@example.com`,
    account: `Account ${Math.floor(dealDraw(index, 4) * size.deals)}`,
    registration: isRegistered ? registrationKey(index / every) : null,
    direct: dealDraw(index, 10) < 0.1,
  };
}

function registration(size: Size, index: number): Registration {
  const every = dealsPerRegistration(size);
  const dealIndex = index < size.registrations * 0.8 ? index * every : null;
  const submitted =
    dealIndex === null ? begin + registrationDraw(index, 0) * (asOf - begin - day) : createdAt(size, dealIndex) - day;
  const decided = submitted + registrationDraw(index, 1) * 12 * day;
  const isDecided = decided < asOf;
  const isGood = dealIndex !== null || registrationDraw(index, 2) < 0.5;
  return {
    record: 'registration',
    source: sourceName,
    id: registrationId(index),
    url: `https://crm.example.com/registrations/${index}`,
    partner: partnerKey(dealIndex === null ? skewed(size, registrationDraw(index, 3)) : dealPartner(size, dealIndex)),
    deal: dealIndex === null ? null : dealKey(dealIndex),
    account: `Account ${index}`,
    status: !isDecided ? 'submitted' : dealIndex !== null ? 'converted' : isGood ? 'approved' : 'rejected',
    submittedAt: iso(Math.floor(submitted)),
    decidedAt: isDecided ? iso(Math.floor(decided)) : null,
    expiresAt: isGood ? date(decided + 90 * day) : null,
  };
}

/** Deals, who is to be thanked for them (none for a tenth, two for a fifth), and registrations. */
export function* businessRecords(size: Size): Generator<AnyRecord> {
  for (let index = 0; index < size.deals; index += 1) yield deal(size, index);
  for (let index = 0; index < size.deals; index += 1) {
    if (dealDraw(index, 10) < 0.1) continue;
    const attribution = { record: 'attribution', source: sourceName, id: null, deal: dealKey(index) } as const;
    yield { ...attribution, partner: partnerKey(dealPartner(size, index)), role: 'sourced' };
    if (dealDraw(index, 11) > 0.2) continue;
    yield { ...attribution, partner: partnerKey(skewed(size, dealDraw(index, 12))), role: 'influenced' };
  }
  for (let index = 0; index < size.registrations; index += 1) yield registration(size, index);
}
