// long: hand-worked examples read best side by side, one after the other.
import { describe, expect, it } from 'vitest';
import { engine, figureOf, readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

describe.each(readings)('%s, on merged partners', (_, world) => {
  it('rule 1.3: of the same step at both the one completed first counts', async () => {
    const o = await world({
      partners: ['id,name,onboarding_started_at,merged_into', 'a,A,2026-09-01,c', 'c,C,2026-10-01,'],
      onboarding_steps: [
        'partner_id,step,position,started_at,completed_at',
        'a,Kickoff,1,2026-10-01,2026-10-10',
        'c,Kickoff,1,2026-10-02,2026-10-20',
        'a,Contract,2,2026-10-11,',
      ],
    });
    const state = (asOf: string) =>
      o.answer({ kpi: 'onboarding-completion', period: '2026-10', partner: 'c', asOf }).partnerFigures;
    expect(state('2026-10-09T00:00:00Z')).toMatchObject({ stepsDone: 0, steps: 2, openStep: 'Kickoff' });
    expect(state('2026-10-10T00:00:00Z')).toMatchObject({ stepsDone: 1, steps: 2, openStep: 'Contract' });
    expect(o.answer({ kpi: 'onboarding-completion', period: '2026-10', asOf: NOV_24 }).figures).toMatchObject({
      cohort: 1,
      funnel: [
        { step: 'Kickoff', partners: 1, started: 1, completed: 1 },
        { step: 'Contract', partners: 1, started: 1, completed: 0 },
      ],
    });
  });

  it('rules 1.3 and 2.6: both on one deal are one partner, sourced wins, and the survivor’s id decides the remainder', async () => {
    const o = await world({
      partners: ['id,name,merged_into', 'z,Z,A', 'A,A,', 'b,B,'],
      attributions: [
        'deal_id,partner_id,role',
        'x,z,influenced',
        'x,A,sourced',
        'y,z,sourced',
        'y,A,sourced',
        'y,b,sourced',
        'c,z,sourced',
        'c,b,sourced',
      ],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,100,won,2026-07-01,2026-08-01',
        'y,Y,90,won,2026-07-01,2026-08-01',
        'c,C,0.01,won,2026-07-01,2026-08-01',
      ],
    });
    const sourced = (partner: string) =>
      o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, partner }).figures;
    // A: 100 + 45 + 0.01 (z is A, and A comes before b); b: 45 + 0.
    expect(sourced('A')).toMatchObject({ sourced: '145.01', sourcedDeals: 3, influenced: '0.00' });
    expect(sourced('b')).toMatchObject({ sourced: '45.00', sourcedDeals: 2 });
  });

  it('rule 1.3: fields and history of the merged one are dropped, its events stay', async () => {
    const o = await world({
      partners: [
        'id,name,tier,active,onboarding_started_at,merged_into',
        'a,A,Gold,true,2026-09-01,c',
        'c,C,Silver,false,,',
      ],
      partner_history: ['partner_id,field,value,valid_from', 'a,tier,Gold,2026-01-01'],
      registrations: ['id,partner_id,status,submitted_at', 'r,a,submitted,2026-09-05'],
    });
    const ask = (kpi: string, segment = {}) => o.answer({ kpi, period: '2026-09', asOf: NOV_24, segment }).figures;
    expect(ask('registered-deals', { tier: 'Silver' })).toMatchObject({ registrations: 1 });
    expect(ask('registered-deals', { tier: 'Gold' })).toMatchObject({ registrations: 0 });
    expect(ask('onboarding-completion')).toMatchObject({ cohort: 0 });
    expect(ask('portal-engagement')).toMatchObject({ activePartners: 0 });
  });
});

describe.each(readings)('%s, on partners over time', (_, world) => {
  it('rule 1.4: history is per field and wins over the field; without any the field holds at every moment', async () => {
    const o = await world({
      partners: ['id,name,tier,region,manager_email', 'a,A,Now,EMEA,max@example.com'],
      partner_history: [
        'partner_id,field,value,valid_from',
        'a,tier,Silver,2026-09-10T12:00:00Z',
        'a,manager_email,eve@example.com,2026-09-20',
        'a,manager_email,,2026-09-25',
      ],
      registrations: [
        'id,partner_id,status,submitted_at',
        'r1,a,submitted,2026-09-01',
        'r2,a,submitted,2026-09-22',
        'r3,a,submitted,2026-09-25',
      ],
    });
    const count = (segment: Record<string, string>) =>
      o.answer({ kpi: 'registered-deals', period: '2026-09', asOf: NOV_24, segment }).figures;
    expect(count({ tier: 'Silver' })).toMatchObject({ registrations: 3 });
    expect(count({ tier: 'Now' })).toMatchObject({ registrations: 0 });
    expect(count({ region: 'EMEA' })).toMatchObject({ registrations: 3 });
    // Before 20 September the first known manager, from the 25th nobody.
    expect(count({ manager: 'eve@example.com' })).toMatchObject({ registrations: 2 });
    expect(count({ manager: '(unknown)' })).toMatchObject({ registrations: 1 });
    expect(count({ tier: 'Silver', region: 'EMEA', manager: '(unknown)' })).toMatchObject({ registrations: 1 });
  });

  it('rule 1.8: each kind of activity makes active, and nothing else does', async () => {
    const doing = ['created', 'closed', 'registered', 'trained', 'viewed', 'visited', 'touched', 'answered'];
    const idle = ['failed', 'invited', 'assigned', 'certified', 'undated', 'old'];
    const o = await world({
      partners: ['id,name', ...[...doing, ...idle].map((id) => `${id},${id}`)],
      attributions: [
        'deal_id,partner_id,role',
        'c,created,sourced',
        'd,closed,influenced',
        'u,undated,sourced',
        'o,old,sourced',
      ],
      deals: [
        'id,name,status,created_at,closed_at',
        'c,C,open,2026-03-01,',
        'd,D,lost,2024-03-01,2026-03-01',
        'u,U,won,2026-03-01,',
        'o,O,won,2024-03-01,2025-10-30',
      ],
      registrations: ['id,partner_id,status,submitted_at', 'r,registered,withdrawn,2026-03-01'],
      trainings: [
        'partner_id,person_id,module,assigned_at,completed_at',
        'trained,u,M,,2026-03-01',
        'assigned,u,M,2026-03-01,',
      ],
      content_events: ['partner_id,asset_id,kind,at', 'viewed,a1,view,2026-03-01'],
      portal_sessions: ['partner_id,at,failed', 'visited,2026-03-01,', 'failed,2026-03-01,true'],
      touches: ['partner_id,kind,at', 'touched,chat,2026-03-01'],
      surveys: [
        'partner_id,respondent_id,kind,score,invited_at,at',
        'answered,s,csat,1,,2026-03-01',
        'invited,s,nps,,2026-03-01,',
      ],
      certifications: ['partner_id,name,earned_at', 'certified,Pro,2026-03-01'],
    });
    // The year up to 31 October 2026 begins on 31 October 2025.
    const figures = o.answer({ kpi: 'portal-engagement', period: '2026-10', asOf: NOV_24 }).figures;
    expect(figures).toMatchObject({ activePartners: doing.length });
    const active = [...doing, ...idle].filter(
      (partner) =>
        figureOf(o.answer({ kpi: 'portal-engagement', period: '2026-10', asOf: NOV_24, partner }), 'activePartners') ===
        1,
    );
    expect(active).toEqual(doing);
  });

  it('rules 1.4 and 1.8: `active` is taken at the moment; where its history is empty, activity decides', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true', 'b,B,', 'c,C,'],
      partner_history: [
        'partner_id,field,value,valid_from',
        'a,active,true,2026-01-01',
        'a,active,false,2026-09-15',
        'b,active,true,2026-01-01',
        'b,active,,2026-09-15',
        'c,active,false,2026-01-01',
        'c,active,,2026-09-15',
      ],
      touches: ['partner_id,kind,at', 'c,call,2026-03-01'],
    });
    const active = (period: string, partner: string) =>
      o.answer({ kpi: 'portal-engagement', period, asOf: NOV_24, partner }).figures;
    for (const [partner, august, september] of [
      ['a', 1, 0],
      ['b', 1, 0],
      ['c', 0, 1],
    ] as const) {
      expect(active('2026-08', partner)).toMatchObject({ activePartners: august });
      expect(active('2026-09', partner)).toMatchObject({ activePartners: september });
    }
  });

  it('rule 1.9: shares in the segment at the end, events in the segment of their moment', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true'],
      partner_history: [
        'partner_id,field,value,valid_from',
        'a,tier,Silver,2026-01-01',
        'a,tier,Gold,2026-09-15',
        'a,tier,Platinum,2026-10-01',
      ],
      portal_sessions: ['partner_id,at', 'a,2026-09-10'],
    });
    const figures = (tier: string) =>
      o.answer({ kpi: 'portal-engagement', period: '2026-09', asOf: NOV_24, segment: { tier } }).figures;
    // Just before 1 October it is Gold and has had a session, which happened as Silver.
    expect(figures('Gold')).toMatchObject({ activePartners: 1, engaged: 1, rate: 1, logins: 0 });
    expect(figures('Silver')).toMatchObject({ activePartners: 0, engaged: 0, rate: null, logins: 1 });
    expect(figures('Platinum')).toMatchObject({ activePartners: 0, rate: null, logins: 0 });
  });

  it('rule 1.9: money of a segment is the sum of its partners’ shares, its deals those with a share in it', async () => {
    const o = await world({
      partners: ['id,name,tier', 'a,A,', 'b,B,Gold', 'c,C,Silver', 'd,D,Gold'],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'x,b,sourced', 'x,c,sourced', 'x,d,sourced'],
      deals: ['id,name,amount,status,created_at,closed_at', 'x,X,100.02,won,2026-07-01,2026-08-01'],
    });
    const figures = (tier: string) =>
      o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf: NOV_24, segment: { tier } }).figures;
    // 10,002 cents: 2,501 each for a and b, 2,500 each for c and d.
    expect(figures('(unknown)')).toMatchObject({ sourced: '25.01', sourcedDeals: 1 });
    expect(figures('Gold')).toMatchObject({ sourced: '50.01', sourcedDeals: 1 });
    expect(figures('Silver')).toMatchObject({ sourced: '25.00', sourcedDeals: 1 });
  });

  it('rules 1.9 and 1.10: a registration has the stage of its submission, an open deal that of as-of', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      trainings: ['partner_id,module,required,completed_at', 'a,Basics,true,2026-06-05'],
      certifications: ['partner_id,name,earned_at,expires_at', 'a,Pro,2026-06-20,2026-12-31'],
      registrations: [
        'id,partner_id,status,submitted_at',
        'r1,a,submitted,2026-06-04',
        'r2,a,submitted,2026-06-05',
        'r3,a,submitted,2026-06-20',
        'r4,a,submitted,2026-06-21',
      ],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced'],
      deals: ['id,name,amount,status,created_at', 'x,X,7,open,2026-06-10'],
    });
    const answer = (enablement: string) =>
      o.answer({ kpi: 'registered-deals', period: '2026-Q2', asOf: NOV_24, segment: { enablement } });
    expect(answer('new')).toMatchObject({ figures: { registrations: 1 }, paired: { sourcedPipelineCreated: '0.00' } });
    expect(answer('trained')).toMatchObject({
      figures: { registrations: 1 },
      paired: { sourcedPipelineCreated: '7.00', openSourcedPipeline: '0.00' },
    });
    expect(answer('certified')).toMatchObject({
      figures: { registrations: 2 },
      paired: { sourcedPipelineCreated: '0.00', openSourcedPipeline: '7.00' },
    });
  });

  it('rule 1.10: trained needs at least one required module, and all of them', async () => {
    const o = await world({
      partners: ['id,name', 'none,N', 'one,O', 'both,B'],
      trainings: [
        'partner_id,module,required,assigned_at,completed_at',
        'none,Extra,false,,2026-01-05',
        'one,Basics,true,,2026-01-05',
        'one,Sales,true,,',
        'both,Basics,true,,2026-01-05',
        'both,Sales,true,2026-09-03,',
      ],
      registrations: [
        'id,partner_id,status,submitted_at',
        ...['none', 'one', 'both'].map((id) => `${id}1,${id},submitted,2026-09-02`),
        'late,both,submitted,2026-09-04',
      ],
    });
    const count = (enablement: string) =>
      o.answer({ kpi: 'registered-deals', period: '2026-09', asOf: NOV_24, segment: { enablement } }).figures;
    // `both` is trained until Sales is assigned to it on 3 September.
    expect(count('trained')).toMatchObject({ registrations: 1 });
    expect(count('new')).toMatchObject({ registrations: 3 });
  });
});

describe('the engine, on settings and remarks that the independent reading leaves out', () => {
  it('rule 1.10: `sellCertifications` names the certifications that count; without it any does, which the answer says', async () => {
    const files = {
      partners: ['id,name,active', 'a,A,true', 'b,B,true'],
      certifications: ['partner_id,name,earned_at', 'a,Pro,2026-01-01', 'b,Barista,2026-01-01'],
    };
    const ask = async (settings = {}) =>
      (await engine(files, settings)).answer({ kpi: 'training-certification', period: '2026-09', asOf: NOV_24 });
    expect(await ask()).toMatchObject({ figures: { certified: 2 }, notes: ['certification-any'] });
    expect(await ask({ sellCertifications: ['Pro', 'Expert'] })).toMatchObject({
      figures: { certified: 1 },
      notes: [],
    });
  });

  it('rule 1.4: the answer says since when history is known', async () => {
    const since = async (...rows: readonly string[]) => {
      const o = await engine({
        partners: ['id,name,tier', 'a,A,Gold'],
        partner_history: ['partner_id,field,value,valid_from', ...rows],
      });
      return o.answer({ kpi: 'registered-deals', period: '2026', asOf: NOV_24 }).historySince;
    };
    expect(await since('a,tier,,2026-01-01', 'a,tier,Gold,2026-02-01', 'a,region,EMEA,2026-03-01')).toBe(
      '2026-02-01T00:00:00.000Z',
    );
  });

  it('rules 1.3 and 8: a question about a merged partner is answered for its survivor, and says so', async () => {
    const o = await engine({ partners: ['id,name,merged_into', 'a,Old,b', 'b,New,'] });
    expect(o.answer({ kpi: 'registered-deals', period: '2026', asOf: NOV_24, partner: 'Old' })).toMatchObject({
      scope: { partner: 'b' },
      partner: { id: 'b', name: 'New', mergedFrom: 'Old' },
    });
  });
});
