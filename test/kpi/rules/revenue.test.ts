// long: hand-worked examples read best side by side, one after the other.
import { describe, expect, it } from 'vitest';
import { engine, figureOf, readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

/** Deals won on 1 August 2026 and sourced by partner a: `amount,currency` each. */
const wonDeals = (...money: readonly string[]) => ({
  partners: ['id,name', 'a,A'],
  attributions: ['deal_id,partner_id,role', ...money.map((_, i) => `d${i},a,sourced`)],
  deals: [
    'id,name,status,created_at,closed_at,amount,currency',
    ...money.map((amount, i) => `d${i},D,won,2026-07-01,2026-08-01,${amount}`),
  ],
});

describe.each(readings)('%s, on money', (_, world) => {
  const sourced = async (files: ReturnType<typeof wonDeals> & Record<string, string[]>, settings = {}) =>
    (await world(files, settings)).answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 }).figures;

  it.each([
    ['0.005,', '0.01'],
    ['-0.005,', '-0.01'],
    ['0.0049999999999999999999,', '0.00'],
    ['1.115,', '1.12'],
    ['-1.115,', '-1.12'],
    ['90071992547409.935,', '90071992547409.94'],
  ])('rule 2.5: %s is rounded half away from zero, exactly', async (amount, expected) => {
    expect(await sourced(wonDeals(amount))).toMatchObject({ sourced: expected });
  });

  it('rule 2.5: each deal is rounded once, then summed', async () => {
    // 0.01 + 0.01, not the 0.01 of the sum; 0.004 and 0.004 are nothing each.
    expect(await sourced(wonDeals('0.005,', '0.005,'))).toMatchObject({ sourced: '0.02' });
    expect(await sourced(wonDeals('0.004,', '0.004,'))).toMatchObject({ sourced: '0.00', sourcedDeals: 2 });
  });

  it('rule 2.5: the minor unit is the reporting currency’s: none of the yen, a thousandth of the dinar', async () => {
    // 1.5 → 2, −2.5 → −3, 0.5 → 1.
    expect(await sourced(wonDeals('1.5,', '-2.5,JPY', '0.5,jpy'), { currency: 'JPY' })).toMatchObject({ sourced: '0' });
    expect(await sourced(wonDeals('1.0005,'), { currency: 'KWD' })).toMatchObject({ sourced: '1.001' });
  });

  it('rule 2.5: a missing currency is the reporting one, whose rate is 1 whatever the file says', async () => {
    const files = {
      ...wonDeals('1,', '10,EUR', '100,USD', '1000,CHF'),
      exchange_rates: ['currency,date,rate', 'EUR,2026-07-01,5', 'USD,2026-07-01,0.5', 'CHF,2026-08-02,2'],
    };
    // 1 + 10 + 50; the first rate of the franc is of the day after.
    expect(await sourced(files)).toMatchObject({ sourced: '61.00', sourcedDeals: 4 });
  });

  it('rule 2.5: an open deal is converted at the as-of date, a closed one at its close date in the reporting zone', async () => {
    const o = await world(
      {
        partners: ['id,name', 'a,A'],
        attributions: ['deal_id,partner_id,role', 'x,a,sourced'],
        deals: [
          'id,name,status,created_at,closed_at,amount,currency',
          // 1 October 00:30 in Berlin.
          'x,X,won,2026-07-01,2026-09-30T22:30:00Z,100,GBP',
        ],
        exchange_rates: ['currency,date,rate', 'GBP,2026-07-01,1.1', 'GBP,2026-10-01,1.2', 'GBP,2026-11-01,1.3'],
      },
      { timeZone: 'Europe/Berlin' },
    );
    const paired = (asOf: string) => o.answer({ kpi: 'sourced-revenue', period: '2026', asOf }).paired;
    expect(paired('2026-09-30T21:00:00Z')).toMatchObject({ openSourcedPipeline: '110.00', sourcedRevenue: '0.00' });
    expect(paired('2026-09-30T22:15:00Z')).toMatchObject({ openSourcedPipeline: '120.00', sourcedRevenue: '0.00' });
    expect(paired(NOV_24)).toMatchObject({ openSourcedPipeline: '0.00', sourcedRevenue: '120.00' });
  });

  it('rule 2.6: remainders go in code-point order, a credit is the mirror image', async () => {
    const o = await world({
      partners: ['id,name', 'b,Small b', 'a,Small a', 'B,Large b'],
      attributions: [
        'deal_id,partner_id,role',
        ...['x', 'y'].flatMap((deal) => ['b', 'a', 'B'].map((partner) => `${deal},${partner},sourced`)),
      ],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,0.05,won,2026-07-01,2026-08-01',
        'y,Y,-0.04,won,2026-07-01,2026-09-01',
      ],
    });
    const of = (partner: string, period: string) =>
      figureOf(o.answer({ kpi: 'sourced-revenue', period, asOf: NOV_24, partner }), 'sourced');
    // 5 cents for three: 2, 2, 1; −4: −2, −1, −1. B (66) comes before a (97) and b (98).
    expect(['B', 'a', 'b'].map((id) => of(id, '2026-08'))).toEqual(['0.02', '0.02', '0.01']);
    expect(['B', 'a', 'b'].map((id) => of(id, '2026-09'))).toEqual(['-0.02', '-0.01', '-0.01']);
  });
});

describe.each(readings)('%s, on sourced and influenced', (_, world) => {
  it('rule 3.1: a segment counts what its partners influenced whole, unless anybody sourced it', async () => {
    const o = await world({
      partners: ['id,name,tier', 'a,A,Gold', 'b,B,Gold', 'c,C,Silver'],
      attributions: [
        'deal_id,partner_id,role',
        'x,a,influenced',
        'x,b,influenced',
        'x,c,influenced',
        'y,a,influenced',
        'y,c,sourced',
      ],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,100,won,2026-07-01,2026-08-01',
        'y,Y,7,won,2026-07-01,2026-08-01',
      ],
    });
    const figures = (more: object) =>
      o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, ...more }).figures;
    expect(figures({ segment: { tier: 'Gold' } })).toMatchObject({
      sourced: '0.00',
      influenced: '100.00',
      influencedDeals: 1,
      combined: '100.00',
      totalWon: null,
      sourcedShare: null,
    });
    expect(figures({ segment: { tier: 'Silver' } })).toMatchObject({ sourced: '7.00', influenced: '100.00' });
    expect(figures({ partner: 'a' })).toMatchObject({ influenced: '107.00', influencedDeals: 2 });
    expect(figures({})).toMatchObject({
      sourced: '7.00',
      influenced: '100.00',
      combined: '107.00',
      sourcedShare: 7 / 107,
    });
  });

  it('rule 3.1: next to direct sales, medians of even counts, win rates with the lost', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,a,sourced', 'z,a,sourced', 'l,a,influenced'],
      deals: [
        'id,name,amount,status,created_at,closed_at,direct',
        'x,X,10.00,won,2026-08-01,2026-08-11,true',
        'y,Y,10.01,won,2026-08-01,2026-08-22,',
        'z,Z,5,lost,2026-08-01,2026-08-22,',
        'l,L,5,lost,2026-08-01,2026-08-22,',
        'v,V,30,won,2026-08-01,2026-08-04,true',
        'u,U,40,won,2026-08-01,2026-08-03,false',
        't,T,,lost,2026-08-01,2026-08-03,true',
      ],
    });
    const { figures } = o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 });
    // Cycles 10 and 21 days, amounts 10.00 and 10.01; a deal with a partner is not direct, whatever the CRM says.
    expect(figures).toMatchObject({
      totalWon: '90.01',
      sourcedShare: 2001 / 9001,
      comparison: [
        { group: 'sourced', won: 2, lost: 1, winRate: 2 / 3, medianCycleDays: 15.5, medianAmount: '10.005' },
        { group: 'influenced', won: 0, lost: 1, winRate: 0, medianCycleDays: null, medianAmount: null },
        { group: 'without-partner', won: 2, lost: 1, winRate: 2 / 3, medianCycleDays: 2.5, medianAmount: '35.00' },
        { group: 'direct', won: 1, lost: 1, winRate: 0.5, medianCycleDays: 3, medianAmount: '30.00' },
      ],
    });
  });

  it('rules 1.1 and 3.1: what has no amount, no rate or no date is counted apart for sourced and influenced', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      attributions: [
        'deal_id,partner_id,role',
        ...['s1', 's2', 's3', 's4'].map((id) => `${id},a,sourced`),
        ...['i1', 'i2', 'i3'].map((id) => `${id},a,influenced`),
      ],
      deals: [
        'id,name,amount,currency,status,created_at,closed_at',
        's1,S,,,won,2026-07-01,2026-08-01',
        's2,S,5,XOF,won,2026-07-01,2026-08-01',
        's3,S,5,,won,2026-07-01,',
        's4,S,5,,lost,2026-07-01,',
        'i1,I,,,won,2026-07-01,2026-08-01',
        'i2,I,5,XOF,won,2026-07-01,2026-08-01',
        'i3,I,5,,won,2026-07-01,',
      ],
    });
    const answer = o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 });
    expect(answer.figures).toMatchObject({ sourced: '0.00', sourcedDeals: 2, influenced: '0.00', influencedDeals: 2 });
    expect(answer.leftOut).toHaveLength(6);
    expect(answer.leftOut).toEqual(
      expect.arrayContaining(
        ['no-amount', 'unconverted', 'no-closed-date'].flatMap((reason) => [
          { reason, count: 1 },
          { reason: `influenced-${reason}`, count: 1 },
        ]),
      ),
    );
  });

  it('rule 2.5: the split by type is shown where types are known, and adds up', async () => {
    const o = await world({
      partners: ['id,name', 'a,A', 'b,B'],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'x,b,sourced', 'y,a,sourced', 'z,a,sourced'],
      deals: [
        'id,name,amount,type,status,created_at,closed_at',
        'x,X,10.01,renewal,won,2026-07-01,2026-08-01',
        'y,Y,20,new,won,2026-07-01,2026-08-01',
        'z,Z,40,,won,2026-07-01,2026-08-01',
      ],
    });
    expect(o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, partner: 'a' }).figures).toMatchObject({
      sourced: '65.01',
      byType: [
        { type: 'new', sourced: '20.00', deals: 1 },
        { type: 'renewal', sourced: '5.01', deals: 1 },
        { type: null, sourced: '40.00', deals: 1 },
      ],
    });
  });
});

describe.each(readings)('%s, on the revenue beside every figure', (_, world) => {
  const files = {
    partners: ['id,name', 'a,A'],
    attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,a,sourced'],
    deals: [
      'id,name,amount,status,created_at,closed_at',
      // Midnight of 24 November 2025 in New York, and a second earlier.
      'x,X,10,won,2025-10-01,2025-11-24T05:00:00Z',
      'y,Y,1,won,2025-10-01,2025-11-24T04:59:59Z',
    ],
  };
  const twelveMonths = async (period: string) => {
    const o = await world(files, { timeZone: 'America/New_York' });
    return o.answer({ kpi: 'portal-engagement', period, asOf: NOV_24 }).paired;
  };

  it('rule 3.9: twelve months begin at local midnight of the same date a year earlier', async () => {
    expect(await twelveMonths('last-week')).toMatchObject({ sourcedRevenue12Months: '10.00' });
  });

  it.each([
    ['last-89-days', '10.00'],
    ['2026-02', '10.00'],
    ['last-90-days', null],
    ['2026-Q1', null],
    ['this-quarter', null],
    ['all', null],
  ])('rule 3.9: twelve months beside %s: %s', async (period, expected) => {
    expect(await twelveMonths(period)).toMatchObject({ sourcedRevenue12Months: expected });
  });
});

describe('the engine, on settings that the independent reading leaves out', () => {
  it('rule 2.5: `countTypes` names the deals that count, everywhere', async () => {
    const files = {
      ...wonDeals('1,', '10,', '100,'),
      deals: [
        'id,name,amount,type,status,created_at,closed_at',
        'd0,D,1,new,won,2026-07-01,2026-08-01',
        'd1,D,10,renewal,won,2026-07-01,2026-08-01',
        'd2,D,100,,won,2026-07-01,2026-08-01',
      ],
    };
    const answer = async (settings = {}) =>
      (await engine(files, settings)).answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 });
    expect(await answer()).toMatchObject({ figures: { sourced: '111.00', totalWon: '111.00' }, notes: [] });
    expect(await answer({ countTypes: ['new'] })).toMatchObject({
      figures: { sourced: '1.00', totalWon: '1.00' },
      paired: { sourcedRevenue: '1.00', sourcedPipelineCreated: '1.00' },
      notes: ['types-restricted'],
    });
  });
});
