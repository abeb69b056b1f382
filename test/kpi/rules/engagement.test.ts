import { describe, expect, it } from 'vitest';
import { readings } from './readings.ts';

const NOV_24 = '2026-11-24T09:30:00Z';

const activePartners = (count: number) => [
  'id,name,active',
  ...Array.from({ length: count }, (_, i) => `p${i},P${i},true`),
];

describe.each(readings)('%s, on content', (_, world) => {
  const judged = async (partners: number) => {
    const o = await world({
      partners: activePartners(partners),
      assets: [
        'id,title,published_at,retired_at',
        'one,One,2026-01-01,',
        'unused,Unused,2026-01-01,',
        'retiring,Retiring,2026-01-01,2026-10-01',
        'undated,Undated,,',
      ],
      content_events: ['partner_id,asset_id,kind,at', 'p0,one,view,2026-09-05', 'p0,one,view,2026-09-06'],
    });
    return o.answer({ kpi: 'content-adoption', period: '2026-09', asOf: NOV_24 });
  };

  it('rule 3.6: one of ten is ten per cent: not low; what retires at the end is still judged', async () => {
    const ten = await judged(10);
    expect(ten.figures).toMatchObject({ activePartners: 10, adopters: 1, rate: 0.1 });
    expect(ten).toMatchObject({ figures: { lowAdoption: ['retiring', 'unused'] } });
    expect(ten.leftOut).toEqual([{ reason: 'no-publication-date', count: 1 }]);
  });

  it('rule 3.6: one of eleven is less; nine partners judge nothing', async () => {
    expect(await judged(11)).toMatchObject({ figures: { lowAdoption: ['one', 'retiring', 'unused'] } });
    expect(await judged(9)).toMatchObject({ figures: { lowAdoption: [], rate: 1 / 9 }, leftOut: [] });
  });

  it('rule 3.6: an asset’s partners are active ones, its views everybody’s', async () => {
    const o = await world({
      partners: ['id,name,active,joined_at', 'a,A,true,', 'b,B,false,', 'c,C,true,2026-10-01'],
      content_events: [
        'partner_id,asset_id,kind,at',
        'a,deck,view,2026-09-01',
        'a,deck,share,2026-09-30T23:59:59.999Z',
        'b,deck,view,2026-09-02',
        'c,sheet,download,2026-09-02',
        'a,sheet,view,2026-10-01',
      ],
    });
    const answer = (more: object) => o.answer({ kpi: 'content-adoption', period: '2026-09', asOf: NOV_24, ...more });
    expect(answer({}).figures).toMatchObject({
      activePartners: 1,
      adopters: 1,
      rate: 1,
      assets: [
        { asset: 'deck', partners: 1, share: 1, views: 2, downloads: 0, shares: 1 },
        { asset: 'sheet', partners: 0, share: 0, views: 0, downloads: 1, shares: 0 },
      ],
    });
    // Rule 3.10: assets ever used up to the end of the period, and the last use.
    expect(answer({ partner: 'a' }).partnerFigures).toEqual({ assets: 1, lastAt: '2026-09-30T23:59:59.999Z' });
    expect(answer({ partner: 'a', period: '2026-10' }).partnerFigures).toEqual({
      assets: 2,
      lastAt: '2026-10-01T00:00:00.000Z',
    });
  });
});

describe.each(readings)('%s, on the portal', (_, world) => {
  it('rule 3.7: off the portal by a registration or a touch; who only failed to log in is not engaged by it', async () => {
    const o = await world({
      partners: ['id,name,active', ...['in', 'reg', 'touch', 'failed', 'both', 'idle'].map((id) => `${id},${id},true`)],
      portal_sessions: [
        'partner_id,person_id,at,duration_seconds,pages,failed',
        'in,u,2026-09-01,,,',
        'in,u,2026-09-01,,,',
        'failed,u,2026-09-02,30,1,true',
        'both,u,2026-09-02,,,true',
      ],
      registrations: ['id,partner_id,status,submitted_at', 'r,reg,rejected,2026-09-30T23:59:59.999Z'],
      touches: [
        'partner_id,kind,at',
        'touch,email,2026-09-01',
        'both,call,2026-09-03',
        'idle,call,2026-08-31',
        'in,call,2026-09-01',
      ],
    });
    const figures = (period: string) => o.answer({ kpi: 'portal-engagement', period, asOf: NOV_24 }).figures;
    // Rule 7.5: two identical sessions are two. Length and pages of the failed one count nowhere.
    expect(figures('2026-09')).toEqual({
      activePartners: 6,
      engaged: 1,
      rate: 1 / 6,
      logins: 2,
      sessionsPerEngaged: 2,
      medianSeconds: null,
      pagesPerSession: null,
      attempts: 4,
      failed: 2,
      loginFriction: 0.5,
      offPortal: 3,
      engagedOverall: 4,
      overallRate: 4 / 6,
    });
    expect(figures('2026-07')).toMatchObject({ sessionsPerEngaged: null, loginFriction: null, rate: 0 });
  });

  it('rule 3.7: the median of an even count of sessions, pages of those that are known', async () => {
    const o = await world({
      partners: ['id,name,active', 'a,A,true'],
      portal_sessions: [
        'partner_id,at,duration_seconds,pages',
        'a,2026-09-01,10,0',
        'a,2026-09-02,21,5',
        'a,2026-09-03,,',
        'a,2026-09-04,300,',
        'a,2026-09-05,0,',
      ],
    });
    // 0, 10, 21, 300 seconds; 0 and 5 pages.
    expect(o.answer({ kpi: 'portal-engagement', period: '2026-09', asOf: NOV_24 }).figures).toMatchObject({
      logins: 5,
      medianSeconds: 15.5,
      pagesPerSession: 2.5,
    });
  });
});

describe.each(readings)('%s, on satisfaction', (_, world) => {
  const respondents = (count: number, kind: string, score: number) =>
    Array.from({ length: count }, (_row, i) => `a,${kind}${score}${i},${kind},${score},,,,2026-08-01`);
  const columns = 'partner_id,respondent_id,kind,score,milestone,topic,invited_at,at';
  const ask = async (rows: readonly string[], more: object = {}) => {
    const o = await world({
      partners: ['id,name,tier', 'a,A,', 'b,B,'],
      partner_history: ['partner_id,field,value,valid_from', 'b,tier,Silver,2026-01-01', 'b,tier,Gold,2026-09-01'],
      surveys: [columns, ...rows],
    });
    return o.answer({ kpi: 'partner-satisfaction', period: '2026-Q3', asOf: NOV_24, ...more });
  };

  it('rule 3.8: 9 and 10 promote, 0 to 6 detract; four answers are too few, five are not', async () => {
    const four = [6, 7, 8, 9].flatMap((score) => respondents(1, 'nps', score));
    expect((await ask(four)).figures).toMatchObject({ nps: null, npsResponses: 4, tooFew: { nps: true, csat: true } });
    // 6 | 7, 8 | 9, 10: 2 promoters, 1 detractor of 5.
    expect((await ask([...four, ...respondents(1, 'nps', 10)])).figures).toMatchObject({
      nps: 20,
      promoters: 2,
      passives: 2,
      detractors: 1,
      tooFew: { nps: false, csat: true },
    });
    expect((await ask(respondents(5, 'nps', 0))).figures).toMatchObject({ nps: -100 });
  });

  it('rule 3.8: CSAT is the share of 4 and 5', async () => {
    const rows = [1, 3, 4, 5].flatMap((score) => respondents(1, 'csat', score));
    expect((await ask([...rows, ...respondents(4, 'csat', 2)])).figures).toMatchObject({
      csat: 0.25,
      csatResponses: 8,
      satisfied: 2,
    });
  });

  it('rule 3.8: the latest answer is decided before the segment: an older one does not come back in another', async () => {
    const rows = ['b,s,nps,10,,,,2026-08-01', 'b,s,nps,3,,,,2026-09-05', 'b,s,csat,5,,,,2026-08-01'];
    const figures = async (tier: string) => (await ask(rows, { segment: { tier } })).figures;
    expect(await figures('Gold')).toMatchObject({ npsResponses: 1, detractors: 1, csatResponses: 0 });
    expect(await figures('Silver')).toMatchObject({ npsResponses: 0, csatResponses: 1 });
  });

  it('rule 3.8: per milestone and per topic the latest within it; respondents are unique within their partner', async () => {
    const answer = await ask([
      'a,s,nps,10,onboarding,portal,,2026-08-01',
      'a,s,nps,0,quarterly,,,2026-08-02',
      'a,s,nps,9,onboarding,,,2026-08-03',
      'b,s,nps,7,onboarding,portal,,2026-08-01',
    ]);
    // a's latest is the 9, b's the 7; onboarding: 9 and 7, quarterly: 0; portal: 10 and 7, without topic: 9.
    expect(answer.figures).toMatchObject({
      npsResponses: 2,
      promoters: 1,
      passives: 1,
      milestones: [
        { milestone: 'onboarding', npsResponses: 2, promoters: 1, passives: 1 },
        { milestone: 'quarterly', npsResponses: 1, detractors: 1 },
      ],
      topics: [
        { topic: 'portal', npsResponses: 2, promoters: 1, passives: 1 },
        { topic: '(unknown)', npsResponses: 1, promoters: 1 },
      ],
    });
  });

  it('rule 3.8: response rate: of those invited in the period, who answered by as-of, in the segment of the invitation', async () => {
    const rows = [
      'b,s1,nps,9,quarterly,,2026-08-31,2026-10-05',
      'b,s2,csat,,quarterly,,2026-09-01,',
      'b,s3,nps,8,quarterly,,2026-09-30,2026-11-24T09:30:00.001Z',
      'b,s4,nps,8,quarterly,,2026-06-30,2026-07-01',
      'b,s5,nps,8,,,,2026-07-02',
    ];
    expect((await ask(rows)).figures).toMatchObject({ responseRate: 1 / 3, npsResponses: 2 });
    expect((await ask(rows, { segment: { tier: 'Silver' } })).figures).toMatchObject({ responseRate: 1 });
    expect((await ask(rows, { segment: { tier: 'Gold' } })).figures).toMatchObject({ responseRate: 0 });
    expect((await ask(['b,s5,nps,8,,,,2026-07-02'])).figures).toMatchObject({ responseRate: null });
  });
});
