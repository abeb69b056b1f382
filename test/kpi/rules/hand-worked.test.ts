// long: hand-worked examples read best side by side, one after the other.
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../oracle/oracle.ts';
import { type Reading, readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

/** Worked out on paper from the rules; the engine and the independent reading must both give these numbers. */
describe.each(readings)('%s, on hand-worked examples', (_, world) => {
  describe('money and its split', () => {
    const three = {
      partners: ['id,name,tier', 'a,A,Gold', 'b,B,Silver', 'c,C,Gold'],
      attributions: [
        'deal_id,partner_id,role',
        ...['x', 'y'].flatMap((deal) => ['a', 'b', 'c'].map((partner) => `${deal},${partner},sourced`)),
      ],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,100.00,won,2026-07-01,2026-08-01',
        'y,Y,-0.01,won,2026-07-01,2026-08-02',
      ],
    };
    const sourced = (o: Reading, more: object): unknown =>
      o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, ...more }).figures;

    it('rule 2.6: 100.00 for three is 33.34 + 33.33 + 33.33, and −0.01 falls to the first', async () => {
      const o = await world(three);
      expect(sourced(o, {})).toMatchObject({ sourced: '99.99', sourcedDeals: 2, sourcedShare: 1 });
      expect(sourced(o, { partner: 'a' })).toMatchObject({ sourced: '33.33', sourcedDeals: 2, sourcedShare: null });
      expect(sourced(o, { partner: 'b' })).toMatchObject({ sourced: '33.33', sourcedDeals: 2 });
      expect(sourced(o, { segment: { tier: 'Gold' } })).toMatchObject({ sourced: '66.66', totalWon: null });
    });

    it('rule 2.5: the latest rate on or before the close date, rounded half away from zero; no rate is unconverted', async () => {
      const o = await world({
        partners: ['id,name', 'a,A'],
        attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,a,sourced', 'z,a,sourced', 'n,a,sourced'],
        deals: [
          'id,name,amount,currency,status,created_at,closed_at',
          'x,X,1.00,usd,won,2026-07-01,2026-08-10',
          'y,Y,-1.00,USD,won,2026-07-01,2026-08-11',
          'z,Z,5,USD,won,2026-07-01,2026-08-09',
          'n,N,,USD,won,2026-07-01,2026-08-12',
        ],
        exchange_rates: [
          'currency,date,rate',
          'USD,2026-08-10,9',
          'USD,2026-08-10,1.005',
          'USD,2026-08-11,2.005',
          'USD,2026-08-13,7',
        ],
      });
      // 1.005 → 1.01 and −2.005 → −2.01.
      const answer = o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 });
      expect(answer.figures).toMatchObject({ sourced: '-1.00', sourcedDeals: 4 });
      expect(answer.leftOut).toEqual([
        { reason: 'no-amount', count: 1 },
        { reason: 'unconverted', count: 1 },
      ]);
    });

    it('rule 3.1: influenced is never split and has no sourced deal of anybody, except for the partner itself', async () => {
      const o = await world({
        partners: ['id,name', 'a,A', 'b,B'],
        attributions: [
          'deal_id,partner_id,role',
          'x,a,sourced',
          'x,b,influenced',
          'y,a,influenced',
          'y,b,influenced',
          'w,a,influenced',
          'w,a,sourced',
        ],
        deals: [
          'id,name,amount,status,created_at,closed_at,direct',
          'x,X,10,won,2026-07-01,2026-08-01,',
          'y,Y,20,won,2026-07-01,2026-08-01,',
          'w,W,40,won,2026-07-01,2026-08-01,',
          'v,V,80,won,2026-08-02,2026-08-01,true',
          'u,U,160,lost,2026-07-01,2026-08-01,false',
        ],
      });
      const program = o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 });
      expect(program.figures).toMatchObject({
        sourced: '50.00',
        influenced: '20.00',
        influencedDeals: 1,
        combined: '70.00',
        totalWon: '150.00',
        comparison: [
          { group: 'sourced', won: 2, lost: 0, winRate: 1, medianCycleDays: 31, medianAmount: '25.00' },
          { group: 'influenced', won: 1, lost: 0, winRate: 1, medianCycleDays: 31, medianAmount: '20.00' },
          { group: 'without-partner', won: 1, lost: 1, winRate: 0.5, medianCycleDays: null, medianAmount: '80.00' },
          { group: 'direct', won: 1, lost: 0, winRate: 1, medianCycleDays: null, medianAmount: '80.00' },
        ],
      });
      expect(program.leftOut).toEqual([{ reason: 'closed-before-created', count: 1 }]);
      expect(sourced(o, { partner: 'b' })).toMatchObject({ sourced: '0.00', influenced: '30.00', comparison: null });
      expect(sourced(o, { partner: 'a' })).toMatchObject({ sourced: '50.00', influenced: '20.00' });
    });

    it('rules 1.6 and 3.9: closed later is open, reopened is open, won without a date is nowhere', async () => {
      const o = await world({
        partners: ['id,name', 'a,A'],
        attributions: [
          'deal_id,partner_id,role',
          'l,a,sourced',
          'r,a,sourced',
          'n,a,sourced',
          'w,a,sourced',
          'o,a,sourced',
        ],
        deals: [
          'id,name,amount,status,created_at,closed_at',
          'l,Later,1,won,2026-10-05,2026-11-24T09:30:00.001Z',
          'r,Reopened,10,open,2026-10-05,2026-10-06',
          'n,Undated,100,won,2026-10-05,',
          'w,Won,1000,won,2026-10-05,2026-11-24T09:30:00Z',
          'o,Old,10000,won,2025-11-23,2025-11-24',
        ],
      });
      const answer = o.answer({ kpi: 'sourced-revenue', period: '2026-10-01..2026-12-01', asOf: NOV_24 });
      expect(answer.figures).toMatchObject({ sourced: '1000.00', sourcedDeals: 1 });
      expect(answer.paired).toEqual({
        sourcedRevenue: '1000.00',
        sourcedPipelineCreated: '1011.00',
        openSourcedPipeline: '11.00',
        sourcedRevenue12Months: '11000.00',
      });
      expect(answer.leftOut).toEqual([{ reason: 'no-closed-date', count: 1 }]);
    });
  });

  describe('periods', () => {
    const ask = async (period: string | undefined, asOf: string, settings?: Partial<Settings>) => {
      const o = await world({ partners: ['id,name', 'a,A'] }, settings ?? { timeZone: 'Europe/Berlin' });
      return o.answer({ kpi: 'time-to-first-deal', period, asOf });
    };

    it('rule 2.2: a week with a clock change begins and ends at local midnight', async () => {
      expect((await ask('last-week', '2026-10-26T00:00:00+01:00')).period).toEqual({
        name: 'last-week',
        start: '2026-10-18T22:00:00.000Z',
        end: '2026-10-25T23:00:00.000Z',
        running: false,
      });
    });

    it('rule 2.4: a complete quarter is compared at the same number of local days after its end', async () => {
      // Local 10:30 on 24 November is 54 days after 1 October; so 24 August 10:30 summer time.
      const answer = await ask(undefined, NOV_24);
      expect(answer.period).toMatchObject({ name: 'last-quarter', end: '2026-09-30T22:00:00.000Z' });
      expect(answer.previous).toMatchObject({
        asOf: '2026-08-24T08:30:00.000Z',
        period: { name: '2026-Q2', start: '2026-03-31T22:00:00.000Z', end: '2026-06-30T22:00:00.000Z' },
      });
      expect(answer.yearBefore).toMatchObject({ asOf: '2025-11-24T09:30:00.000Z', period: { name: '2025-Q3' } });
    });

    it('rule 2.4: a running month is cut on the same ordinal day, at most at the end of the earlier one', async () => {
      expect((await ask('this-month', '2026-10-30T12:00:00Z')).previous).toMatchObject({
        asOf: '2026-09-30T11:00:00.000Z',
        period: { end: '2026-09-30T22:00:00.000Z', running: true },
      });
      expect((await ask('this-month', '2026-10-31T12:00:00Z')).previous).toMatchObject({
        asOf: '2026-09-30T22:00:00.000Z',
        period: { running: false },
      });
    });

    it('rule 2.2: fiscal years and quarters are named after the calendar year in which they end', async () => {
      expect((await ask('2027-Q1', NOV_24, { fiscalYearStart: 10 })).period).toMatchObject({
        start: '2026-10-01T00:00:00.000Z',
        end: '2027-01-01T00:00:00.000Z',
      });
      expect((await ask('2026', NOV_24, { fiscalYearStart: 10 })).period).toMatchObject({
        start: '2025-10-01T00:00:00.000Z',
      });
      expect((await ask('last-quarter', NOV_24, { fiscalYearStart: 2 })).previous).toMatchObject({
        period: { name: '2027-Q2' },
      });
    });

    it('rules 2.2 and §8: the future and ISO weeks with another first day are bad arguments', async () => {
      await expect(ask('2027', NOV_24)).rejects.toThrow();
      await expect(ask('2026-W38', NOV_24, { weekStart: 'sunday' })).rejects.toThrow();
      expect((await ask('2026-W38', NOV_24)).period).toMatchObject({ start: '2026-09-13T22:00:00.000Z' });
      expect(await ask('all', NOV_24)).toMatchObject({
        period: { start: null, running: true },
        previous: null,
        yearBefore: null,
      });
    });
  });

  describe('partners and their states', () => {
    it('rule 1.3: chains are followed, a cycle stays itself, an unknown survivor is none', async () => {
      const o = await world({
        partners: ['id,name,merged_into', 'a,A,b', 'b,B,c', 'c,C,', 'x,X,y', 'y,Y,x', 'z,Z,ghost'],
        touches: [
          'partner_id,kind,at',
          'a,call,2026-11-17',
          'b,email,2026-11-18',
          'x,chat,2026-11-19',
          'z,call,2026-11-16',
        ],
      });
      const answer = o.answer({ kpi: 'portal-engagement', period: 'last-week', asOf: NOV_24, partner: 'a' });
      expect(answer.scope).toEqual({ partner: 'c', segment: {} });
      expect(answer.partnerFigures).toMatchObject({ lastTouchAt: '2026-11-18T00:00:00.000Z' });
      const program = o.answer({ kpi: 'portal-engagement', period: 'last-week', asOf: NOV_24 });
      // c, x and z by their touches; y has nothing.
      expect(program.figures).toMatchObject({ activePartners: 3, offPortal: 3, overallRate: 1, rate: 0 });
      expect(program.leftOut).toEqual([{ reason: 'merged-cycle', count: 2 }]);
    });

    it('rules 1.4 and 1.9: an event counts in the tier of its moment', async () => {
      const o = await world({
        partners: ['id,name,tier', 'a,A,Bronze'],
        partner_history: [
          'partner_id,field,value,valid_from',
          'a,tier,,2026-01-01',
          'a,tier,Silver,2026-02-01',
          'a,tier,Wrong,2026-03-01',
          'a,tier,Gold,2026-03-01',
          'a,tier,,2026-04-01',
        ],
        registrations: [
          'id,partner_id,status,submitted_at',
          'r1,a,submitted,2025-12-01',
          'r2,a,submitted,2026-01-15',
          'r3,a,submitted,2026-03-01',
          'r4,a,submitted,2026-04-01',
        ],
      });
      const count = (tier: string): unknown =>
        o.answer({ kpi: 'registered-deals', period: 'all', asOf: NOV_24, segment: { tier } }).figures;
      expect(count('Silver')).toMatchObject({ registrations: 2 });
      expect(count('Gold')).toMatchObject({ registrations: 1 });
      expect(count('(unknown)')).toMatchObject({ registrations: 1 });
      expect(count('Bronze')).toMatchObject({ registrations: 0, approvalRate: null });
    });

    it('rule 1.7: states at as-of, and who was ever approved', async () => {
      const o = await world({
        partners: ['id,name', 'a,A'],
        registrations: [
          'id,partner_id,status,submitted_at,decided_at,expires_at',
          'r1,a,approved,2026-01-01,2026-01-03,2026-11-23',
          'r2,a,converted,2026-01-01,2026-12-01,',
          'r3,a,rejected,2026-01-01,,2026-02-01',
          'r4,a,expired,2026-01-01,2026-01-11,2026-12-01',
          'r5,a,expired,2026-01-01,,',
          'r6,a,withdrawn,2026-01-01,2026-12-01,2026-02-01',
          'r7,a,submitted,2026-01-01,,2026-11-24',
        ],
      });
      // r1 expired; r2, r7 submitted; r3 rejected; r4 approved; r5, r6 expired. Ever approved: r1, r4. Decided in 2 and 10 days.
      expect(o.answer({ kpi: 'registered-deals', period: 'all', asOf: NOV_24 }).figures).toMatchObject({
        byState: { submitted: 2, approved: 1, rejected: 1, expired: 3, converted: 0, withdrawn: 0 },
        everApproved: 2,
        decided: 3,
        approvalRate: 2 / 3,
        medianDecisionDays: 6,
        waiting: 2,
      });
    });

    it('rules 1.9 and 1.10: a deal has the enablement stage of its creation', async () => {
      const o = await world({
        partners: ['id,name', 'a,A'],
        certifications: ['partner_id,name,earned_at,expires_at', 'a,Pro,2026-05-01,2026-05-31'],
        trainings: ['partner_id,module,required,completed_at', 'a,Basics,true,2026-06-10', 'a,Extra,,'],
        attributions: ['deal_id,partner_id,role', ...['n', 'c', 'm', 't'].map((id) => `${id},a,sourced`)],
        deals: [
          'id,name,amount,status,created_at,closed_at',
          'n,N,1,won,2026-04-30T23:59:59Z,2026-08-01',
          'c,C,10,won,2026-05-31T23:00:00Z,2026-08-01',
          'm,M,100,won,2026-06-01,2026-08-01',
          't,T,1000,won,2026-06-10,2026-08-01',
        ],
      });
      const sourced = (enablement: string): unknown =>
        o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, segment: { enablement } }).figures;
      expect(sourced('new')).toMatchObject({ sourced: '101.00' });
      expect(sourced('certified')).toMatchObject({ sourced: '10.00' });
      expect(sourced('trained')).toMatchObject({ sourced: '1000.00' });
    });
  });

  describe('the KPIs of partners', () => {
    it('rule 3.3: Kaplan–Meier with a deal and a censoring on the same day', async () => {
      const o = await world({
        partners: [
          'id,name,onboarding_completed_at,joined_at',
          'p1,P1,2026-07-01,2026-06-01',
          'p2,P2,2026-07-11,2026-06-01',
          'p3,P3,2026-07-21,2026-06-01',
          'p4,P4,2026-07-31,2026-06-01',
          'p5,P5,2026-07-05,2026-06-01',
        ],
        attributions: ['deal_id,partner_id,role', 'd1,p1,sourced', 'd2,p2,sourced', 'd5,p5,sourced'],
        deals: [
          'id,name,status,created_at,closed_at',
          'd1,D1,won,2026-06-01,2026-07-21',
          'd2,D2,won,2026-06-01,2026-08-10',
          'd5,D5,won,2026-06-01,2026-07-04T23:59:59Z',
        ],
      });
      // Follow-up on 10 August: p1 deal at 20, p2 deal at 30, p3 censored at 20, p4 at 10. S(20) = 2/3, S(30) = 0.
      const asOf = '2026-08-10T12:00:00Z';
      const answer = o.answer({ kpi: 'time-to-first-deal', period: '2026-07', asOf });
      expect(answer.figures).toEqual({
        cohort: 4,
        earlierDeal: 1,
        closed: 2,
        closedMedianDays: 25,
        closedMeanDays: 25,
        medianDays: 30,
        share90: 1,
        share180: 1,
      });
      expect(answer.leftOut).toEqual([{ reason: 'earlier-deal', count: 1 }]);
      const p5 = o.answer({ kpi: 'time-to-first-deal', period: 'all', asOf, partner: 'p5' });
      expect(p5.partnerFigures).toEqual({ reached: true, days: -1, cohortMedianDays: 30 });
      const p4 = o.answer({ kpi: 'time-to-first-deal', period: '2026-07', asOf, partner: 'p4' });
      // At the end of July p1 has its deal on day 20, when p2 too is still followed: S(20) = 1/2.
      expect(p4.partnerFigures).toEqual({ reached: false, days: 0, cohortMedianDays: 20 });
    });

    it('rule 3.4: stalled on day 30, bottleneck at the earlier of two steps', async () => {
      const o = await world({
        partners: [
          'id,name,onboarding_started_at,onboarding_completed_at',
          'a,A,2026-10-05,',
          'b,B,2026-10-06,',
          'c,C,2026-10-25,',
          'd,D,2026-10-07,2026-11-06',
          'e,E,2026-10-08,',
        ],
        onboarding_steps: [
          'partner_id,step,position,started_at,completed_at',
          'a,Kickoff,1,2026-10-05,2026-10-25',
          'a,Sandbox,2,,',
          'b,Kickoff,1,2026-10-07,',
          'b,Sandbox,2,,2026-10-07',
          'd,Kickoff,1,,2026-10-10',
        ],
        registrations: ['id,partner_id,status,submitted_at', 'r,b,submitted,2026-01-01'],
      });
      // On 24 November: a moved last on 25 October (30 days), b on 7 October, e on 8 October; c started 30 days ago.
      expect(o.answer({ kpi: 'onboarding-completion', period: '2026-10', asOf: NOV_24 }).figures).toEqual({
        cohort: 5,
        completed: 1,
        rate: 0.2,
        within30: 1,
        within60: null,
        within90: null,
        inProgress: 0,
        stalled: 4,
        bottleneck: { step: 'Kickoff', partners: 1 },
        noOpenStep: 2,
        funnel: [
          { step: 'Kickoff', partners: 3, started: 3, completed: 2 },
          { step: 'Sandbox', partners: 2, started: 1, completed: 1 },
        ],
        activated: 1,
      });
    });

    it('rule 3.5: training and certification at the end of the period', async () => {
      const o = await world({
        partners: [
          'id,name,tier,active,joined_at',
          'a,A,Gold,true,2026-07-02',
          'b,B,,true,',
          'c,C,Gold,false,',
          'd,D,Gold,true,2026-11-02',
        ],
        trainings: [
          'partner_id,person_id,module,required,assigned_at,completed_at',
          'a,u1,Basics,true,,2026-10-31T23:59:59Z',
          'a,u2,Basics,,,',
          'a,u2,Sales,false,,',
          'b,u1,Basics,true,2026-10-02,2026-11-01',
          'b,,Sales,true,2026-11-01,',
          'c,u1,Basics,true,,2026-10-03',
        ],
        certifications: [
          'partner_id,name,earned_at,expires_at',
          'b,Pro,2026-01-01,2026-12-31',
          'b,Plus,2026-01-01,2027-01-01',
        ],
      });
      expect(o.answer({ kpi: 'training-certification', period: '2026-10', asOf: NOV_24 }).figures).toEqual({
        activePartners: 2,
        withRequired: 2,
        trained: 1,
        trainingRate: 0.5,
        certified: 1,
        certificationRate: 0.5,
        expiring60: 1,
        uncertifiedRegistrations: 0,
        uncertifiedOpenDeals: 0,
        people: 3,
        peopleTrained: 1,
        completedInPeriod: 2,
        modules: [
          { module: 'Basics', assigned: 2, completed: 1 },
          { module: 'Sales', assigned: 1, completed: 0 },
        ],
        cohorts: [
          { cohort: '2026-Q3', activePartners: 1, withRequired: 1, trained: 1, certified: 0 },
          { cohort: '(unknown)', activePartners: 1, withRequired: 1, trained: 0, certified: 1 },
        ],
        tiers: [
          { tier: 'Gold', activePartners: 1, withRequired: 1, trained: 1, certified: 0 },
          { tier: '(unknown)', activePartners: 1, withRequired: 1, trained: 0, certified: 1 },
        ],
      });
    });

    it('rule 3.6: low adoption is used by fewer than a tenth of at least ten partners', async () => {
      const ids = Array.from({ length: 11 }, (_, i) => `p${i}`);
      const o = await world({
        partners: ['id,name,active', ...ids.map((id) => `${id},${id},true`)],
        assets: [
          'id,title,published_at,retired_at',
          'low,Low,2026-09-01,',
          'fresh,Fresh,2026-09-02,',
          'gone,Gone,2026-01-01,2026-09-30',
          'used,Used,2026-01-01,',
          'undated,Undated,,',
        ],
        content_events: [
          'partner_id,asset_id,kind,at',
          'p1,low,view,2026-07-03',
          'p2,low,share,2026-07-02',
          'p1,used,view,2026-07-03',
          'p2,used,view,2026-09-03',
          'p2,used,download,2026-09-04',
        ],
      });
      const answer = o.answer({ kpi: 'content-adoption', period: '2026-09', asOf: NOV_24 });
      expect(answer.figures).toMatchObject({
        activePartners: 11,
        adopters: 1,
        rate: 1 / 11,
        assets: [{ asset: 'used', partners: 1, share: 1 / 11, views: 1, downloads: 1, shares: 0 }],
        lowAdoption: ['low'],
      });
      expect(answer.leftOut).toEqual([{ reason: 'no-publication-date', count: 1 }]);
    });

    it('rule 3.8: the latest answer per respondent counts, a tie goes to the later row', async () => {
      const o = await world({
        partners: ['id,name', 'a,A', 'b,B'],
        surveys: [
          'partner_id,respondent_id,kind,score,milestone,topic,invited_at,at',
          'a,s1,nps,10,quarterly,,2026-08-01,2026-08-02',
          'a,s1,nps,0,quarterly,,,2026-08-02',
          'b,s1,nps,9,onboarding,,,2026-08-01',
          'a,,nps,7,,,,2026-08-01',
          'a,,nps,9,,,,2026-08-01',
          'a,s2,nps,10,,,2026-09-30,2026-10-01',
          'a,s3,nps,8,quarterly,,,2026-08-03',
          'a,s4,nps,,quarterly,,2026-08-05,',
          'a,s5,csat,4,,portal,,2026-08-05',
          'a,s5,csat,6,,portal,,2026-08-06',
        ],
      });
      // NPS 0, 9, 7, 9, 8: two promoters, one detractor. Invitations: two of three answered by as-of.
      expect(o.answer({ kpi: 'partner-satisfaction', period: '2026-Q3', asOf: NOV_24 }).figures).toMatchObject({
        nps: 20,
        npsResponses: 5,
        promoters: 2,
        passives: 2,
        detractors: 1,
        csat: null,
        csatResponses: 1,
        satisfied: 1,
        responseRate: 2 / 3,
        tooFew: { nps: false, csat: true },
      });
    });

    it('rule 3.12: two signals up and none down among ten partners is up', async () => {
      const ids = Array.from({ length: 10 }, (_, i) => `p${i}`);
      const o = await world({
        partners: ['id,name,active', ...ids.map((id) => `${id},${id},true`)],
        registrations: ['id,partner_id,status,submitted_at', 'r,p0,submitted,2026-11-01'],
        touches: ['partner_id,kind,at', 'p0,call,2026-11-01', 'p1,call,2026-08-01'],
      });
      // p0: registrations 50 → 95; engagement 45 → 95 (nine share the bottom, then it alone stands on top).
      const moved = o.movers(NOV_24);
      expect(moved.find((one) => one.partner === 'p0')).toEqual({
        partner: 'p0',
        movement: 'up',
        signals: { registrations: 45, engagement: 50, pipeline: 0 },
      });
      expect(moved.filter((one) => one.movement !== 'none')).toHaveLength(1);
      expect(o.scorecard('p0', NOV_24)).toMatchObject({ partner: 'p0', movement: 'up' });
    });

    it('rule 3.11: pace counts today; a rate has none', async () => {
      const o = await world({
        partners: ['id,name', 'a,A'],
        registrations: ['id,partner_id,status,submitted_at', 'r,a,rejected,2026-11-01'],
        targets: [
          'kpi,figure,period,value,segment',
          'registered-deals,registrations,2026-11,10,',
          'registered-deals,approvalRate,this-month,0.5,',
          'registered-deals,registrations,2026-11,3,tier=Gold',
          'registered-deals,registrations,2026-Q4,4,',
        ],
      });
      // On 24 November 24 of 30 days have begun: 1 ÷ (10 × 24 ÷ 30).
      expect(o.answer({ kpi: 'registered-deals', period: 'this-month', asOf: NOV_24 }).targets).toEqual([
        { figure: 'registrations', value: 10, actual: 1, gap: -9, pace: 0.125 },
        { figure: 'approvalRate', value: 0.5, actual: 0, gap: -0.5, pace: null },
      ]);
    });
  });
});
