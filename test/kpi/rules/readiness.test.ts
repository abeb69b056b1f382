// long: hand-worked examples read best side by side, one after the other.
import { describe, expect, it } from 'vitest';
import { engine, readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

describe.each(readings)('%s, on onboarding', (_, world) => {
  it('rule 3.4: within 30, 60, 90 days is known once everybody of the cohort was followed that long', async () => {
    const o = await world({
      partners: [
        'id,name,onboarding_started_at,onboarding_completed_at',
        'a,A,2026-10-01,2026-10-31',
        'b,B,2026-10-01,2026-11-01',
        'c,C,2026-10-02,',
      ],
    });
    const figures = (asOf: string) => o.answer({ kpi: 'onboarding-completion', period: '2026-10', asOf }).figures;
    // a took 30 days, b 31; day 60 of c is 1 December.
    expect(figures('2026-10-31T12:00:00Z')).toMatchObject({ completed: 1, within30: null });
    expect(figures('2026-11-01T12:00:00Z')).toMatchObject({ completed: 2, within30: 1, within60: null });
    expect(figures('2026-11-30T23:59:59Z')).toMatchObject({ within30: 1, within60: null, within90: null });
    expect(figures('2026-12-01T00:00:00Z')).toMatchObject({ within30: 1, within60: 2, within90: null });
  });

  it('rule 3.4: stalled from the 30th day without a move; the partner’s field decides on completion', async () => {
    const o = await world({
      partners: [
        'id,name,onboarding_started_at,onboarding_completed_at',
        // All steps done, but nobody says that it is completed.
        'done,D,2026-10-01,',
        'fresh,F,2026-10-01,',
        'late,L,2026-10-01,',
        // Completed, though a step is open.
        'open,O,2026-10-01,2026-10-05',
      ],
      onboarding_steps: [
        'partner_id,step,position,started_at,completed_at',
        'done,Kickoff,1,2026-10-02,2026-10-25',
        'fresh,Kickoff,1,2026-10-26,',
        'late,Kickoff,1,2026-10-25,',
        'open,Kickoff,1,2026-10-02,',
      ],
    });
    const figures = (asOf: string) => o.answer({ kpi: 'onboarding-completion', period: '2026-10', asOf }).figures;
    // 24 November is 30 days after 25 October, 29 after the 26th.
    expect(figures('2026-11-23T23:59:59Z')).toMatchObject({
      completed: 1,
      inProgress: 3,
      stalled: 0,
      bottleneck: null,
    });
    expect(figures('2026-11-24T00:00:00Z')).toMatchObject({
      cohort: 4,
      completed: 1,
      inProgress: 1,
      stalled: 2,
      bottleneck: { step: 'Kickoff', partners: 1 },
      noOpenStep: 1,
    });
  });

  it('rule 3.4: a step is its name, in the smallest position that any row gives it; most stalled partners decide', async () => {
    const steps = (id: string) => [`${id},Kickoff,2,,`, `${id},Sandbox,3,,`];
    const o = await world({
      partners: ['id,name,onboarding_started_at', 'a,A,2026-09-01', 'b,B,2026-09-01', 'c,C,2026-09-01'],
      onboarding_steps: [
        'partner_id,step,position,started_at,completed_at',
        ...steps('a'),
        'b,Sandbox,1,,2026-09-02',
        'b,Kickoff,4,,',
        'c,Sandbox,7,,2026-09-02',
        'c,Kickoff,8,2026-09-03,',
      ],
    });
    // Sandbox is 1 because b says so: a stands there; b and c stand at Kickoff.
    const answer = o.answer({ kpi: 'onboarding-completion', period: '2026-09', asOf: NOV_24 });
    expect(answer.figures).toMatchObject({
      stalled: 3,
      bottleneck: { step: 'Kickoff', partners: 2 },
      noOpenStep: 0,
      funnel: [
        { step: 'Sandbox', partners: 3, started: 2, completed: 2 },
        { step: 'Kickoff', partners: 3, started: 1, completed: 0 },
      ],
    });
    const a = o.answer({ kpi: 'onboarding-completion', period: '2026-09', asOf: NOV_24, partner: 'a' });
    expect(a.partnerFigures).toMatchObject({ openStep: 'Sandbox' });
  });

  it('rule 3.4: activated by a registration or a sourced deal by as-of, not by an influenced one', async () => {
    const o = await world({
      partners: ['id,name,onboarding_started_at', ...['r', 's', 'i', 'u', 'l'].map((id) => `${id},${id},2026-09-01`)],
      registrations: [
        'id,partner_id,status,submitted_at',
        'r1,r,withdrawn,2026-09-05',
        'r2,l,submitted,2026-11-24T09:30:00.001Z',
      ],
      attributions: ['deal_id,partner_id,role', 'x,s,sourced', 'y,i,influenced', 'z,u,sourced'],
      deals: [
        'id,name,status,created_at,closed_at',
        'x,X,lost,2026-09-05,2026-09-06',
        'y,Y,won,2026-09-05,2026-09-06',
        // Won without a date is no deal created.
        'z,Z,won,2026-09-05,',
      ],
    });
    expect(o.answer({ kpi: 'onboarding-completion', period: '2026-09', asOf: NOV_24 }).figures).toMatchObject({
      cohort: 5,
      activated: 2,
    });
  });

  it('rules 1.8 and 3.4: a cohort holds inactive partners, but nobody who has not joined by its end', async () => {
    const o = await world({
      partners: [
        'id,name,active,joined_at,onboarding_started_at',
        'a,A,false,2026-09-01,2026-09-10',
        'b,B,true,2026-09-30,2026-09-10',
        'c,C,true,2026-10-01,2026-09-10',
      ],
    });
    const figures = (period: string) => o.answer({ kpi: 'onboarding-completion', period, asOf: NOV_24 }).figures;
    expect(figures('2026-09')).toMatchObject({ cohort: 2 });
    expect(figures('2026-Q3')).toMatchObject({ cohort: 2 });
    expect(figures('2026')).toMatchObject({ cohort: 3 });
  });
});

describe.each(readings)('%s, on training and certification', (_, world) => {
  it('rule 3.5: required if any row says so, completed by any person, assigned where nobody says when', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true', 'b,B,true', 'c,C,true'],
      trainings: [
        'partner_id,person_id,module,required,assigned_at,completed_at',
        // Required by ann's row, completed by bob.
        'a,ann,Basics,true,2026-09-01,',
        'a,bob,Basics,,2026-09-01,2026-09-20',
        // Assigned after the period: not required in it.
        'b,ann,Basics,true,2026-10-01,',
        'b,ann,Extra,false,,2026-09-20',
        'c,,Basics,true,,',
      ],
    });
    const answer = o.answer({ kpi: 'training-certification', period: '2026-09', asOf: NOV_24 });
    expect(answer.figures).toMatchObject({
      activePartners: 3,
      withRequired: 2,
      trained: 1,
      trainingRate: 0.5,
      // ann has not, bob has; the row of nobody is no person.
      people: 2,
      peopleTrained: 1,
      completedInPeriod: 2,
      modules: [
        { module: 'Basics', assigned: 2, completed: 1 },
        { module: 'Extra', assigned: 1, completed: 1 },
      ],
    });
    // b has nothing required; bob's row and c's row leave a question open.
    expect(answer.leftOut).toHaveLength(3);
    expect(answer.leftOut).toEqual(
      expect.arrayContaining([
        { reason: 'no-required-module', count: 1 },
        { reason: 'required-unknown', count: 1 },
        { reason: 'no-person', count: 1 },
      ]),
    );
  });

  it('rule 3.5: what partners without a valid certification register and sell, inactive ones too', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true', 'b,B,true', 'c,C,false'],
      certifications: [
        'partner_id,name,earned_at,expires_at,revoked_at',
        'a,Pro,2026-01-01,2026-10-01,',
        'b,Pro,2026-01-01,,2026-09-30',
        'c,Pro,2026-10-01,,',
      ],
      registrations: [
        'id,partner_id,status,submitted_at',
        'ra,a,submitted,2026-09-05',
        'rb,b,rejected,2026-09-06',
        'rc,c,submitted,2026-09-07',
        'rd,c,submitted,2026-08-31',
      ],
      attributions: [
        'deal_id,partner_id,role',
        'd1,a,sourced',
        'd2,a,sourced',
        'd2,b,sourced',
        'd3,c,sourced',
        'd4,b,sourced',
        'd5,b,sourced',
        'd6,b,influenced',
        'd7,b,sourced',
      ],
      deals: [
        'id,name,status,created_at,closed_at',
        'd1,D,open,2026-06-01,',
        'd2,D,open,2026-06-01,',
        'd3,D,open,2026-06-01,',
        'd4,D,won,2026-06-01,2026-09-30',
        'd5,D,lost,2026-06-01,2026-10-01',
        'd6,D,open,2026-06-01,',
        'd7,D,open,2026-10-01,',
      ],
    });
    // At the end of September only a is certified. Of the deals open then: d2 (of b too), d3 and d5.
    expect(o.answer({ kpi: 'training-certification', period: '2026-09', asOf: NOV_24 }).figures).toMatchObject({
      activePartners: 2,
      certified: 1,
      uncertifiedRegistrations: 2,
      uncertifiedOpenDeals: 3,
    });
  });

  it('rule 3.5: expiring means valid now and expiring at most 60 calendar days after the end', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true', 'b,B,false'],
      certifications: [
        'partner_id,name,earned_at,expires_at,revoked_at',
        'a,Gone,2026-01-01,2026-09-30,',
        'a,Soon,2026-01-01,2026-11-30,',
        'a,Later,2026-01-01,2026-12-01,',
        'a,Never,2026-01-01,,',
        'a,Revoked,2026-01-01,2026-11-01,2026-09-01',
        'b,Inactive,2026-01-01,2026-11-01,',
      ],
    });
    // 30 November is 60 days after 1 October.
    const answer = (more: object) =>
      o.answer({ kpi: 'training-certification', period: '2026-09', asOf: NOV_24, ...more });
    expect(answer({}).figures).toMatchObject({ expiring60: 1 });
    expect(answer({ partner: 'a' }).partnerFigures).toMatchObject({
      certifications: expect.arrayContaining([
        { name: 'Soon', expiresAt: '2026-11-30T23:59:59.999Z' },
        { name: 'Never', expiresAt: null },
      ]),
    });
  });
});

describe('the engine, on a setting that the independent reading leaves out', () => {
  it('rule 3.5: with `training: all-people` a module is completed when everybody who has it completed it', async () => {
    const files = {
      partners: ['id,name,active', 'a,A,true', 'b,B,true'],
      trainings: [
        'partner_id,person_id,module,required,assigned_at,completed_at',
        'a,ann,Basics,true,,2026-09-01',
        'a,bob,Basics,true,,2026-09-02',
        'b,ann,Basics,true,,2026-09-01',
        'b,bob,Basics,true,,',
      ],
    };
    const answer = async (settings = {}) =>
      (await engine(files, settings)).answer({ kpi: 'training-certification', period: '2026-09', asOf: NOV_24 });
    expect(await answer()).toMatchObject({ figures: { trained: 2 } });
    expect(await answer({ training: 'all-people' })).toMatchObject({ figures: { trained: 1, trainingRate: 0.5 } });
  });
});
