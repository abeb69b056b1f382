import { describe, expect, it } from 'vitest';
import { reportAt, reporterOn } from './world.ts';

const NOW = '2026-11-24T09:30:00Z';
const partners = ['id,name,tier,manager_email', 'a,Acme,Gold,kim@example.com', 'b,Beta,Silver,lee@example.com'];
const dealHeading =
  'id,name,amount,currency,stage,status,created_at,closed_at,expected_close_on,stage_entered_at,last_activity_at,registration_id,url';

describe('rule 5.2', () => {
  const registrations = (...rows: string[]) => [
    'id,partner_id,deal_id,status,submitted_at,decided_at,expires_at',
    ...rows,
  ];
  const deal = (
    id: string,
    entered: string,
    active: string,
    more: { created?: string; names?: string; stage?: string } = {},
  ) =>
    `${id},Deal ${id},100,,${more.stage ?? 'Qualify'},open,${more.created ?? '2026-01-05'},,,${entered},${active},${more.names ?? ''},https://crm.example/${id}`;
  const stalledIn = async (deals: readonly string[], rows: readonly string[], settings = {}) => {
    const reporter = await reporterOn(
      { partners, deals: [dealHeading, ...deals], registrations: registrations(...rows) },
      settings,
    );
    return reportAt(reporter, 'weekly', NOW).stalled.map(({ id, days }) => [id, days]);
  };

  it('30 days or more since both, one deciding where the other is unknown or still to come, creation where both are', async () => {
    const cases = [
      deal('both', '2026-10-25', '2026-10-20'),
      deal('moved', '2026-10-01', '2026-10-26'),
      deal('entered-only', '2026-10-24', ''),
      deal('activity-only', '', '2026-10-23'),
      deal('neither', '', '', { created: '2026-10-22' }),
      deal('neither-young', '', '', { created: '2026-10-26' }),
      deal('to-come', '2026-10-21', '2026-11-25'),
      deal('both-to-come', '2026-12-01', '2026-12-01', { created: '2026-10-20' }),
    ];
    const rows = cases.map((line, index) => `r${index},a,${line.split(',')[0]},approved,2026-02-01,2026-02-02,`);
    expect(await stalledIn(cases, rows)).toEqual([
      ['both-to-come', 35],
      ['to-come', 34],
      ['neither', 33],
      ['activity-only', 32],
      ['entered-only', 31],
      ['both', 30],
    ]);
  });

  it('linked either way, also by the other’s own link elsewhere; not where all its registrations are rejected or withdrawn', async () => {
    const deals = [
      'named',
      'naming',
      'naming-a-taken-one',
      'rejected',
      'rejected-later',
      'withdrawn',
      'alone',
      'second',
    ].map((id) => {
      const names = { naming: 'r2', 'naming-a-taken-one': 'r1', rejected: 'r3', second: 'r3' }[id];
      return deal(id, '2026-10-01', '', names === undefined ? {} : { names });
    });
    const rows = [
      'r1,a,named,approved,2026-02-01,2026-02-02,',
      'r2,a,,expired,2026-02-01,,2026-03-01',
      'r3,a,,rejected,2026-02-01,2026-02-02,',
      'r4,a,rejected-later,rejected,2026-02-01,2026-11-25,',
      'r5,a,withdrawn,withdrawn,2026-02-01,2026-02-02,',
      'r6,b,second,converted,2026-02-01,2026-02-02,',
      'r7,b,alone,approved,2026-11-25,,',
    ];
    const found = (await stalledIn(deals, rows)).map(([id]) => id);
    expect(found).toEqual(['named', 'naming', 'naming-a-taken-one', 'rejected-later', 'second']);
  });

  it('only open deals, as of then: one closed later is open, in no stage of its own', async () => {
    const reporter = await reporterOn({
      partners,
      deals: [
        dealHeading,
        'w,W,100,,Closed won,won,2026-01-05,2026-11-25,,2026-11-25,2026-10-01,,',
        'x,X,100,,Closed won,won,2026-01-05,2026-11-24,,2026-01-05,2026-10-01,,',
        'y,Y,,,,open,2026-01-05,2026-02-05,,2026-01-05,2026-10-02,,',
      ],
      registrations: registrations(
        'r1,a,w,approved,2026-02-01,2026-02-02,',
        'r2,b,x,approved,2026-02-01,2026-02-02,',
        'r3,b,y,approved,2026-02-01,2026-02-02,',
        'r4,a,y,approved,2026-01-31,2026-02-02,',
      ),
    });
    const told = reportAt(reporter, 'weekly', NOW).stalled;
    expect(
      told.map(({ id, days, stage, amount, partner, manager }) => ({ id, days, stage, amount, partner, manager })),
    ).toEqual([
      {
        id: 'w',
        days: 54,
        stage: 'closed since',
        amount: '100.00',
        partner: { id: 'a', name: 'Acme', url: null },
        manager: 'kim@example.com',
      },
      {
        id: 'y',
        days: 53,
        stage: null,
        amount: null,
        partner: { id: 'a', name: 'Acme', url: null },
        manager: 'kim@example.com',
      },
    ]);
    const silver = reportAt(reporter, 'weekly', NOW, { segment: { tier: 'Silver' } }).stalled;
    expect(silver.map(({ id, partner }) => [id, partner?.id])).toEqual([['y', 'b']]);
  });

  it('another number of days, for the program and for single stages', async () => {
    const deals = [
      deal('quick', '2026-11-10', '', { stage: 'Propose' }),
      deal('slow', '2026-10-15', '', { stage: 'Legal' }),
      deal('usual', '2026-10-30', ''),
    ];
    const rows = ['quick', 'slow', 'usual'].map((id) => `r-${id},a,${id},approved,2026-02-01,2026-02-02,`);
    expect(await stalledIn(deals, rows)).toEqual([['slow', 40]]);
    const settings = { stalledDays: 20, stalledDaysByStage: { Propose: 14, Legal: 60 } };
    expect(await stalledIn(deals, rows, settings)).toEqual([
      ['usual', 25],
      ['quick', 14],
    ]);
  });
});

describe('rule 5.4', () => {
  const reporter = () =>
    reporterOn({
      partners,
      deals: [
        dealHeading,
        'd1,D,100.10,,Qualify,open,2026-01-05,,2026-11-24,2026-01-06,,,',
        'd2,D,50,,Qualify,open,2026-01-05,,2026-11-23,2026-01-06,,,',
        'd3,D,,,Qualify,open,2026-01-05,,,2026-01-06,,,',
        'd4,D,10,USD,Propose,open,2026-01-05,,2027-01-31,2026-03-01,,,',
        'd5,D,70,,Propose,open,2026-01-05,,2026-11-30,2026-03-01,,,',
        'd6,D,,,Propose,open,2026-01-05,,2026-11-30,,,,',
        'd7,D,30,,Closed won,won,2026-01-05,2026-12-24,2026-11-30,,,,',
        'd8,D,99,,,open,2026-01-05,,2026-11-30,,,,',
        'd9,D,99,,Propose,open,2026-01-05,,2026-11-30,,,,',
        'd10,D,99,,Propose,lost,2026-01-05,2026-11-20,2026-11-30,,,,',
        'd11,D,99,,Propose,open,2026-11-25,,2026-11-30,,,,',
      ],
      attributions: [
        'deal_id,partner_id,role',
        'd1,a,sourced',
        'd1,b,sourced',
        'd2,a,sourced',
        'd2,b,influenced',
        'd3,a,sourced',
        'd4,a,sourced',
        'd5,b,influenced',
        'd6,b,influenced',
        'd7,b,influenced',
        'd7,a,sourced',
        'd8,a,sourced',
        'd10,a,sourced',
        'd11,a,sourced',
      ],
    });
  const bucket = (stage: string, month: string, sourced: string, n: number, influenced = '0.00', m = 0) => ({
    stage,
    month,
    sourced,
    sourcedDeals: n,
    influenced,
    influencedDeals: m,
  });

  it('by stage and month, overdue and unknown apart, each open deal whole and once, influenced only where nobody sourced it', async () => {
    const { pipeline, leftOut } = reportAt(await reporter(), 'weekly', NOW);
    expect(pipeline).toEqual([
      bucket('Qualify', 'overdue', '50.00', 1),
      bucket('Qualify', '2026-11', '100.10', 1),
      bucket('Qualify', 'unknown', '0.00', 1),
      bucket('Propose', '2026-11', '0.00', 0, '70.00', 2),
      bucket('Propose', '2027-01', '0.00', 1),
      bucket('closed since', '2026-11', '30.00', 1),
      bucket('(unknown)', '2026-11', '99.00', 1),
    ]);
    expect(leftOut).toEqual([
      { reason: 'no-amount', count: 1 },
      { reason: 'unconverted', count: 1 },
      { reason: 'influenced-no-amount', count: 1 },
    ]);
  });

  it('in a segment: the deals in which one of its partners has the deciding part, still whole', async () => {
    const open = await reporter();
    const silver = reportAt(open, 'weekly', NOW, { segment: { tier: 'Silver' } });
    expect(silver.pipeline).toEqual([
      bucket('Qualify', '2026-11', '100.10', 1),
      bucket('Propose', '2026-11', '0.00', 0, '70.00', 2),
    ]);
    expect(reportAt(open, 'weekly', NOW, { partners: ['b'] }).pipeline).toEqual(silver.pipeline);
    expect(silver.quality).toEqual({
      activePartners: 1,
      partnersWithoutManager: 0,
      dealsWithoutAmount: 1,
      dealsUnconverted: 0,
    });
  });

  it('the day is that of the reporting zone', async () => {
    const zoned = await reporterOn(
      {
        partners,
        deals: [dealHeading, 'd1,D,5,,Qualify,open,2026-01-05,,2026-11-24,,,,'],
        attributions: ['deal_id,partner_id,role', 'd1,a,sourced'],
      },
      { timeZone: 'Asia/Kolkata' },
    );
    const month = (asOf: string) => reportAt(zoned, 'weekly', asOf).pipeline[0]?.month;
    expect([month('2026-11-24T18:29:59Z'), month('2026-11-24T18:30:00Z')]).toEqual(['2026-11', 'overdue']);
  });
});
