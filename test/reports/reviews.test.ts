// long: one small program on which each review is held to its parts.
import { describe, expect, it } from 'vitest';
import { type Files, reportAt, reporterOn } from './world.ts';

const NOW = '2026-11-24T09:30:00Z';

/** Ten partners are ranked; their names say what each is for. */
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const world: Files = {
  partners: [
    'id,name,tier,manager_email,active,joined_at,onboarding_started_at,onboarding_completed_at',
    'a,A,Gold,kim@example.com,true,2026-04-01,2026-04-01,2026-05-01',
    'b,B,Gold,,true,2026-05-01,2026-05-01,2026-06-30',
    'c,C,Silver,lee@example.com,true,2026-06-30,2026-06-30,2026-09-28',
    'd,D,Silver,lee@example.com,true,2026-08-26,2026-10-10,2026-10-20',
    'e,E,Silver,,true,2026-08-27,,',
    ...ids.slice(5).map((id) => `${id},${id.toUpperCase()},Gold,,true,2024-01-01,,`),
  ],
  trainings: [
    'partner_id,person_id,module,required,assigned_at,completed_at',
    'a,u,Basics,true,,2026-06-30T23:59:59.999Z',
    'b,u,Basics,true,,2026-07-31',
    'd,u,Basics,true,2026-08-26,2026-11-24',
  ],
  certifications: [
    'partner_id,person_id,name,earned_at,expires_at,revoked_at',
    'a,u,Pro,2026-06-01,2027-01-23,',
    'a,v,Expert,2026-06-01,2027-01-24,',
    'b,u,Pro,2026-06-01,2026-11-24,',
    'b,v,Pro,2026-06-01,2026-12-01,',
    'c,u,Pro,2026-06-30,2026-12-01,',
    'c,v,Pro,2026-06-30,,',
    'c,w,Expert,2026-06-30,2026-12-02,2026-11-24',
    'd,u,Pro,2026-10-01,2026-11-24T09:30:00Z,',
    'e,u,Pro,2026-10-01,2026-11-30,',
  ],
  deals: [
    'id,name,amount,status,created_at,closed_at',
    'w1,W,1000,won,2026-05-01,2026-07-10',
    'w2,W,500,won,2026-05-01,2026-08-10',
    'w3,W,70,won,2026-05-01,2026-09-30T23:00:00Z',
    'w4,W,30,won,2026-05-01,2026-10-10',
    'p1,P,900,open,2026-09-10,',
  ],
  attributions: [
    'deal_id,partner_id,role',
    'w1,a,sourced',
    'w2,a,sourced',
    'w3,b,sourced',
    'w3,c,influenced',
    'w4,c,sourced',
    'p1,j,sourced',
  ],
  registrations: [
    'id,partner_id,status,submitted_at',
    ...[1, 2, 3].map((n) => `r${n},j,submitted,2026-10-0${n}`),
    ...[4, 5].map((n) => `r${n},f,submitted,2026-07-0${n}`),
  ],
  portal_sessions: [
    'partner_id,at',
    ...ids.filter((id) => id !== 'j').map((id) => `${id},2026-07-10`),
    ...ids.filter((id) => id !== 'f').map((id) => `${id},2026-10-10`),
  ],
  targets: [
    'kpi,figure,period,value,segment',
    'onboarding-completion,cohort,2026-10,2,',
    'training-certification,certificationRate,2026-10,0.1,',
    'training-certification,expiring60,2026-10,1,',
    'sourced-revenue,sourced,2026-Q3,1570,',
    'sourced-revenue,influenced,2026-Q3,1,',
    'time-to-first-deal,medianDays,2026-Q3,90,',
    'time-to-first-deal,closed,2026-Q3,1,',
    'partner-satisfaction,nps,2026-Q3,30,',
    'sourced-revenue,sourced,2026-Q3,9,tier=Gold',
  ],
};

/** What every report has beside its own parts. */
const common = [
  'version',
  'definitionVersion',
  'asOf',
  'timeZone',
  'currency',
  'dataAsOf',
  'scope',
  'report',
  'period',
  'kpis',
  'leftOut',
  'quality',
];

describe('each report holds its own KPIs, the outcomes paired with them (rule 3.9), and nothing else', () => {
  it.each([
    [
      'weekly',
      ['registered-deals', 'portal-engagement', 'content-adoption'],
      ['expired', 'expiredOlder', 'expiring', 'stalled', 'pipeline', 'training', 'lastQuarter'],
      '2026-W47',
    ],
    ['monthly', ['onboarding-completion', 'training-certification'], ['cohorts', 'expiring', 'goals'], '2026-10'],
    [
      'quarterly',
      ['sourced-revenue', 'time-to-first-deal', 'partner-satisfaction'],
      ['firstDeals', 'movers', 'goals'],
      '2026-Q3',
    ],
  ] as const)('%s', async (kind, kpis, own, period) => {
    const report = reportAt(await reporterOn(world), kind, NOW);
    expect(report.kpis.map(({ kpi }) => kpi)).toEqual(kpis);
    expect(Object.keys(report).toSorted()).toEqual([...common, ...own].toSorted());
    expect(report.period.name).toBe(period);
    for (const { paired, period: of } of report.kpis) {
      expect([of.start, of.end]).toEqual([report.period.start, report.period.end]);
      expect(Object.keys(paired)).toEqual([
        'sourcedRevenue',
        'sourcedPipelineCreated',
        'openSourcedPipeline',
        'sourcedRevenue12Months',
      ]);
      expect(paired.openSourcedPipeline).toBe('900.00');
    }
  });

  it('the same KPIs for a segment and for a list of partners, whose money adds up to the program’s (rules 1.9 and 2.6)', async () => {
    const reporter = await reporterOn(world);
    const revenue = (asked: Parameters<typeof reportAt>[3]): number => {
      const { kpis, scope } = reportAt(reporter, 'quarterly', NOW, asked);
      expect(kpis.map(({ kpi }) => kpi)).toEqual(['sourced-revenue', 'time-to-first-deal', 'partner-satisfaction']);
      expect(scope.partners === null).toBe(asked?.partners === undefined);
      return Number(kpis[0]?.figures.sourced);
    };
    expect(revenue({})).toBe(1570);
    expect([revenue({ segment: { tier: 'Gold' } }), revenue({ segment: { tier: 'Silver' } })]).toEqual([1570, 0]);
    expect([revenue({ partners: ['a'] }), revenue({ partners: ids.slice(1) })]).toEqual([1500, 70]);
    expect(revenue({ partners: ['a', 'b'], segment: { manager: 'kim@example.com' } })).toBe(1500);
  });
});

describe('the monthly review', () => {
  it('rules 3.4 and 3.5 by cohort at equal age: within 30, 60 and 90 days, certified and trained on day 90', async () => {
    const { cohorts } = reportAt(await reporterOn(world), 'monthly', NOW);
    expect(cohorts).toEqual([
      {
        cohort: '2026-Q2',
        partners: 3,
        within30: 1 / 3,
        within60: 2 / 3,
        within90: 1,
        certified: 1,
        // Of a and b, who have a required module; b completed it on day 91.
        trained: 1 / 2,
      },
      // Nobody started onboarding; e joined 89 days ago.
      {
        cohort: '2026-Q3',
        partners: 2,
        within30: null,
        within60: null,
        within90: null,
        certified: null,
        trained: null,
      },
      {
        cohort: '2026-Q4',
        partners: 1,
        within30: 1,
        within60: null,
        within90: null,
        certified: null,
        trained: null,
      },
    ]);
  });

  it('a cohort is told once its youngest partner is old enough; a certificate that ended on day 90 is none', async () => {
    const { cohorts } = reportAt(await reporterOn(world), 'monthly', '2026-11-25T00:00:00Z');
    expect(cohorts.find(({ cohort }) => cohort === '2026-Q3')).toMatchObject({ certified: 1 / 2, trained: 1 });
  });

  it('certifications that end within 60 days, unless somebody at the partner holds the same longer', async () => {
    const reporter = await reporterOn(world);
    const told = reportAt(reporter, 'monthly', NOW).expiring;
    expect(told.map(({ partner, name, expiresOn, days }) => [partner.id, name, expiresOn, days])).toEqual([
      ['e', 'Pro', '2026-11-30', 6],
      ['b', 'Pro', '2026-12-01', 7],
      ['a', 'Pro', '2027-01-23', 60],
    ]);
    const gold = reportAt(reporter, 'monthly', NOW, { segment: { tier: 'Gold' } }).expiring;
    expect(gold.map(({ partner, manager }) => [partner.id, manager])).toEqual([
      ['b', null],
      ['a', 'kim@example.com'],
    ]);
  });

  it('goals of its KPIs and period, less being better of some', async () => {
    const reporter = await reporterOn(world);
    const told = reportAt(reporter, 'monthly', NOW).goals;
    expect(told.map(({ kpi, figure, reached }) => [kpi, figure, reached])).toEqual([
      ['onboarding-completion', 'cohort', false],
      ['training-certification', 'certificationRate', true],
      ['training-certification', 'expiring60', false],
    ]);
    expect(reportAt(reporter, 'monthly', NOW, { partners: ['a'] }).goals).toEqual([]);
  });
});

describe('the quarterly review', () => {
  it('rule 3.3: first deals of the quarter, and the cohorts of four quarters together', async () => {
    const { firstDeals } = reportAt(await reporterOn(world), 'quarterly', NOW);
    // a and b; w2 is a second deal, c’s first one is of the next quarter.
    expect(firstDeals).toMatchObject({
      inQuarter: 2,
      period: { start: '2025-10-01T00:00:00.000Z', end: '2026-10-01T00:00:00.000Z' },
      figures: { cohort: 3, closed: 3 },
    });
  });

  it('rule 3.12: who moves, catching up first, only those in scope', async () => {
    const reporter = await reporterOn(world);
    const moving = (asked: Parameters<typeof reportAt>[3]) =>
      reportAt(reporter, 'quarterly', NOW, asked).movers.map(({ partner, movement }) => [partner.id, movement]);
    expect(moving({})).toEqual([
      ['j', 'up'],
      ['f', 'down'],
    ]);
    expect(moving({ segment: { tier: 'Silver' } })).toEqual([]);
    expect(moving({ partners: ['f', 'a'] })).toEqual([['f', 'down']]);
  });

  it('goals reached and missed, unknown where the figure is', async () => {
    const told = reportAt(await reporterOn(world), 'quarterly', NOW).goals;
    expect(told.map(({ figure, value, actual, reached }) => [figure, value, actual, reached])).toEqual([
      ['sourced', '1570.00', '1570.00', true],
      ['influenced', '1.00', '0.00', false],
      ['medianDays', 90, 12, true],
      ['closed', 1, 1, true],
      ['nps', 30, null, null],
    ]);
  });
});

describe('scope', () => {
  it('a list takes ids, source/id and ids of merged partners, leaves out who is gone, and refuses nobody', async () => {
    const reporter = await reporterOn({
      partners: ['id,name,active,merged_into', 'a,A,true,', 'b,B,true,', 'old,Old,true,a'],
    });
    const names = (partners: readonly string[]) =>
      reportAt(reporter, 'weekly', NOW, { partners }).scope.partners?.map(({ id }) => id);
    expect(names(['old', 'exports/b', 'gone', 'a'])).toEqual(['a', 'b']);
    expect(() => names(['gone'])).toThrow(expect.objectContaining({ code: 'unknown-partner' }));
  });

  it('counts active partners without a manager', async () => {
    const { quality } = reportAt(await reporterOn(world), 'weekly', NOW);
    expect(quality).toMatchObject({ activePartners: 10, partnersWithoutManager: 7 });
  });
});
