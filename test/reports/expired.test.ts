import { describe, expect, it } from 'vitest';
import { reportAt, reporterOn } from './world.ts';

/** A Tuesday; the last complete week is 16 to 22 November. */
const NOW = '2026-11-24T09:30:00Z';
const partners = [
  'id,name,tier,manager_email,url',
  'a,Acme,Gold,kim@example.com,https://crm.example/a',
  'b,Beta,Silver,,',
];
const heading = 'id,partner_id,account,status,submitted_at,decided_at,expires_at,deal_id,url';
const row = (
  id: string,
  status: string,
  expires: string,
  more: { decided?: string; deal?: string; of?: string } = {},
) =>
  `${id},${more.of ?? 'a'},Account ${id},${status},2026-06-01,${more.decided ?? '2026-06-02'},${expires},${more.deal ?? ''},https://crm.example/${id}`;

const world = (rows: readonly string[], settings = {}, more = {}) =>
  reporterOn({ partners, registrations: [heading, ...rows], ...more }, settings);

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe('rule 5.1', () => {
  it('new, older and undated ones in this order, latest expiry first, then by id; beyond 90 days only counted', async () => {
    const reporter = await world([
      row('old90', 'approved', '2026-08-26'),
      row('old91', 'approved', '2026-08-25'),
      row('before-week', 'approved', '2026-11-15'),
      row('week-b', 'approved', '2026-11-16'),
      row('week-a', 'approved', '2026-11-16'),
      row('today', 'submitted', '2026-11-24T09:30:00Z', { decided: '' }),
      row('monday', 'approved', '2026-11-23'),
      row('no-date', 'expired', ''),
      row('ago', 'expired', '2020-01-01'),
    ]);
    const { expired, expiredOlder } = reportAt(reporter, 'weekly', NOW);
    expect(expired.map(({ id, group, days }) => [id, group, days])).toEqual([
      ['today', 'new', 0],
      ['monday', 'new', 1],
      ['week-a', 'new', 8],
      ['week-b', 'new', 8],
      ['before-week', 'older', 9],
      ['old90', 'older', 90],
      ['no-date', 'date-unknown', null],
    ]);
    expect(expiredOlder).toBe(2);
  });

  it('in a subscription, new is what expired after its previous digest, however long ago that was', async () => {
    const reporter = await world([
      row('just', 'approved', '2026-11-23T09:30:00Z'),
      row('after', 'approved', '2026-11-23T09:30:00.001Z'),
      row('long', 'approved', '2026-07-01'),
    ]);
    const group = (since: string) =>
      reportAt(reporter, 'weekly', NOW, { since: Date.parse(since) }).expired.map((one) => [one.id, one.group]);
    expect(group('2026-11-23T09:30:00Z')).toEqual([
      ['after', 'new'],
      ['just', 'older'],
    ]);
    expect(group('2026-06-20T00:00:00Z')).toEqual([
      ['after', 'new'],
      ['just', 'new'],
      ['long', 'new'],
    ]);
  });

  it('converted, rejected and withdrawn ones never, unless that was decided after as-of; none submitted later', async () => {
    const reporter = await world([
      row('converted', 'converted', '2026-11-20'),
      row('rejected', 'rejected', '2026-11-20'),
      row('withdrawn', 'withdrawn', '2026-11-20'),
      row('later', 'converted', '2026-11-20', { decided: '2026-11-25' }),
      'future,a,,submitted,2026-11-25,,2026-11-20,,',
    ]);
    expect(idsOf(reportAt(reporter, 'weekly', NOW).expired)).toEqual(['later']);
  });

  it('coming: submitted or approved ones that expire within 14 calendar days, soonest first', async () => {
    const reporter = await world([
      row('d15', 'approved', '2026-12-09'),
      row('d14', 'approved', '2026-12-08T23:59:00Z'),
      row('z-today', 'submitted', '2026-11-24', { decided: '' }),
      row('a-later', 'approved', '2026-11-25'),
      row('done', 'converted', '2026-11-25'),
      row('no', 'rejected', '2026-11-25'),
      row('recorded-expired', 'expired', '2026-11-26'),
      row('undecided', 'converted', '2026-11-27', { decided: '2026-11-26' }),
    ]);
    const { expiring, expired } = reportAt(reporter, 'weekly', NOW);
    expect(expiring.map(({ id, days, group }) => [id, days, group])).toEqual([
      ['z-today', 0, 'coming'],
      ['a-later', 1, 'coming'],
      ['recorded-expired', 2, 'coming'],
      ['undecided', 3, 'coming'],
      ['d14', 14, 'coming'],
    ]);
    expect(expired).toEqual([]);
  });

  it('takes days of the reporting zone, and another limit where the program sets one', async () => {
    const rows = [row('r', 'approved', '2026-11-14')];
    const berlin = await world(rows, { timeZone: 'Europe/Berlin', expiredDays: 9 });
    const at = (asOf: string) => reportAt(berlin, 'weekly', asOf);
    expect(at('2026-11-23T22:59:59.999Z').expired.map(({ days }) => days)).toEqual([9]);
    expect(at('2026-11-23T23:00:00Z')).toMatchObject({ expired: [], expiredOlder: 1 });
  });

  it('a row names partner, manager at as-of, account, link and the amount of the open deals behind it', async () => {
    const reporter = await world(
      [row('r', 'approved', '2026-11-20', { deal: 'd' }), row('s', 'approved', '2026-11-19', { of: 'b' })],
      {},
      {
        deals: [
          'id,name,amount,currency,status,created_at,closed_at,registration_id',
          'd,D,1000.50,,open,2026-06-03,,',
          'e,E,7,,won,2026-06-03,2026-07-01,s',
          'f,F,20,,open,2026-06-03,,s',
          'g,G,30,,lost,2026-06-03,2026-12-01,s',
          'h,H,,,open,2026-06-03,,s',
        ],
        partner_history: ['partner_id,field,value,valid_from', 'b,manager_email,lee@example.com,2026-11-24'],
      },
    );
    expect(reportAt(reporter, 'weekly', NOW).expired).toEqual([
      {
        record: 'registration',
        id: 'r',
        group: 'new',
        partner: { id: 'a', name: 'Acme', url: 'https://crm.example/a' },
        manager: 'kim@example.com',
        account: 'Account r',
        expiresOn: '2026-11-20',
        days: 4,
        amount: '1000.50',
        deal: 'd',
        url: 'https://crm.example/r',
      },
      expect.objectContaining({ id: 's', manager: 'lee@example.com', amount: '50.00', deal: 'g' }),
    ]);
  });

  it('the scope is who the partner’s is now: tiers and lists take every row once', async () => {
    const reporter = await world([
      row('r', 'approved', '2026-11-20'),
      row('s', 'approved', '2026-11-19', { of: 'b' }),
      row('t', 'approved', '2026-11-28', { of: 'b' }),
    ]);
    const tier = (value: string) => reportAt(reporter, 'weekly', NOW, { segment: { tier: value } });
    expect([idsOf(tier('Gold').expired), idsOf(tier('Silver').expired)]).toEqual([['r'], ['s']]);
    const list = reportAt(reporter, 'weekly', NOW, { partners: ['b'] });
    expect([idsOf(list.expired), idsOf(list.expiring)]).toEqual([['s'], ['t']]);
  });
});
