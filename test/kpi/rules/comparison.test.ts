import { describe, expect, it } from 'vitest';
import { engine, type OpenWorld, readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';
/** The last 90 days are 26 August to 23 November, the 90 before 28 May to 25 August. */
const NOW = '2026-10-01';
const BEFORE = '2026-07-01';

const people = (count: number, tier = '', prefix = 'p') =>
  Array.from({ length: count }, (_, i) => `${prefix}${i},${prefix}${i},${tier},true`);

interface Happened {
  readonly registered?: readonly string[];
  readonly touched?: readonly string[];
  readonly piped?: readonly string[];
}

/** Partners with events, each `partner,date`. */
async function moversOf(world: OpenWorld, partners: readonly string[], happened: Happened) {
  const { registered = [], touched = [], piped = [] } = happened;
  const o = await world({
    partners: ['id,name,tier,active', ...partners],
    registrations: ['id,status,partner_id,submitted_at', ...registered.map((row, i) => `r${i},submitted,${row}`)],
    touches: ['kind,partner_id,at', ...touched.map((row) => `call,${row}`)],
    deals: ['id,name,amount,status,created_at', ...piped.map((row, i) => `d${i},D,5,open,${row.split(',')[1]}`)],
    attributions: ['deal_id,role,partner_id', ...piped.map((row, i) => `d${i},sourced,${row.split(',')[0]}`)],
  });
  const movers = o.movers(NOV_24);
  return (partner: string) => movers.find((one) => one.partner === partner);
}

describe.each(readings)('%s, on catching up and falling behind', (_, world) => {
  it('rule 3.12: two of three down and none up is down, days 1 and 90 of both windows included', async () => {
    const of = await moversOf(world, people(10), {
      registered: ['p0,2026-05-28', 'p1,2026-08-25T23:59:59.999Z', 'p1,2026-08-26'],
      touched: ['p0,2026-08-25T23:59:59Z', 'p0,2026-11-24'],
      piped: ['p2,2026-05-27', 'p3,2026-11-23T23:59:59Z'],
    });
    // p0 registered with p1 at the top (rank 90), then among the nine without (45); touched alone on top (95), then with all (50).
    expect(of('p0')).toEqual({
      partner: 'p0',
      movement: 'down',
      signals: { registrations: -45, engagement: -45, pipeline: -5 },
    });
    // p1 stays on top in registrations: 90, then 95.
    expect(of('p1')).toMatchObject({ movement: 'none', signals: { registrations: 5, engagement: 5 } });
  });

  it('rule 3.12: one signal the other way undoes two', async () => {
    const of = await moversOf(world, people(10), {
      registered: [`p0,${NOW}`],
      touched: [`p0,${BEFORE}`],
      piped: [`p0,${NOW}`],
    });
    expect(of('p0')).toMatchObject({
      movement: 'none',
      signals: { registrations: 45, engagement: -45, pipeline: 45 },
    });
  });

  it('rule 3.12: ten points are enough, less is no move', async () => {
    // Among ten, going past one partner from a shared rank is 5 points, past two 10.
    const of = await moversOf(world, people(10), {
      registered: [`p0,${NOW}`, `p1,${BEFORE}`, `p2,${BEFORE}`, `p1,${NOW}`, `p2,${NOW}`],
      touched: [`p0,${NOW}`, `p1,${BEFORE}`, `p1,${NOW}`],
    });
    // Registrations: 8 at the bottom, rank 40; then three at the top, 7 + 1.5 of 10: 85. Engagement: 45, then 90.
    expect(of('p0')).toMatchObject({ movement: 'up', signals: { registrations: 45, engagement: 45 } });
    // p1: in registrations 90 → 85, in engagement 95 → 90.
    expect(of('p1')).toMatchObject({ movement: 'none', signals: { registrations: -5, engagement: -5 } });
    const exactly = await moversOf(world, people(10), {
      registered: [`p0,${BEFORE}`, ...[0, 1, 2].map((i) => `p${i},${NOW}`)],
      touched: [`p0,${BEFORE}`, ...[0, 1, 2].map((i) => `p${i},${NOW}`)],
    });
    // Alone on top 95, with two others 85: ten points down, twice.
    expect(exactly('p0')).toMatchObject({
      movement: 'down',
      signals: { registrations: -10, engagement: -10, pipeline: 0 },
    });
  });

  it('rule 3.12: ranked in its tier where that has ten, else in the program; fewer than ten are not ranked', async () => {
    const silver = people(10, 'Silver', 's');
    const all = silver.flatMap((row) => [`${row.split(',')[0]},${BEFORE}`, `${row.split(',')[0]},${NOW}`]);
    const happened = { registered: [`g0,${NOW}`, ...all] };
    const ten = await moversOf(world, [...people(10, 'Gold', 'g'), ...silver], happened);
    // Among ten of Gold: all equal (50), then alone on top (95).
    expect(ten('g0')).toMatchObject({ signals: { registrations: 45 } });
    const nine = await moversOf(world, [...people(9, 'Gold', 'g'), ...silver], happened);
    // Among nineteen: at the bottom with nine (4.5 of 19), then at the top with eleven (8 + 5.5 of 19).
    expect(nine('g0')?.signals?.registrations).toBeCloseTo((100 * (13.5 - 4.5)) / 19, 9);
    const few = await world({
      partners: ['id,name,tier,active', ...people(9)],
      registrations: ['id,partner_id,status,submitted_at', `r,p0,submitted,${NOW}`],
      touches: ['partner_id,kind,at', `p0,call,${NOW}`],
    });
    expect(few.scorecard('p0', NOV_24)).toMatchObject({ partner: 'p0', movement: null });
  });
});

describe.each(readings)('%s, on targets', (_, world) => {
  it('rule 3.11: money against its target: actual, gap and, of a complete period, the share reached', async () => {
    const o = await world({
      partners: ['id,name,tier', 'a,A,Gold', 'b,B,Silver'],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,b,sourced'],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,200.00,won,2026-07-01,2026-08-01',
        'y,Y,50,won,2026-07-01,2026-08-01',
      ],
      targets: [
        'kpi,figure,period,value,segment',
        'sourced-revenue,sourced,last-quarter,1000,',
        'sourced-revenue,sourced,2026-07-01..2026-10-01,100,tier=Gold',
        'sourced-revenue,sourcedShare,2026-Q3,0.5,',
        'sourced-revenue,sourced,2026-Q2,1,',
      ],
    });
    const targets = (segment: Record<string, string>) =>
      o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, segment }).targets;
    expect(targets({})).toEqual([
      { figure: 'sourced', value: '1000.00', actual: '250.00', gap: '-750.00', pace: 0.25 },
      { figure: 'sourcedShare', value: 0.5, actual: 1, gap: 0.5, pace: null },
    ]);
    expect(targets({ tier: 'Gold' })).toEqual([
      { figure: 'sourced', value: '100.00', actual: '200.00', gap: '100.00', pace: 2 },
    ]);
    expect(targets({ tier: 'Silver' })).toEqual([]);
  });

  it('rule 3.11: on its first day a running period has one day elapsed, by the local calendar', async () => {
    const o = await world(
      {
        partners: ['id,name', 'a,A'],
        registrations: ['id,partner_id,status,submitted_at', 'r,a,submitted,2026-11-01T05:00:00Z'],
        targets: ['kpi,figure,period,value', 'registered-deals,registrations,2026-11,30'],
      },
      { timeZone: 'America/New_York' },
    );
    const pace = (asOf: string) => o.answer({ kpi: 'registered-deals', period: 'this-month', asOf }).targets;
    // 1 ÷ (30 × 1 ÷ 30), until midnight in New York.
    expect(pace('2026-11-02T04:59:59Z')).toMatchObject([{ actual: 1, gap: -29, pace: 1 }]);
    expect(pace('2026-11-02T05:00:00Z')).toMatchObject([{ actual: 1, gap: -29, pace: 0.5 }]);
  });
});

describe('the engine, on benchmarks', () => {
  it('rule 3.11: the goal is ten per cent above the period before at equal age', async () => {
    const o = await engine({
      partners: [
        'id,name,onboarding_started_at,onboarding_completed_at',
        'a,A,2026-08-05,2026-09-10',
        'b,B,2026-08-05,2026-12-01',
        'c,C,2026-09-05,2026-09-10',
        'd,D,2026-09-05,',
      ],
    });
    const goal = (asOf: string) => o.answer({ kpi: 'onboarding-completion', period: '2026-09', asOf }).benchmark;
    // Half of August by 15 September, half of September by 15 October: 0.5 is not 0.55.
    expect(goal('2026-10-15T00:00:00Z')).toMatchObject({
      goal: { figure: 'rate', value: expect.closeTo(0.55, 12), actual: 0.5, reached: false },
    });
    // On 5 September nobody of August was done: any completion is better.
    expect(goal('2026-10-05T00:00:00Z')).toMatchObject({ goal: { value: 0, actual: 0.5, reached: true } });
  });

  it('rule 3.11: the partner’s tier, motion and joining cohort, with their size; fewer than five is said', async () => {
    const o = await engine({
      partners: [
        'id,name,tier,motion,active,joined_at,onboarding_started_at,onboarding_completed_at',
        'a,A,Gold,SI,true,2026-07-01,2026-07-02,2026-07-12',
        'b,B,Gold,,true,2026-04-01,2026-04-02,2026-04-22',
        'c,C,Gold,,true,2026-07-05,2026-07-06,',
        'd,D,Gold,,true,,,',
        'e,E,Gold,,true,,,',
        'f,F,Gold,,false,,,',
      ],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'x,b,sourced', 'y,b,sourced'],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,10.00,won,2026-07-01,2026-08-01',
        'y,Y,10.01,won,2026-07-01,2026-08-01',
      ],
    });
    const answer = o.answer({ kpi: 'registered-deals', period: '2026-10', asOf: NOV_24, partner: 'a' });
    expect(answer.benchmark).toMatchObject({
      tier: { value: 'Gold', n: 5, few: false, medianOnboardingDays: 15, medianDealSize: '10.005' },
      motion: { value: 'SI', n: 1, few: true, medianOnboardingDays: 10, medianDealSize: '10.00' },
      cohort: { value: '2026-Q3', n: 2, few: true },
    });
  });
});
