// long: one story of a CRM, told before and after each change of it.
import { describe, expect, it } from 'vitest';
import { programSettings } from '../../src/records/settings.ts';
import { basisOf } from '../../src/reports/basis.ts';
import type { Reporter, ReportQuery, ToldBefore, ToldFigure } from '../../src/reports/report.ts';
import { restate } from '../../src/reports/restate.ts';
import { readReasons } from '../../src/reports/restated-reasons.ts';
import { type Files, reporterOn } from './world.ts';

const NOW = Date.parse('2026-11-24T09:30:00Z');
const scope = { asOf: NOW, segment: {}, partners: null } as const;

const heading = 'id,name,amount,currency,status,created_at,closed_at,url';
const deal = (id: string, amount: number | '', status = 'won', closed = '2026-08-10', currency = '') =>
  `${id},Deal ${id},${amount},${currency},${status},2026-07-01,${closed},https://crm.example/${id}`;

/** The second quarter’s story, in the third: four won deals, one of them of two partners. */
const before: Files = {
  partners: ['id,name,tier', 'a,A,Gold', 'b,B,Silver'],
  deals: [
    heading,
    deal('d1', 10_000),
    deal('d2', 4_000),
    deal('d3', 50_000.5),
    deal('d4', 7),
    deal('d5', 99, 'open', ''),
  ],
  attributions: [
    'deal_id,partner_id,role',
    'd1,a,sourced',
    'd2,a,sourced',
    'd3,a,sourced',
    'd3,b,sourced',
    'd4,b,sourced',
    'd5,b,sourced',
    'd6,b,influenced',
  ],
  registrations: [
    'id,partner_id,status,submitted_at,decided_at',
    'r1,a,submitted,2026-11-17,',
    'r2,b,approved,2026-11-22,',
  ],
};

/** A later state of the same CRM. */
const later = (changed: Partial<Files>): Promise<Reporter> => {
  const files = Object.entries({ ...before, ...changed });
  return reporterOn(Object.fromEntries(files.flatMap(([name, lines]) => (lines === undefined ? [] : [[name, lines]]))));
};

const editionOf = (reporter: Reporter, report: ReportQuery['report'], published: readonly ToldBefore[], basis = 'v1') =>
  reporter.edition({ ...scope, report, since: null, published, basis });

/** What a reporter tells, as it is kept. */
const keptOf = (told: readonly ToldFigure[], basis = 'v1'): readonly ToldBefore[] =>
  told.map((figure) => ({ ...figure, basis }));

const quarterly = async (): Promise<readonly ToldBefore[]> => keptOf(editionOf(await later({}), 'quarterly', []).told);

const sum = (figures: readonly string[]): number =>
  figures.reduce((total, value) => total + Math.round(Number(value) * 100), 0) / 100;

describe('what is kept of a report', () => {
  it.each([
    [
      'weekly',
      [
        ['registered-deals', 'registrations', '2026-W47', '2'],
        ['sourced-revenue', 'sourced', '2026-W47', '0.00'],
        ['sourced-revenue', 'sourced', '2026-Q3', '64007.50'],
        ['sourced-revenue', 'influenced', '2026-Q3', '0.00'],
      ],
    ],
    [
      'monthly',
      [
        ['onboarding-completion', 'cohort', '2026-10', '0'],
        ['sourced-revenue', 'sourced', '2026-10', '0.00'],
      ],
    ],
    [
      'quarterly',
      [
        ['sourced-revenue', 'sourced', '2026-Q3', '64007.50'],
        ['sourced-revenue', 'influenced', '2026-Q3', '0.00'],
      ],
    ],
  ] as const)('%s: figures of ended periods, and their parts add up to them', async (report, figures) => {
    const { told } = editionOf(await later({}), report, []);
    expect(told.map(({ kpi, figure, period, value }) => [kpi, figure, period, value])).toEqual(figures);
    for (const { value, parts } of told) expect(sum(parts.map((part) => part.value))).toBe(Number(value));
  });

  it('a scope keeps its own shares', async () => {
    const reporter = await later({});
    const report = reporter.report({ ...scope, report: 'quarterly', since: null, segment: { tier: 'Silver' } });
    expect(reporter.told(report)[0]).toMatchObject({
      value: '25007.25',
      parts: [
        { record: 'deal', id: 'd3', value: '25000.25', state: 'won' },
        { record: 'deal', id: 'd4', value: '7.00', state: 'won' },
      ],
    });
  });

  it('is told again the same as long as nothing changed', async () => {
    const reporter = await later({});
    const told = editionOf(reporter, 'weekly', []).told;
    expect(reporter.retell({ ...scope, figures: told })).toEqual(told);
    expect(editionOf(reporter, 'weekly', keptOf(told)).restated).toEqual([]);
    expect(reporter.restated({ ...scope, published: keptOf(told), basis: 'another' })).toEqual([]);
  });

  it('what cannot be computed any more is left out: another name, a week that begins elsewhere now', async () => {
    const reporter = await later({});
    const figures = [
      { kpi: 'sourced-revenue', figure: 'gone', period: '2026-Q3' },
      { kpi: 'sourced-revenue', figure: 'sourced', period: 'whenever' },
      { kpi: 'registered-deals', figure: 'registrations', period: '2026-W47' },
    ];
    expect(reporter.retell({ ...scope, figures }).map(({ period, value }) => [period, value])).toEqual([
      ['2026-W47', '2'],
    ]);
    const sunday = await reporterOn(before, { weekStart: 'sunday' });
    expect(sunday.retell({ ...scope, figures })).toEqual([]);
    const weeks = editionOf(sunday, 'weekly', []).told.slice(0, 1);
    expect(weeks).toMatchObject([{ period: '2026-11-15..2026-11-22', value: '1' }]);
    expect(sunday.retell({ ...scope, figures: weeks })).toEqual(weeks);
  });
});

describe('a figure that is another one now', () => {
  it('says why: two deals reopened, one amount changed, with links, the weightiest first', async () => {
    const reporter = await later({
      deals: [
        heading,
        deal('d1', 10_000, 'open', ''),
        deal('d2', 4_000, 'lost', '2026-11-20'),
        deal('d3', 50_100.5),
        deal('d4', 7),
      ],
    });
    expect(editionOf(reporter, 'quarterly', await quarterly()).restated).toEqual([
      {
        kpi: 'sourced-revenue',
        figure: 'sourced',
        period: '2026-Q3',
        before: '64007.50',
        after: '50107.50',
        reasons: [
          {
            reason: 'reopened',
            count: 2,
            value: '-14000.00',
            records: [
              { record: 'deal', id: 'd1', label: 'Deal d1', url: 'https://crm.example/d1' },
              { record: 'deal', id: 'd2', label: 'Deal d2', url: 'https://crm.example/d2' },
            ],
          },
          {
            reason: 'amount-changed',
            count: 1,
            value: '100.00',
            records: [{ record: 'deal', id: 'd3', label: 'Deal d3', url: 'https://crm.example/d3' }],
          },
        ],
      },
    ]);
  });

  it('added: booked late; removed: gone from the CRM, won in another period, or nobody’s any more', async () => {
    const reporter = await later({
      deals: [
        heading,
        deal('d1', 10_000, 'won', '2026-10-10'),
        deal('d3', 50_000.5),
        deal('d4', 7),
        deal('d5', 99),
        deal('d6', 1, 'won'),
      ],
      attributions: ['deal_id,partner_id,role', 'd1,a,sourced', 'd3,a,sourced', 'd5,b,sourced', 'd6,b,influenced'],
    });
    const [sourced, influenced] = editionOf(reporter, 'quarterly', await quarterly()).restated;
    expect(sourced?.reasons).toEqual([
      {
        reason: 'removed',
        count: 3,
        value: '-14007.00',
        records: [
          { record: 'deal', id: 'd1', label: 'Deal d1', url: 'https://crm.example/d1' },
          { record: 'deal', id: 'd2', label: null, url: null },
          { record: 'deal', id: 'd4', label: 'Deal d4', url: 'https://crm.example/d4' },
        ],
      },
      {
        reason: 'added',
        count: 1,
        value: '99.00',
        records: [{ record: 'deal', id: 'd5', label: 'Deal d5', url: 'https://crm.example/d5' }],
      },
    ]);
    expect(influenced).toMatchObject({ before: '0.00', after: '1.00', reasons: [{ reason: 'added', count: 1 }] });
  });

  it('registrations: one deleted, one entered late', async () => {
    const told = keptOf(editionOf(await later({}), 'weekly', []).told);
    const reporter = await later({
      registrations: [
        'id,partner_id,account,status,submitted_at',
        'r2,b,,rejected,2026-11-22',
        'r3,b,Late Ltd,submitted,2026-11-18',
        'r4,b,,submitted,2026-11-18',
      ],
    });
    const [registrations] = reporter.restated({ ...scope, published: told, basis: 'v1' });
    expect(registrations).toMatchObject({
      before: '2',
      after: '3',
      reasons: [
        { reason: 'added', count: 2, value: '2', records: [{ id: 'r3', label: 'Late Ltd' }, { id: 'r4' }] },
        { reason: 'removed', count: 1, value: '-1', records: [{ id: 'r1', label: null }] },
      ],
    });
  });

  it('names the definitions, mapping or settings first where they changed, beside what the records say', async () => {
    const reporter = await later({
      deals: [heading, deal('d1', 11_000), deal('d2', 4_000), deal('d3', 50_000.5), deal('d4', 7)],
    });
    const published = await quarterly();
    expect(editionOf(reporter, 'quarterly', published, 'v2').restated[0]?.reasons).toEqual([
      { reason: 'basis-changed', count: 1, value: null, records: [] },
      expect.objectContaining({ reason: 'amount-changed', value: '1000.00' }),
    ]);
  });

  it('is of the basis where no record explains it', async () => {
    const published = (await quarterly()).map((figure) => ({ ...figure, value: '1.00' }));
    const { restated } = editionOf(await later({}), 'quarterly', published);
    expect(restated[0]).toMatchObject({ before: '1.00', reasons: [{ reason: 'basis-changed', value: null }] });
  });

  it('shows ten records at most, and counts all', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `x${String(index).padStart(2, '0')}`);
    const reporter = await later({
      deals: [...(before.deals ?? []), ...ids.map((id, index) => deal(id, 100 + index))],
      attributions: [...(before.attributions ?? []), ...ids.map((id) => `${id},a,sourced`)],
    });
    const [added] = editionOf(reporter, 'quarterly', await quarterly()).restated[0]?.reasons ?? [];
    expect([added?.count, added?.value]).toEqual([12, '1266.00']);
    expect(added?.records.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 10));
  });

  it('an amount that was missing moves the figure when it comes, and nothing while it is missing', async () => {
    const unknown = await later({
      deals: [heading, deal('d1', ''), deal('d2', 4_000), deal('d3', 50_000.5), deal('d4', 7)],
    });
    const published = keptOf(editionOf(unknown, 'quarterly', []).told);
    const { restated } = editionOf(await later({}), 'quarterly', published);
    expect(restated[0]?.reasons).toMatchObject([{ reason: 'amount-changed', count: 1, value: '10000.00' }]);
  });

  it('the same amount written otherwise is the same figure', async () => {
    const published = (await quarterly()).map((figure) => ({ ...figure, value: `${figure.value}0` }));
    expect(editionOf(await later({}), 'quarterly', published).restated).toEqual([]);
  });
});

describe('two tellings of a figure', () => {
  const told = (value: string, ...parts: readonly (readonly [string, string, string])[]): ToldFigure => ({
    ...{ kpi: 'k', figure: 'f', period: 'p', value },
    parts: parts.map(([id, share, state]) => ({ record: 'registration', id, value: share, state })),
  });

  it('name a changed state where the share follows it, and leave alone what moved nothing', () => {
    const before = {
      ...told('3', ['r1', '1', 'approved'], ['r2', '1', 'approved'], ['r3', '1', 'submitted']),
      basis: '',
    };
    const after = told('2', ['r1', '0', 'rejected'], ['r2', '1', 'expired'], ['r3', '1', 'submitted']);
    expect(restate([before], [after], '', () => null)).toEqual([
      {
        ...{ kpi: 'k', figure: 'f', period: 'p', before: '3', after: '2' },
        reasons: [
          {
            reason: 'state-changed',
            count: 1,
            value: '-1',
            records: [{ record: 'registration', id: 'r1', label: null, url: null }],
          },
        ],
      },
    ]);
    expect(restate([before], [], '', () => null)).toEqual([]);
  });
});

describe('what figures are computed by', () => {
  const settings = (of: object) => programSettings.parse(of);

  it('is another basis with other settings that move figures, or another mapping, and else the same', () => {
    const basis = basisOf(settings({}), { a: 1, b: [2] });
    expect(basisOf(settings({ onboardingGoal: 0.5, stalledDays: 9 }), { b: [2], a: 1 })).toBe(basis);
    const others = [
      basisOf(settings({ timeZone: 'Asia/Kolkata' }), { a: 1, b: [2] }),
      basisOf(settings({ currency: 'USD' }), { a: 1, b: [2] }),
      basisOf(settings({ countTypes: ['new'] }), { a: 1, b: [2] }),
      basisOf(settings({}), { a: 1, b: [3] }),
    ];
    expect(new Set([basis, ...others]).size).toBe(5);
  });
});

describe('reasons that were kept', () => {
  it('are read where they have our shape, and are null otherwise', async () => {
    const reporter = await later({ deals: [heading, deal('d1', 5)] });
    const [restated] = editionOf(reporter, 'quarterly', await quarterly()).restated;
    expect(readReasons(JSON.parse(JSON.stringify(restated?.reasons)))).toEqual(restated?.reasons);
    expect(readReasons([{ reason: 'because' }])).toBeNull();
  });
});
