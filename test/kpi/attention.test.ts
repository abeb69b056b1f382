import { describe, expect, it } from 'vitest';
import type { AttentionReason } from '../../src/kpi/analyst.ts';
import { programSettings } from '../../src/records/settings.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { analystOf } from './world.ts';

const NOV_24 = Date.parse('2026-11-24T09:30:00Z');

/** What the one partner of a folder needs, by the reasons' codes. */
async function reasonsOf(
  files: Readonly<Record<string, readonly string[]>>,
  asOf = NOV_24,
): Promise<readonly AttentionReason[]> {
  const folder = temporaryFolder();
  const empty = {
    partners: ['id,name,active', 'a,A,true'],
    deals: ['id,name,amount,status,created_at,closed_at'],
    attributions: ['deal_id,partner_id,role'],
  };
  for (const [name, rows] of Object.entries({ ...empty, ...files })) put(folder, `${name}.csv`, `${rows.join('\n')}\n`);
  const analyst = await analystOf(folder, programSettings.parse({}));
  return analyst.attention(null, asOf).flatMap(({ reasons }) => reasons);
}

const registered = (...days: readonly string[]): readonly string[] => [
  'id,partner_id,status,submitted_at,decided_at',
  ...days.map((day, index) => `r${index},a,approved,${day},${day}`),
];

describe('what needs attention', () => {
  // last-90-days on 24 November is 26 August to 23 November; the 90 days before it begin on 28 May.
  it.each([
    ['the first day of last-90-days is in them', ['2026-08-26'], 1],
    ['the last day before them is not', ['2026-08-25'], 0],
    ['yesterday is in them', ['2026-11-23'], 1],
    ['today is in none', ['2026-11-24'], 0],
  ])('registrations are compared over the days of rule 2.2: %s', async (_title, extra, now) => {
    const before = ['2026-05-28', '2026-06-10', '2026-07-01', '2026-08-25'];
    const reasons = await reasonsOf({ registrations: registered(...before, ...extra) });
    const counted = before.length + (extra[0] === '2026-08-25' ? 1 : 0);
    expect(reasons).toContainEqual({ code: 'registrations-down', values: { now, before: counted } });
  });

  it('a day earlier than both windows counts in neither', async () => {
    const reasons = await reasonsOf({
      registrations: registered('2026-05-27', '2026-06-10', '2026-07-01', '2026-08-25'),
    });
    expect(reasons.map(({ code }) => code)).not.toContain('registrations-down');
  });

  it('an open deal without amount asks for a certificate like any other', async () => {
    const reasons = await reasonsOf({
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'x,X,,open,2026-10-01,',
        'y,Y,5,open,2026-10-01,',
        'z,Z,5,won,2026-10-01,2026-10-02',
      ],
      attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,a,sourced', 'z,a,sourced'],
    });
    expect(reasons).toContainEqual({ code: 'no-valid-certification', values: { deals: 2 } });
  });
});
