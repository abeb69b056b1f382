import { describe, expect, it } from 'vitest';
import { readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

describe.each(readings)('%s, on more hand-worked examples', (_, world) => {
  it('rule 1.1: what is missing is unknown and counted, never zero', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,a,sourced'],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,,won,2026-07-01,2026-08-01',
        'y,Y,0,won,2026-07-01,2026-08-01',
      ],
    });
    const answer = o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24 });
    expect(answer.figures).toMatchObject({ sourced: '0.00', sourcedDeals: 2, sourcedShare: null });
    expect(answer.leftOut).toEqual([{ reason: 'no-amount', count: 1 }]);
  });

  it('rule 1.2: the same person id at two partners is two people', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true', 'b,B,true'],
      trainings: ['partner_id,person_id,module,required,completed_at', 'a,u,M,true,2026-09-01', 'b,u,M,true,'],
    });
    expect(o.answer({ kpi: 'training-certification', period: '2026-10', asOf: NOV_24 }).figures).toMatchObject({
      people: 2,
      peopleTrained: 1,
    });
  });

  it('rule 1.5: a bare date is local midnight, an expiry the last instant of its day', async () => {
    // In New York (UTC−5 in November) 24 November ends at 04:59:59.999 UTC on the 25th.
    const files = {
      partners: ['id,name,active', 'a,A,true'],
      certifications: ['partner_id,name,earned_at,expires_at', 'a,Pro,2026-11-24,2026-11-24'],
    };
    const o = await world(files, { timeZone: 'America/New_York' });
    const certified = (asOf: string) => o.answer({ kpi: 'training-certification', period: 'this-month', asOf }).figures;
    expect(certified('2026-11-24T04:59:59.999Z')).toMatchObject({ certified: 0 });
    expect(certified('2026-11-24T05:00:00Z')).toMatchObject({ certified: 1 });
    expect(certified('2026-11-25T04:59:59.998Z')).toMatchObject({ certified: 1 });
    expect(certified('2026-11-25T04:59:59.999Z')).toMatchObject({ certified: 0 });
  });

  it('rule 1.8: without the field, any activity in the 365 days before makes active; nobody is before joining', async () => {
    const o = await world({
      partners: ['id,name,active,joined_at', 'a,A,,', 'b,B,,', 'c,C,true,2026-11-20', 'd,D,false,', 'e,E,,2026-11-23'],
      touches: [
        'partner_id,kind,at',
        // The last complete week ends on Sunday 22 November; day 365 before it is 22 November 2025.
        'a,call,2025-11-22T00:00:00Z',
        'b,call,2025-11-21T23:59:59Z',
        'd,call,2026-11-01',
        'e,call,2026-11-01',
      ],
    });
    const figures = (period: string) => o.answer({ kpi: 'portal-engagement', period, asOf: NOV_24 }).figures;
    expect(figures('2026-W47')).toMatchObject({ activePartners: 2 });
    expect(figures('2026-W46')).toMatchObject({ activePartners: 2 });
    expect(figures('2026-W48')).toMatchObject({ activePartners: 2 });
  });

  it('rule 2.3: without a period a KPI takes the last complete one of its cadence', async () => {
    const o = await world({ partners: ['id,name', 'a,A'] });
    const name = (kpi: string) => o.answer({ kpi, asOf: NOV_24 }).period;
    expect(name('sourced-revenue')).toMatchObject({ name: 'last-quarter', start: '2026-07-01T00:00:00.000Z' });
    expect(name('training-certification')).toMatchObject({ name: 'last-month', start: '2026-10-01T00:00:00.000Z' });
    expect(name('content-adoption')).toMatchObject({ name: 'last-week', start: '2026-11-16T00:00:00.000Z' });
  });

  it('rule 3.2: every registration counts, states and approval rate, days to the decision and to the deal', async () => {
    const o = await world({
      partners: ['id,name', 'a,A', 'b,B'],
      deals: [
        'id,name,status,created_at,closed_at,registration_id',
        'x,X,won,2026-10-07,2026-11-01,',
        'y,Y,open,2026-10-01,,r2',
      ],
      registrations: [
        'id,partner_id,deal_id,status,submitted_at,decided_at,expires_at',
        'r1,a,x,converted,2026-10-05,2026-10-06,',
        'r2,b,,approved,2026-10-06,2026-10-09,',
        'r3,b,x,rejected,2026-10-06,2026-10-08,',
        'r4,b,,withdrawn,2026-10-06,,',
        'r5,b,,submitted,2026-10-06,,2026-10-20',
        'r6,b,,submitted,2026-10-06,,',
        'r7,b,,approved,2026-11-02,,',
      ],
    });
    const answer = o.answer({ kpi: 'registered-deals', period: '2026-10', asOf: NOV_24 });
    expect(answer.figures).toEqual({
      registrations: 6,
      distinctDeals: 2,
      byState: { submitted: 1, approved: 1, rejected: 1, expired: 1, converted: 1, withdrawn: 1 },
      everApproved: 2,
      decided: 3,
      approvalRate: 2 / 3,
      // 1, 3 and 2 days.
      medianDecisionDays: 2,
      waiting: 1,
      // r1 and r3 share the won deal x.
      wonShare: 2 / 6,
      // x after 2 and after 1 days, y five days before.
      medianDaysToDeal: 1,
    });
  });

  it('rule 3.7: logins, friction, engaged off the portal', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true', 'b,B,true', 'c,C,true', 'd,D,false'],
      portal_sessions: [
        'partner_id,person_id,at,duration_seconds,pages,failed',
        'a,u,2026-11-16,60,3,false',
        'a,u,2026-11-17,120,,',
        'a,u,2026-11-18,,,true',
        'd,u,2026-11-18,600,5,false',
      ],
      touches: ['partner_id,kind,at', 'b,call,2026-11-19', 'a,call,2026-11-19'],
    });
    expect(o.answer({ kpi: 'portal-engagement', period: 'last-week', asOf: NOV_24 }).figures).toEqual({
      activePartners: 3,
      engaged: 1,
      rate: 1 / 3,
      // a's two and d's one: event figures count everybody's.
      logins: 3,
      sessionsPerEngaged: 2,
      medianSeconds: 120,
      pagesPerSession: 4,
      attempts: 4,
      failed: 1,
      loginFriction: 0.25,
      offPortal: 1,
      engagedOverall: 2,
      overallRate: 2 / 3,
    });
  });

  it('rule 3.9: every answer carries the revenue of the same scope; twelve months only for short periods', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,a,sourced', 'z,a,sourced'],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,10,won,2026-01-05,2026-02-01',
        'y,Y,20,open,2026-11-17,',
        'z,Z,40,lost,2026-11-18,2026-11-19',
      ],
    });
    expect(o.answer({ kpi: 'content-adoption', period: 'last-week', asOf: NOV_24 }).paired).toEqual({
      sourcedRevenue: '0.00',
      sourcedPipelineCreated: '60.00',
      openSourcedPipeline: '20.00',
      sourcedRevenue12Months: '10.00',
    });
    // The first quarter of 2026 has 90 days: not shorter than 90.
    expect(o.answer({ kpi: 'content-adoption', period: '2026-Q1', asOf: NOV_24 }).paired).toMatchObject({
      sourcedRevenue: '10.00',
      sourcedRevenue12Months: null,
    });
  });

  it('rule 3.10: one partner answers with its state; shares of partners are null', async () => {
    const o = await world({
      partners: [
        'id,name,active,joined_at,onboarding_started_at,onboarding_completed_at',
        'a,A,true,2026-09-01,2026-10-20,',
        'b,B,true,2026-08-01,2026-08-03,2026-08-13',
      ],
      onboarding_steps: [
        'partner_id,step,position,started_at,completed_at',
        'a,Contract,1,2026-10-20,2026-10-21',
        'a,Training,2,2026-10-22,',
      ],
      trainings: ['partner_id,person_id,module,required,completed_at', 'a,u,M,true,2026-11-01', 'a,u,N,true,'],
      portal_sessions: ['partner_id,at', 'a,2026-11-20'],
      surveys: ['partner_id,respondent_id,kind,score,at', 'a,s,nps,4,2026-11-02', 'a,s,nps,9,2026-11-03'],
    });
    const state = (kpi: string) => {
      const answer = o.answer({ kpi, period: 'last-90-days', partner: 'a', asOf: NOV_24 });
      return { figures: answer.figures, partner: answer.partnerFigures };
    };
    // Last move on 22 October, 32 days before 23 November, the last day of the period; day 34 of onboarding.
    expect(state('onboarding-completion')).toMatchObject({
      figures: { cohort: 1, rate: null, stalled: 1 },
      partner: { state: 'stalled', stepsDone: 1, steps: 2, openStep: 'Training', days: 34, cohortMedianDays: 10 },
    });
    expect(state('training-certification')).toMatchObject({
      figures: { trainingRate: null, withRequired: 1 },
      partner: { requiredDone: 1, required: 2, missing: ['N'], certifications: [] },
    });
    expect(state('time-to-first-deal').partner).toMatchObject({ reached: null, days: null });
    expect(state('portal-engagement')).toMatchObject({
      figures: { rate: null, logins: 1 },
      partner: { logins: 1, lastLoginAt: '2026-11-20T00:00:00.000Z' },
    });
    expect(state('partner-satisfaction').partner).toMatchObject({
      nps: { score: 9, at: '2026-11-03T00:00:00.000Z', before: 4 },
      csat: null,
    });
    expect(state('sourced-revenue').partner).toBeNull();
  });
});
