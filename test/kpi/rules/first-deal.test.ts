import { describe, expect, it } from 'vitest';
import { engine, readings } from './readings.ts';

/** Partners that complete onboarding on `completed`; `deal`: when the first sourced deal was won, '' = never. */
const cohort = (...partners: readonly (readonly [completed: string, deal: string])[]) => ({
  partners: ['id,name,active,onboarding_completed_at', ...partners.map(([at], i) => `p${i},P${i},false,${at}`)],
  attributions: ['deal_id,partner_id,role', ...partners.map((_, i) => `d${i},p${i},sourced`)],
  deals: [
    'id,name,status,created_at,closed_at',
    ...partners.map(([, at], i) => `d${i},D,${at === '' ? 'open' : 'won'},2026-06-01,${at}`),
  ],
});

/** Days after 1 July: day 30 is 31 July, day 61 31 August, day 90 29 September. */
const JUL_1 = '2026-07-01';
const DAY_90 = '2026-09-29T12:00:00Z';

describe.each(readings)('%s, on the first deal', (_, world) => {
  const figures = async (files: ReturnType<typeof cohort>, asOf: string) =>
    (await world(files)).answer({ kpi: 'time-to-first-deal', period: '2026-Q3', asOf }).figures;

  it('rule 3.3: S of exactly a half is the median; inactive partners are in the cohort', async () => {
    // S(10) = 3/4, S(20) = 1/2.
    const half = cohort([JUL_1, '2026-07-11'], [JUL_1, '2026-07-21'], [JUL_1, ''], [JUL_1, '']);
    expect(await figures(half, DAY_90)).toEqual({
      cohort: 4,
      earlierDeal: 0,
      closed: 2,
      closedMedianDays: 15,
      closedMeanDays: 15,
      medianDays: 20,
      share90: 0.5,
      share180: null,
    });
  });

  it('rule 3.3: a half by thirds and quarters is still a half', async () => {
    // Six: 5/6, 4/6, 3/6: (5/6)(4/5)(3/4) = 1/2 at the third deal, day 3.
    const six = cohort(
      [JUL_1, '2026-07-02'],
      [JUL_1, '2026-07-03'],
      [JUL_1, '2026-07-04'],
      [JUL_1, ''],
      [JUL_1, ''],
      [JUL_1, ''],
    );
    expect(await figures(six, DAY_90)).toMatchObject({ closed: 3, closedMedianDays: 2, medianDays: 3 });
  });

  it('rule 3.3: the median is not reached while more than half are without a deal', async () => {
    const few = cohort([JUL_1, '2026-07-11'], [JUL_1, ''], [JUL_1, '']);
    expect(await figures(few, DAY_90)).toMatchObject({
      medianDays: null,
      share90: expect.closeTo(1 / 3, 12),
      closedMedianDays: 10,
    });
    expect(await figures(cohort([JUL_1, '']), DAY_90)).toMatchObject({
      closed: 0,
      closedMedianDays: null,
      closedMeanDays: null,
      medianDays: null,
      share90: 0,
    });
  });

  it('rule 3.3: who completed lately is censored, not counted as without', async () => {
    // Days: deal 5; censored 9 (completed 20 September); deal 30; censored 90. S(5) = 3/4, S(30) = 3/4 · 1/2 = 3/8.
    const files = cohort([JUL_1, '2026-07-06'], ['2026-09-20', ''], [JUL_1, '2026-07-31'], [JUL_1, '']);
    expect(await figures(files, DAY_90)).toMatchObject({ cohort: 4, closed: 2, medianDays: 30, share90: 0.625 });
  });

  it('rule 3.3: at equal days deals come before censoring', async () => {
    // Day 10: one deal, one censored (completed 19 September); both are at risk then: S(10) = 2/3, S(20) = 0.
    const files = cohort([JUL_1, '2026-07-11'], ['2026-09-19', ''], [JUL_1, '2026-07-21']);
    expect(await figures(files, DAY_90)).toMatchObject({ medianDays: 20, share90: 1, share180: 1 });
  });

  it('rule 3.3: the share at 90 days is known when somebody was followed for 90 days, or S had reached 0', async () => {
    const files = cohort([JUL_1, '2026-07-11'], [JUL_1, '']);
    expect(await figures(files, '2026-09-28T12:00:00Z')).toMatchObject({ share90: null });
    expect(await figures(files, DAY_90)).toMatchObject({ share90: 0.5 });
    expect(await figures(cohort([JUL_1, '2026-07-11']), '2026-07-20T00:00:00Z')).toMatchObject({
      share90: 1,
      share180: 1,
    });
    // A deal on day 90 is one within 90 days.
    expect(await figures(cohort([JUL_1, '2026-09-29'], [JUL_1, '']), DAY_90)).toMatchObject({ share90: 0.5 });
  });

  it('rule 3.3: the first of its won sourced deals; lost, influenced, open and later ones are none', async () => {
    const o = await world({
      partners: ['id,name,onboarding_completed_at', 'a,A,2026-07-01'],
      attributions: [
        'deal_id,partner_id,role',
        'l,a,sourced',
        'i,a,influenced',
        'u,a,sourced',
        'x,a,sourced',
        'y,a,sourced',
      ],
      deals: [
        'id,name,status,created_at,closed_at',
        'l,L,lost,2026-06-01,2026-07-02',
        'i,I,won,2026-06-01,2026-07-03',
        'u,U,won,2026-06-01,',
        'x,X,won,2026-06-01,2026-07-21',
        'y,Y,won,2026-06-01,2026-07-11',
      ],
    });
    const at = (asOf: string) => o.answer({ kpi: 'time-to-first-deal', period: '2026-07', asOf });
    expect(at('2026-07-10T12:00:00Z').figures).toMatchObject({ cohort: 1, closed: 0 });
    expect(at(DAY_90)).toMatchObject({
      figures: { closed: 1, closedMedianDays: 10 },
      leftOut: [{ reason: 'no-closed-date', count: 1 }],
    });
  });

  it('rule 3.3: a deal on the day of completion takes 0 days, one the day before is left out and counted', async () => {
    const files = cohort(
      ['2026-07-10T18:00:00Z', '2026-07-10T08:00:00Z'],
      ['2026-07-10T00:00:00Z', '2026-07-09T23:59:59Z'],
    );
    const o = await world(files);
    expect(o.answer({ kpi: 'time-to-first-deal', period: '2026-Q3', asOf: DAY_90 })).toMatchObject({
      figures: { cohort: 1, earlierDeal: 1, closed: 1, closedMedianDays: 0, medianDays: 0 },
      leftOut: [{ reason: 'earlier-deal', count: 1 }],
    });
  });

  it('rule 3.10: of one partner: reached after n days, day n so far, unknown before onboarding is completed', async () => {
    const o = await world(cohort([JUL_1, '2026-07-11'], [JUL_1, ''], ['', '2026-07-11']));
    const state = (partner: string, asOf = DAY_90) =>
      o.answer({ kpi: 'time-to-first-deal', period: 'all', asOf, partner }).partnerFigures;
    // Nobody’s joining quarter is known, so there is no cohort to compare with.
    expect(state('p0')).toEqual({ reached: true, days: 10, cohortMedianDays: null });
    expect(state('p0', '2026-07-10T23:59:59Z')).toEqual({ reached: false, days: 9, cohortMedianDays: null });
    expect(state('p1')).toEqual({ reached: false, days: 90, cohortMedianDays: null });
    expect(state('p2')).toEqual({ reached: null, days: null, cohortMedianDays: null });
  });
});

describe('the engine, on a setting that the independent reading leaves out', () => {
  it('rule 3.3: with `firstDeal: any` an influenced deal is a first deal too', async () => {
    const files = {
      partners: ['id,name,onboarding_completed_at', 'a,A,2026-07-01'],
      attributions: ['deal_id,partner_id,role', 'i,a,influenced', 'x,a,sourced'],
      deals: ['id,name,status,created_at,closed_at', 'i,I,won,2026-06-01,2026-07-06', 'x,X,won,2026-06-01,2026-07-11'],
    };
    const answer = async (settings = {}) =>
      (await engine(files, settings)).answer({ kpi: 'time-to-first-deal', period: '2026-07', asOf: DAY_90 });
    expect(await answer()).toMatchObject({ figures: { closedMedianDays: 10 }, notes: [] });
    expect(await answer({ firstDeal: 'any' })).toMatchObject({
      figures: { closedMedianDays: 5 },
      notes: ['first-deal-any'],
    });
  });
});
