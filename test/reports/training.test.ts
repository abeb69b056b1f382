import { describe, expect, it } from 'vitest';
import { reportAt, reporterOn } from './world.ts';

/** A Tuesday; the eight complete weeks before begin on 28 September. */
const NOW = '2026-11-24T09:30:00Z';
const trainings = 'partner_id,person_id,module,required,assigned_at,completed_at';

describe('rule 5.3', () => {
  const world = () =>
    reporterOn({
      partners: [
        'id,name,tier,active,joined_at',
        'a,A,Gold,true,2026-02-01',
        'b,B,Gold,true,2026-03-31',
        'c,C,,true,',
        'd,D,Silver,false,2026-02-01',
        'e,E,Gold,true,2026-02-01',
        'f,F,Gold,true,2026-11-10',
      ],
      partner_history: [
        'partner_id,field,value,valid_from',
        'b,tier,Silver,2025-01-01',
        'b,tier,Gold,2026-11-22T12:00:00Z',
      ],
      trainings: [
        trainings,
        'a,u1,Basics,true,2026-01-01,2026-11-18',
        'a,u2,Sales,true,2026-01-01,2026-11-18',
        'a,u1,Demo,false,2026-01-01,2026-11-22T23:59:59.999Z',
        'b,u1,Basics,true,2026-01-01,2026-11-22T11:59:59.999Z',
        'c,u1,Basics,true,2026-11-16,',
        'd,u1,Basics,true,2026-01-01,2026-11-19',
        'e,u1,Demo,,2026-01-01,',
        'f,u1,Basics,true,,',
      ],
    });

  it('the share at the end of each of the last eight complete weeks, oldest first', async () => {
    const rows = reportAt(await world(), 'weekly', NOW).training;
    expect([...new Set(rows.map(({ week }) => week))]).toEqual([
      '2026-09-28',
      '2026-10-05',
      '2026-10-12',
      '2026-10-19',
      '2026-10-26',
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
    ]);
    const gold = rows.filter(({ tier, cohort }) => tier === 'Gold' && cohort === '2026-Q1');
    expect(gold.map(({ withRequired, trained }) => [withRequired, trained])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [2, 2],
    ]);
  });

  it('completions of all modules and partners in the tier at the completion, a row also where only they are', async () => {
    const rows = reportAt(await world(), 'weekly', NOW).training.filter(({ week }) => week === '2026-11-16');
    expect(rows.map(({ week: _, ...row }) => row)).toEqual([
      { tier: 'Gold', cohort: '2026-Q1', withRequired: 2, trained: 2, completions: 3 },
      { tier: 'Gold', cohort: '2026-Q4', withRequired: 1, trained: 0, completions: 0 },
      // b was Silver when it completed and Gold at the week's end; d is not active.
      { tier: 'Silver', cohort: '2026-Q1', withRequired: 0, trained: 0, completions: 2 },
      { tier: null, cohort: null, withRequired: 1, trained: 0, completions: 0 },
    ]);
  });

  it('tiers add up to the program, and a list has only its own', async () => {
    const reporter = await world();
    const sum = (asked: Parameters<typeof reportAt>[3]) =>
      reportAt(reporter, 'weekly', NOW, asked).training.reduce(
        (total, row) => total + row.withRequired + row.completions,
        0,
      );
    const tiers = ['Gold', 'Silver', '(unknown)'].map((tier) => sum({ segment: { tier } }));
    expect(tiers.reduce((total, n) => total + n, 0)).toBe(sum({}));
    const list = reportAt(reporter, 'weekly', NOW, { partners: ['c', 'd'] }).training;
    expect(list.map(({ week, tier, withRequired, completions }) => [week, tier, withRequired, completions])).toEqual([
      ['2026-11-16', 'Silver', 0, 1],
      ['2026-11-16', null, 1, 0],
    ]);
  });
});
