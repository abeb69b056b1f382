// long: a generated world is made once per seed, and every promise about it is held against it here.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  CONFLICT_ACCOUNT,
  columns,
  generateWorld,
  STUCK_STEP,
  stories,
  type World,
  writeWorld,
} from './world/index.ts';

const asOf = new Date('2026-11-24T09:00:00Z');
const AS_OF = '2026-11-24T09:00:00Z';
const TODAY = '2026-11-24';
const world = generateWorld({ seed: 7, zone: 'Europe/Berlin', asOf, partners: 60, years: 2 });
const { tables } = world;

const daysAgo = (days: number): string => new Date(asOf.getTime() - days * 86_400_000).toISOString();
const quarter = (stamp: string): string => `${stamp.slice(0, 4)}-Q${Math.ceil(Number(stamp.slice(5, 7)) / 3)}`;
/** The eight complete quarters before as-of, and the running one. */
const quarters = ['2024-Q4', ...['2025', '2026'].flatMap((year) => [1, 2, 3, 4].map((n) => `${year}-Q${n}`))];

/** Sourced revenue in EUR by partner since `from`: rate at the close date, none = left out, split equally (rules 2.5, 2.6). */
function sourcedRevenue(t: World['tables'], from: string): Map<string, number> {
  const rates = t.exchange_rates.toSorted((x, y) => (x.date < y.date ? -1 : 1));
  const rateAt = (currency: string, day: string): number =>
    currency === '' || currency === 'EUR'
      ? 1
      : Number(rates.findLast((row) => row.currency === currency && row.date <= day)?.rate ?? 0);
  const won = t.deals.filter(({ status, closed_at }) => status === 'won' && closed_at >= from);
  const revenue = new Map<string, number>();
  for (const { id, amount, currency, closed_at } of won) {
    const sources = new Set(
      t.attributions.filter((row) => row.deal_id === id && row.role === 'sourced').map((row) => row.partner_id),
    );
    const share = (Number(amount) * rateAt(currency, closed_at.slice(0, 10))) / sources.size;
    for (const partner of sources) revenue.set(partner, (revenue.get(partner) ?? 0) + share);
  }
  return revenue;
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'world-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the sample program as a folder of files (rule 7.1)', () => {
  it('has every file of rule 7 with its columns, and parses back to the same values', async () => {
    await inFolder(async (folder) => {
      await writeWorld(world, join(folder, 'data'));
      const names = Object.keys(columns).sort();
      expect((await readdir(join(folder, 'data'))).sort()).toEqual(names.map((name) => `${name}.csv`));
      for (const [name, rows] of Object.entries(tables)) {
        const text = await readFile(join(folder, 'data', `${name}.csv`), 'utf8');
        const parsed: unknown = parse(text, { columns: true });
        expect(parsed, name).toEqual(rows);
        expect(text.split('\r\n', 1)[0]?.split(','), name).toEqual(columns[name as keyof typeof columns]);
      }
    });
  });

  it('is the same for the same seed and as-of, another one for another seed', () => {
    const again = generateWorld({ seed: 7, zone: 'Europe/Berlin', asOf: asOf.getTime(), partners: 60, years: 2 });
    expect(again).toEqual(world);
    expect(generateWorld({ seed: 8, asOf }).tables.deals).not.toEqual(tables.deals);
  });

  it('has 8,000 to 15,000 rows, about 900 partner deals and 700 registrations', () => {
    const total = Object.values(tables).reduce((sum, rows) => sum + rows.length, 0);
    expect(total).toBeGreaterThan(8_000);
    expect(total).toBeLessThan(15_000);
    const direct = tables.deals.filter(({ direct }) => direct === 'true').length;
    expect(direct).toBeGreaterThan(100);
    expect(tables.deals.length - direct).toBeGreaterThan(800);
    expect(tables.deals.length - direct).toBeLessThan(1_000);
    expect(tables.registrations.length).toBeGreaterThan(600);
    expect(tables.registrations.length).toBeLessThan(800);
  });

  it('refuses what it cannot make', () => {
    expect(() => generateWorld({ seed: 1, asOf: Number.NaN })).toThrow(RangeError);
    expect(() => generateWorld({ seed: 1, asOf, partners: 5 })).toThrow(RangeError);
    expect(() => generateWorld({ seed: 1, asOf, zone: 'Mars/Olympus' })).toThrow(RangeError);
    expect(generateWorld({ seed: 1, asOf, partners: 100 }).tables.partners).toHaveLength(100);
  });
});

describe.each([7, 8, 9])('records that hang together, seed %i', (seed) => {
  const { tables: t } = seed === 7 ? world : generateWorld({ seed, asOf });
  const ids = (rows: readonly { readonly id: string }[]): Set<string> => new Set(rows.map(({ id }) => id));

  it('has unique ids and no dangling reference', () => {
    const partners = ids(t.partners);
    const deals = ids(t.deals);
    const registrations = ids(t.registrations);
    const assets = ids(t.assets);
    expect([partners.size, deals.size, registrations.size, assets.size]).toEqual([
      t.partners.length,
      t.deals.length,
      t.registrations.length,
      t.assets.length,
    ]);
    const ofPartners = [
      ...t.partner_history,
      ...t.attributions,
      ...t.registrations,
      ...t.onboarding_steps,
      ...t.trainings,
      ...t.certifications,
      ...t.content_events,
      ...t.portal_sessions,
      ...t.touches,
      ...t.surveys,
    ];
    expect(ofPartners.filter(({ partner_id }) => !partners.has(partner_id))).toEqual([]);
    expect(t.attributions.filter(({ deal_id }) => !deals.has(deal_id))).toEqual([]);
    expect([...t.registrations, ...t.touches].filter(({ deal_id }) => deal_id !== '' && !deals.has(deal_id))).toEqual(
      [],
    );
    expect(t.deals.filter((deal) => deal.registration_id !== '' && !registrations.has(deal.registration_id))).toEqual(
      [],
    );
    expect(t.content_events.filter(({ asset_id }) => !assets.has(asset_id))).toEqual([]);
    expect(t.partners.filter((partner) => partner.merged_into !== '' && !partners.has(partner.merged_into))).toEqual(
      [],
    );
  });

  it('fills every required column', () => {
    const required: Partial<Record<keyof typeof columns, readonly string[]>> = {
      partners: ['id', 'name'],
      partner_history: ['partner_id', 'field', 'valid_from'],
      deals: ['id', 'name', 'status', 'created_at'],
      attributions: columns.attributions,
      registrations: ['id', 'partner_id', 'status', 'submitted_at'],
      onboarding_steps: ['partner_id', 'step', 'position'],
      trainings: ['partner_id', 'module'],
      certifications: ['partner_id', 'name', 'earned_at'],
      assets: ['id', 'title'],
      content_events: columns.content_events,
      portal_sessions: ['partner_id', 'at'],
      touches: ['partner_id', 'kind', 'at'],
      surveys: ['partner_id', 'kind', 'invited_at'],
      program_events: columns.program_events,
      targets: ['kpi', 'figure', 'period', 'value'],
      exchange_rates: columns.exchange_rates,
    };
    for (const [name, rows] of Object.entries(t)) {
      const needed = required[name as keyof typeof columns] ?? [];
      expect(needed.length, name).toBeGreaterThan(0);
      expect(rows.length, name).toBeGreaterThan(0);
      for (const row of rows as readonly Readonly<Record<string, string>>[])
        for (const column of needed) expect(row[column], `${name}.${column}`).not.toBe('');
    }
  });

  it('stamps nothing later than as-of, plans apart (rule 1.6)', () => {
    const plans = new Set(['expected_close_on', 'expires_at']);
    const late: string[] = [];
    let stamps = 0;
    for (const [name, rows] of Object.entries(t))
      for (const row of rows)
        for (const [column, value] of Object.entries(row)) {
          const isDay = /^\d{4}-\d\d-\d\d$/.test(value);
          if (plans.has(column) || !(isDay || /^\d{4}-\d\d-\d\dT.*Z$/.test(value))) continue;
          stamps++;
          if (value > (isDay ? TODAY : AS_OF)) late.push(`${name}.${column} ${value}`);
        }
    expect(late).toEqual([]);
    expect(stamps).toBeGreaterThan(15_000);
  });

  it('keeps the order of things: nothing ends before it began, but for one deal (rule 1.6)', () => {
    const closedEarly = t.deals.filter((deal) => deal.closed_at !== '' && deal.closed_at < deal.created_at);
    expect(closedEarly).toHaveLength(1);
    expect(t.registrations.filter((r) => r.decided_at !== '' && r.decided_at < r.submitted_at)).toEqual([]);
    expect(t.onboarding_steps.filter((s) => s.completed_at !== '' && s.completed_at < s.started_at)).toEqual([]);
    expect(
      t.certifications.filter(
        (c) => c.expires_at <= c.earned_at || (c.revoked_at !== '' && c.revoked_at < c.earned_at),
      ),
    ).toEqual([]);
    expect(t.surveys.filter((s) => s.at !== '' && s.at.slice(0, 10) < s.invited_at.slice(0, 10))).toEqual([]);
    expect(t.surveys.filter((s) => (s.at === '') !== (s.score === ''))).toEqual([]);
    const joined = new Map(t.partners.map(({ id, joined_at }) => [id, joined_at]));
    const early = [
      ...t.registrations.map((r) => ({ ...r, at: r.submitted_at })),
      ...t.content_events,
      ...t.portal_sessions,
      ...t.touches,
    ].filter(({ partner_id, at }) => at.slice(0, 10) < (joined.get(partner_id) ?? ''));
    expect(early).toEqual([]);
  });

  it('has a starting cohort in every complete quarter and won sourced deals in every quarter', () => {
    const sourced = new Set(t.attributions.filter(({ role }) => role === 'sourced').map(({ deal_id }) => deal_id));
    const won = t.deals
      .filter(({ id, status }) => status === 'won' && sourced.has(id))
      .map((d) => quarter(d.closed_at));
    const started = t.partners.map((partner) => quarter(partner.onboarding_started_at));
    for (const name of quarters) {
      expect(started, `cohort ${name}`).toContain(name);
      // The first quarter has few partners as yet.
      expect(won.filter((q) => q === name).length, `won ${name}`).toBeGreaterThanOrEqual(name === '2024-Q4' ? 1 : 5);
    }
  });

  it('has what real exports have: gaps, reopened deals, several sourcing partners, a currency without rate', () => {
    const sourcing = new Map<string, Set<string>>();
    for (const { deal_id, partner_id, role } of t.attributions)
      if (role === 'sourced') sourcing.set(deal_id, (sourcing.get(deal_id) ?? new Set()).add(partner_id));
    expect([...sourcing.values()].filter(({ size }) => size > 1).length).toBeGreaterThan(10);
    const rated = new Set(['', 'EUR', ...t.exchange_rates.map(({ currency }) => currency)]);
    expect(rated).toEqual(new Set(['', 'EUR', 'USD', 'GBP', 'CHF']));
    const count = (test: (deal: World['tables']['deals'][number]) => boolean): number => t.deals.filter(test).length;
    expect(count(({ currency }) => !rated.has(currency))).toBeGreaterThan(2);
    expect(count(({ amount }) => amount === '')).toBeGreaterThan(4);
    expect(count(({ status, closed_at }) => status === 'open' && closed_at !== '')).toBe(8);
    expect(count(({ status, closed_at }) => status === 'won' && closed_at === '')).toBe(2);
    expect(
      count(({ status, expected_close_on: day }) => status === 'open' && day !== '' && day < TODAY),
    ).toBeGreaterThan(5);
    expect(new Set(t.registrations.map(({ status }) => status)).size).toBe(6);
    const back = new Set(t.registrations.map((r) => r.deal_id));
    const there = t.deals.filter((deal) => deal.registration_id !== '');
    expect(there.filter(({ id }) => back.has(id)).length).toBeGreaterThan(20);
    expect(there.filter(({ id }) => !back.has(id)).length).toBeGreaterThan(20);
    expect(t.partners.filter((partner) => partner.merged_into !== '')).toHaveLength(1);
    expect(t.surveys.filter(({ score }) => score === '').length).toBeGreaterThan(100);
    expect(t.certifications.filter((c) => c.revoked_at !== '')).toHaveLength(4);
    expect(t.certifications.some((c) => c.expires_at >= TODAY && c.expires_at <= '2027-01-23')).toBe(true);
    expect(t.assets).toHaveLength(25);
    expect(t.assets.filter((asset) => asset.retired_at !== '')).toHaveLength(1);
    expect(t.assets.filter((asset) => asset.published_at === '')).toHaveLength(1);
  });
});

describe.each([7, 8, 9])('the stories, seed %i', (seed) => {
  const { tables: t } = seed === 7 ? world : generateWorld({ seed, asOf });
  const submissions = (id: string): string[] =>
    t.registrations.filter((r) => r.partner_id === id).map((r) => r.submitted_at);
  const partner = (id: string): World['tables']['partners'][number] | undefined =>
    t.partners.find((row) => row.id === id);

  it('are about partners that exist under their names', () => {
    for (const { partnerId, partner: name } of Object.values(stories)) expect(partner(partnerId)?.name).toBe(name);
    expect(partner('P-1001')).toMatchObject({
      name: 'Acme Cloud GmbH',
      aliases: 'Acme|ACME Cloud',
      manager_email: 'maya.brandt@example.com',
    });
    const names = t.partners.map(({ name }) => name);
    expect(names).toContain('Revenue Rocket Ltd');
    expect(names).toContain('Société Lumière Numérique SAS');
    expect(names).toContain('Müller & Söhne "Cloudwerk" KG');
  });

  it('star: registers ever more, is certified, has the highest sourced revenue of the last year', () => {
    const star = stories.star.partnerId;
    const times = submissions(star);
    const recent = times.filter((at) => at >= daysAgo(182)).length;
    const aYearBefore = times.filter((at) => at >= daysAgo(547) && at < daysAgo(365)).length;
    expect(recent).toBeGreaterThan(1.3 * aYearBefore);
    expect(aYearBefore).toBeGreaterThan(15);
    expect(t.certifications.some((c) => c.partner_id === star && c.expires_at > TODAY && c.revoked_at === '')).toBe(
      true,
    );
    const revenue = sourcedRevenue(t, daysAgo(365));
    const [first] = [...revenue].sort(([, x], [, y]) => y - x);
    expect(first?.[0]).toBe(star);
  });

  it('faller: 4 to 7 a month, one in the last six weeks, certification and manager lost just before', () => {
    const faller = stories.faller.partnerId;
    const months = new Map<string, number>();
    for (const at of submissions(faller)) months.set(at.slice(0, 7), (months.get(at.slice(0, 7)) ?? 0) + 1);
    const whole = [...months].filter(([month]) => month < '2026-10').map(([, count]) => count);
    expect(whole).toHaveLength(24);
    expect(Math.min(...whole)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...whole)).toBeLessThanOrEqual(7);
    expect(submissions(faller).filter((at) => at >= daysAgo(41))).toHaveLength(1);
    const owners = t.partner_history.filter((row) => row.partner_id === faller && row.field === 'manager_email');
    expect(owners.at(-1)).toMatchObject({ value: 'maya.brandt@example.com' });
    expect(owners.at(-1)?.valid_from.slice(0, 10)).toBe(daysAgo(46).slice(0, 10));
    const expiries = t.certifications.filter((c) => c.partner_id === faller).map((c) => c.expires_at);
    expect(expiries.sort().at(-1)).toBe(daysAgo(48).slice(0, 10));
  });

  it('stuck onboarding: three partners have stood at one step for 30 days or more, more than at any other', () => {
    const stuck = [stories.stuckOnboarding.partnerId, ...stories.stuckOnboarding.others];
    expect(partner(stories.stuckOnboarding.partnerId)?.onboarding_started_at.slice(0, 10)).toBe(
      daysAgo(50).slice(0, 10),
    );
    const standing = t.onboarding_steps.filter(
      (s) => s.started_at !== '' && s.completed_at === '' && s.started_at < daysAgo(30),
    );
    const at = (step: string): string[] => standing.filter((row) => row.step === step).map((row) => row.partner_id);
    expect(at(STUCK_STEP)).toEqual(stuck);
    expect(standing.find((row) => row.partner_id === stuck[0])?.started_at.slice(0, 10)).toBe(daysAgo(35).slice(0, 10));
    for (const step of ['First joint call', 'Go-to-market plan', 'Sales basics'])
      expect(at(step).length).toBeLessThan(3);
    expect(stuck.map((id) => partner(id)?.onboarding_completed_at)).toEqual(['', '', '']);
  });

  it('channel conflict: two partners registered one account that has an open direct deal', () => {
    const claims = t.registrations.filter(({ account }) => account === CONFLICT_ACCOUNT);
    expect(claims.map((r) => r.partner_id)).toEqual([
      stories.channelConflict.partnerId,
      ...stories.channelConflict.others,
    ]);
    const deals = t.deals.filter(({ account }) => account === CONFLICT_ACCOUNT);
    expect(deals).toHaveLength(1);
    expect(deals[0]).toMatchObject({ direct: 'true', status: 'open', registration_id: '' });
    expect(t.attributions.filter(({ deal_id }) => deal_id === deals[0]?.id)).toEqual([]);
  });
});

describe('any as-of instant', () => {
  it.each(['2026-01-01T00:00:00Z', '2026-02-28T23:30:00Z', '2026-03-29T01:00:00Z', '2028-02-29T12:00:00Z'])(
    '%s',
    (instant) => {
      const { tables: t } = generateWorld({ seed: 3, asOf: new Date(instant) });
      const faller = t.registrations.filter((r) => r.partner_id === stories.faller.partnerId);
      const cut = new Date(Date.parse(instant) - 41 * 86_400_000).toISOString();
      expect(faller.filter((r) => r.submitted_at > cut)).toHaveLength(1);
      expect(t.registrations.filter((r) => Date.parse(r.submitted_at) > Date.parse(instant))).toEqual([]);
      expect(t.deals.filter((deal) => Date.parse(deal.created_at) > Date.parse(instant))).toEqual([]);
      expect(t.portal_sessions.filter(({ at }) => Date.parse(at) > Date.parse(instant))).toEqual([]);
    },
  );
});
