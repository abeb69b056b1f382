// long: one generator per record type, and their references to each other are one plan.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Query, Settings } from './oracle.ts';
import { type Random, seeded } from './random.ts';
import {
  AS_OFS,
  DAYS,
  KPI_NAMES,
  MANAGERS,
  MOTIONS,
  PARTNER_IDS,
  PERIODS,
  REGIONS,
  TARGET_PERIODS,
  TIERS,
  TIMES,
} from './random-vocabulary.ts';

/** One in five worlds is large enough to rank partners and to judge assets. */
function partnerCount(seed: number): number {
  const random = seeded(seed * 7 + 3);
  return random.chance(1 / 5) ? random.int(10, PARTNER_IDS.length) : random.int(2, 6);
}

/** The settings that go with a seed; both zones that the days are made for come often. */
export function randomSettings(seed: number): Settings {
  const random = seeded(seed * 5 + 1);
  return {
    timeZone: random.pick(['Europe/Berlin', 'America/New_York', 'UTC', 'Europe/Berlin', 'Asia/Kolkata']),
    currency: random.pick(['EUR', 'EUR', 'USD', 'JPY', 'KWD']),
    weekStart: random.pick(['monday', 'monday', 'sunday', 'saturday']),
    fiscalYearStart: random.pick([1, 1, 4, 10, 2]),
  };
}

/** Random questions over the world of the same seed; a few name a period that is bad or in the future. */
export function randomQueries(seed: number, n: number): Query[] {
  const random = seeded(seed * 3 + 2);
  const partners = PARTNER_IDS.slice(0, partnerCount(seed));
  return Array.from({ length: n }, (): Query => {
    const kpi = random.pick(KPI_NAMES);
    const asOf = random.pick(AS_OFS);
    const period = random.chance(0.1) ? undefined : random.pick(PERIODS);
    if (random.chance(0.3)) return { kpi, asOf, period, partner: partners[random.int(0, partners.length - 1)] ?? null };
    if (random.chance(0.4)) return { kpi, asOf, period };
    const segment: Record<string, string> = {};
    for (let i = random.int(1, 2); i > 0; i -= 1) {
      const [key, values] = random.pick<readonly [string, readonly [string, ...string[]]]>([
        ['tier', TIERS],
        ['region', REGIONS],
        ['motion', MOTIONS],
        ['manager', MANAGERS],
        ['enablement', ['new', 'trained', 'certified']],
        ['enablement', ['new', 'trained', 'certified', '']],
      ]);
      segment[key] = random.pick(values) || '(unknown)';
    }
    return { kpi, asOf, period, segment };
  });
}

/** Writes the CSV folder of a seed: the folder is emptied first. */
export function writeRandomWorld(seed: number, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, rows] of Object.entries(randomTables(seed))) {
    const columns = COLUMNS[file];
    if (columns === undefined) throw new Error(`no columns for ${file}`);
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
    writeFileSync(
      join(folder, file),
      lines
        .map((cells) => cells.map(quoted).join(','))
        .join('\n')
        .concat('\n'),
    );
  }
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

type Cells = Readonly<Record<string, string>>;

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'partners.csv':
    'id,name,tier,region,motion,manager_email,active,joined_at,onboarding_started_at,onboarding_completed_at,merged_into'.split(
      ',',
    ),
  'partner_history.csv': 'partner_id,field,value,valid_from'.split(','),
  'deals.csv':
    'id,name,amount,currency,type,status,created_at,closed_at,registration_id,direct,stage,expected_close_on,stage_entered_at,last_activity_at'.split(
      ',',
    ),
  'attributions.csv': 'deal_id,partner_id,role'.split(','),
  'registrations.csv': 'id,partner_id,deal_id,status,submitted_at,decided_at,expires_at'.split(','),
  'onboarding_steps.csv': 'partner_id,step,position,started_at,completed_at'.split(','),
  'trainings.csv': 'partner_id,person_id,module,required,assigned_at,completed_at'.split(','),
  'certifications.csv': 'partner_id,person_id,name,earned_at,expires_at,revoked_at'.split(','),
  'assets.csv': 'id,title,published_at,retired_at'.split(','),
  'content_events.csv': 'partner_id,asset_id,kind,at'.split(','),
  'portal_sessions.csv': 'partner_id,person_id,at,duration_seconds,pages,failed'.split(','),
  'touches.csv': 'partner_id,kind,at,deal_id'.split(','),
  'surveys.csv': 'partner_id,respondent_id,kind,score,milestone,topic,invited_at,at'.split(','),
  'targets.csv': 'kpi,figure,period,value,segment'.split(','),
  'exchange_rates.csv': 'currency,date,rate'.split(','),
};

function randomTables(seed: number): Record<string, Cells[]> {
  const random = seeded(seed);
  const ids = PARTNER_IDS.slice(0, partnerCount(seed));
  const dirty = random.chance(0.3);
  const make = (most: number, row: (i: number) => Cells): Cells[] =>
    Array.from({ length: random.int(0, most) }, (_, i) => row(i));
  const partner = (): string =>
    dirty && random.chance(0.04) ? 'ghost' : (ids[random.int(0, ids.length - 1)] ?? ids[0] ?? '');
  const stamp = (): string => stampOf(random);
  const maybe = (value: string, probability = 0.7): string => (random.chance(probability) ? value : '');
  const when = (probability = 0.7): string => (dirty && random.chance(0.04) ? 'soon' : maybe(stamp(), probability));
  const due = (): string => (dirty && random.chance(0.04) ? '2026-13-01' : stamp());
  const dealId = (): string => `d${random.int(1, 16)}`;
  const registrationId = (): string => `r${random.int(1, 9)}`;
  const person = (): string => maybe(random.pick(['u1', 'u2', 'u3']), 0.85);
  const many = ids.length >= 10 ? 3 : 1;

  const tables: Record<string, Cells[]> = {
    'partners.csv': ids.map((id) => ({
      id,
      name: `Partner ${id}`,
      tier: random.pick(TIERS),
      region: random.pick(REGIONS),
      motion: random.pick(MOTIONS),
      manager_email: random.pick(MANAGERS),
      active: many > 1 && random.chance(0.7) ? 'true' : random.pick(['true', 'true', 'false', '', '', 'TRUE ']),
      joined_at: when(many > 1 ? 0.2 : 0.5),
      onboarding_started_at: when(0.85),
      onboarding_completed_at: when(0.6),
      merged_into: random.chance(many > 1 ? 0.05 : 0.14) ? partner() : random.chance(0.03) ? 'nobody' : '',
    })),
    'partner_history.csv': make(10, () => history(random, partner(), stamp())),
    'deals.csv': Array.from({ length: random.int(random.int(0, 14), 15) }, (_, i) =>
      deal(random, `d${i + 1}`, due(), when(0.6), maybe(registrationId(), 0.5)),
    ),
    'attributions.csv': make(random.int(6, 26) * many, () => ({
      deal_id: dealId(),
      partner_id: partner(),
      role: random.pick(['sourced', 'sourced', 'influenced', 'Sourced']),
    })),
    'registrations.csv': Array.from({ length: random.int(0, 8) }, (_, i) => ({
      id: `r${i + 1}`,
      partner_id: partner(),
      deal_id: maybe(dealId(), 0.5),
      status: random.pick(['submitted', 'approved', 'rejected', 'expired', 'converted', 'withdrawn']),
      submitted_at: due(),
      decided_at: when(0.6),
      expires_at: when(0.5),
    })),
    'onboarding_steps.csv': make(10 * many, () => ({
      partner_id: partner(),
      step: random.pick(['Kickoff', 'Contract', 'First training', 'Sandbox']),
      position: String(random.int(1, 3)),
      started_at: when(0.5),
      completed_at: when(0.45),
    })),
    'trainings.csv': make(14 * many, () => ({
      partner_id: partner(),
      person_id: person(),
      module: random.pick(['Basics', 'Sales', 'Demo']),
      required: random.pick(['true', 'true', 'false', '', dirty ? 'perhaps' : 'True']),
      assigned_at: when(0.5),
      completed_at: when(0.6),
    })),
    'certifications.csv': make(6 * many, () => ({
      partner_id: partner(),
      person_id: person(),
      name: random.pick(['Pro', 'Expert']),
      earned_at: due(),
      expires_at: when(0.5),
      revoked_at: when(0.15),
    })),
    'content_events.csv': make(14 * many, () => ({
      partner_id: partner(),
      asset_id: random.pick(['a1', 'a2', 'a3', dirty ? 'a9' : 'a1']),
      kind: random.pick(['view', 'view', 'download', 'share', 'View']),
      at: due(),
    })),
    'portal_sessions.csv': make(14 * many, () => ({
      partner_id: partner(),
      person_id: person(),
      at: due(),
      duration_seconds: random.pick(['', '60', '60', '90', '301', dirty ? '-5' : '0']),
      pages: random.pick(['', '1', '4', '7', dirty ? 'x' : '0']),
      failed: random.pick(['', '', 'false', 'true']),
    })),
    'touches.csv': make(8 * many, () => ({
      partner_id: partner(),
      kind: random.pick(['email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat']),
      at: due(),
      deal_id: maybe(dealId(), 0.3),
    })),
    'surveys.csv': make(26, () => survey(random, partner(), stamp)),
    'targets.csv': make(8, () => target(random)),
    'exchange_rates.csv': make(6, () => ({
      currency: random.pick(['USD', 'GBP', 'usd', 'EUR', 'JPY']),
      date: random.pick(DAYS),
      rate: random.pick(['0.9', '1.1', '0.925', '1.005', '150.25', dirty ? '0' : '2']),
    })),
  };
  if (random.chance(0.7)) {
    tables['assets.csv'] = ['a1', 'a2', 'a3', 'a4'].map((id) => ({
      id,
      title: `Asset ${id}`,
      published_at: when(0.75),
      retired_at: when(0.2),
    }));
  }
  if (random.chance(0.1)) delete tables['trainings.csv'];
  if (dirty) doubleSomeIds(random, tables);
  // Drawn apart, so that a seed's other values stay what they were.
  const later = seeded(seed * 13 + 11);
  return { ...tables, 'deals.csv': (tables['deals.csv'] ?? []).map((row) => ({ ...row, ...progress(later) })) };
}

function stampOf(random: Random): string {
  const day = random.pick(DAYS);
  if (random.chance(0.35)) return day;
  return random.chance(0.06) ? random.pick(AS_OFS) : day + random.pick(TIMES);
}

function history(random: Random, partner: string, validFrom: string): Cells {
  const [field, values] = random.pick<readonly [string, readonly [string, ...string[]]]>([
    ['tier', TIERS],
    ['region', REGIONS],
    ['motion', MOTIONS],
    ['manager_email', MANAGERS],
    ['active', ['true', 'false', '']],
    ['active', ['true', '', 'FALSE']],
  ]);
  return { partner_id: partner, field, value: random.pick(values), valid_from: validFrom };
}

function deal(random: Random, id: string, createdAt: string, closedAt: string, registration: string): Cells {
  return {
    id,
    name: `Deal ${id}`,
    amount: random.pick(['100', '100.01', '0.005', '-50.03', '999.995', '-0.01', '1', '', '33.335', '12e3']),
    currency: random.pick(['', '', 'EUR', 'USD', 'usd', 'GBP', 'XYZ']),
    type: random.pick(['new', 'expansion', 'renewal', '', 'upsell']),
    status: random.pick(['won', 'won', 'won', 'lost', 'open', 'Won']),
    created_at: createdAt,
    closed_at: closedAt,
    registration_id: registration,
    direct: random.pick(['', 'true', 'false']),
  };
}

/** How far a deal is: a pool of days close to the as-ofs, so that thirty days are met exactly. */
function progress(random: Random): Cells {
  const moment = (): string => (random.chance(0.35) ? '' : stampOf(random));
  return {
    stage: random.pick(['Qualify', 'Propose', 'Negotiate', 'Qualify', '']),
    expected_close_on: random.chance(0.3) ? '' : random.pick(DAYS),
    stage_entered_at: moment(),
    last_activity_at: moment(),
  };
}

function survey(random: Random, partner: string, stamp: () => string): Cells {
  const kind = random.pick(['nps', 'csat']);
  const answered = random.chance(0.8);
  return {
    partner_id: partner,
    respondent_id: random.pick(['s1', 's2', 's3', 's4', '', '']),
    kind,
    score: answered ? String(kind === 'nps' ? random.pick([0, 6, 7, 8, 9, 10, 9]) : random.pick([1, 3, 4, 5, 6])) : '',
    milestone: random.pick(['onboarding', 'quarterly', 'program-change', 'other', '']),
    topic: random.pick(['portal', 'support', '']),
    invited_at: random.chance(answered ? 0.5 : 0.95) ? stamp() : '',
    at: answered ? stamp() : '',
  };
}

function target(random: Random): Cells {
  const [kpi, figure, value] = random.pick<readonly [string, string, string]>([
    ['sourced-revenue', 'sourced', '1000.00'],
    ['sourced-revenue', 'sourcedDeals', '4'],
    ['sourced-revenue', 'sourcedShare', '0.5'],
    ['registered-deals', 'registrations', '3'],
    ['onboarding-completion', 'rate', '0.8'],
    ['portal-engagement', 'logins', '10'],
    ['partner-satisfaction', 'nps', '40'],
  ]);
  return {
    kpi,
    figure,
    value,
    period: random.pick(TARGET_PERIODS),
    segment: random.pick(['', '', 'tier=Gold', 'region=EMEA']),
  };
}

/** Rule 7.3: the first row of an id stays. */
function doubleSomeIds(random: Random, tables: Record<string, Cells[]>): void {
  for (const file of ['partners.csv', 'deals.csv', 'registrations.csv']) {
    const rows = tables[file];
    const first = rows?.[0];
    const last = rows?.at(-1);
    if (rows !== undefined && first !== undefined && last !== undefined && random.chance(0.5)) {
      rows.push({ ...last, id: first.id ?? '' });
    }
  }
}
