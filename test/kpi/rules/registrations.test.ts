import { describe, expect, it } from 'vitest';
import { figureOf, readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

/** status, decided_at, expires_at → the state at NOV_24, and whether it was ever approved by then. */
const STATES = [
  ['submitted', '', '', 'submitted', 0],
  ['submitted', '', '2026-11-23', 'expired', 0],
  ['submitted', '', '2026-11-24', 'submitted', 0],
  ['submitted', '', '2026-11-24T09:30:00Z', 'expired', 0],
  ['approved', '2026-11-01', '', 'approved', 1],
  ['approved', '', '', 'approved', 1],
  ['approved', '2026-11-25', '', 'submitted', 0],
  ['approved', '2026-11-25', '2026-11-20', 'expired', 0],
  ['approved', '2026-11-01', '2026-11-20', 'expired', 1],
  ['converted', '2026-11-01', '2026-11-20', 'converted', 1],
  ['converted', '', '2026-11-20', 'converted', 1],
  ['converted', '2026-11-25', '', 'submitted', 0],
  ['rejected', '2026-11-01', '2026-10-20', 'rejected', 0],
  ['rejected', '', '2026-10-20', 'rejected', 0],
  ['rejected', '2026-11-25', '2026-10-20', 'expired', 0],
  ['withdrawn', '2026-11-01', '', 'withdrawn', 0],
  ['withdrawn', '2026-11-25', '2026-12-01', 'submitted', 0],
  ['expired', '', '', 'expired', 0],
  ['expired', '2026-11-01', '', 'expired', 1],
  ['expired', '2026-11-25', '', 'expired', 0],
  ['expired', '2026-11-01', '2026-11-20', 'expired', 1],
  ['expired', '2026-11-01', '2026-12-01', 'approved', 1],
  ['expired', '', '2026-12-01', 'submitted', 0],
  ['expired', '2026-11-25', '2026-12-01', 'submitted', 0],
] as const;

const NAMES = ['submitted', 'approved', 'rejected', 'expired', 'converted', 'withdrawn'];

describe.each(readings)('%s, on registrations', (_, world) => {
  it('rule 1.7: the state of each recorded status by its stamps, taken at as-of for a past period too', async () => {
    const o = await world({
      partners: ['id,name', ...STATES.map((_row, i) => `p${i},P${i}`)],
      registrations: [
        'id,partner_id,status,submitted_at,decided_at,expires_at',
        ...STATES.map(([status, decided, expires], i) => `r${i},p${i},${status},2026-10-05,${decided},${expires}`),
      ],
    });
    const seen = STATES.map(([status, decided, expires], i) => {
      const answer = o.answer({ kpi: 'registered-deals', period: '2026-10', asOf: NOV_24, partner: `p${i}` });
      const states = NAMES.filter((name) => figureOf(answer, 'byState', name) === 1);
      return [status, decided, expires, states.join(), figureOf(answer, 'everApproved')];
    });
    expect(seen).toEqual(STATES);
  });

  it('rule 3.2: the registration’s link comes before the deal’s, and only deals created by as-of are linked', async () => {
    const o = await world({
      partners: ['id,name', 'a,A', 'b,B'],
      deals: [
        'id,name,status,created_at,closed_at,registration_id',
        'x,X,won,2026-10-09,2026-11-24T09:30:00Z,',
        'y,Y,won,2026-10-01,2026-10-31,r1',
        'z,Z,open,2026-11-24T09:30:00.001Z,,r3',
        'u,U,won,2026-10-01,,r4',
      ],
      registrations: [
        'id,partner_id,deal_id,status,submitted_at',
        'r1,a,x,submitted,2026-10-05',
        'r2,b,x,submitted,2026-10-10',
        'r3,a,,submitted,2026-10-06',
        'r4,b,,submitted,2026-10-06',
      ],
    });
    const figures = (asOf: string) => o.answer({ kpi: 'registered-deals', period: '2026-10', asOf }).figures;
    // r1 and r2 are two registrations of the one deal x, created 4 days after the one and 1 day before the other.
    expect(figures(NOV_24)).toMatchObject({ registrations: 4, distinctDeals: 1, wonShare: 0.5, medianDaysToDeal: 1.5 });
    // A millisecond before its close x is open; a millisecond later z is there, 49 days after r3.
    expect(figures('2026-11-24T09:29:59.999Z')).toMatchObject({ distinctDeals: 1, wonShare: 0 });
    expect(figures('2026-11-24T09:30:00.001Z')).toMatchObject({ distinctDeals: 2, medianDaysToDeal: 4 });
  });

  it('rule 3.2: medians of an even count lie between the middle ones; a decision after as-of is none', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      registrations: [
        'id,partner_id,status,submitted_at,decided_at',
        'r1,a,approved,2026-10-01,2026-10-03',
        'r2,a,rejected,2026-10-01,2026-10-06',
        'r3,a,withdrawn,2026-10-01,2026-10-09',
        'r4,a,approved,2026-10-01,2026-10-01T23:00:00Z',
        'r5,a,approved,2026-10-01,2026-10-20',
      ],
    });
    // By 10 October: after 0, 2, 5 and 8 days; r1 and r4 approved, r2 rejected, r5 waits.
    const asOf = '2026-10-10T00:00:00Z';
    expect(o.answer({ kpi: 'registered-deals', period: '2026-10', asOf }).figures).toMatchObject({
      medianDecisionDays: 3.5,
      everApproved: 2,
      decided: 3,
      approvalRate: 2 / 3,
      waiting: 1,
      wonShare: 0,
      medianDaysToDeal: null,
    });
  });

  it('rules 1.9 and 3.2: nothing registered is no share, not 0 %', async () => {
    const o = await world({ partners: ['id,name', 'a,A'] });
    expect(o.answer({ kpi: 'registered-deals', period: '2026-10', asOf: NOV_24 }).figures).toMatchObject({
      registrations: 0,
      approvalRate: null,
      wonShare: null,
      medianDecisionDays: null,
    });
  });
});
