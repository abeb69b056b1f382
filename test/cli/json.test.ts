import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demoFolder } from './demo-folder.ts';
import { pulse } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const kpis = [
  'sourced-revenue',
  'registered-deals',
  'time-to-first-deal',
  'onboarding-completion',
  'training-certification',
  'content-adoption',
  'portal-engagement',
  'partner-satisfaction',
];

describe('JSON on the demo program (rule 8)', () => {
  const check = schemaChecker();
  let folder = '';
  beforeAll(async () => {
    folder = await demoFolder();
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const json = async (...args: string[]): Promise<unknown> => {
    const run = await pulse(args, { cwd: folder });
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    return JSON.parse(run.stdout);
  };

  it.each([
    ['kpis', ['kpis', '--json']],
    ['movers', ['movers', '--json']],
    ['status', ['status', '--json']],
    ['audit', ['audit', '--json']],
    ['scorecard', ['scorecard', 'P-1001', '--json']],
    ['digest', ['digest', 'weekly', '--preview', '--format', 'json', '--as-of', '2026-11-20T10:00:00Z']],
    ['digest', ['digest', 'monthly', '--preview', '--format', 'json', '--segment', 'tier=Gold']],
    ['digest', ['digest', 'quarterly', '--preview', '--format', 'json', '--partner', 'P-1001', '--partner', 'P-1002']],
    ['restatements', ['restatements', '--json']],
    ['kpi-answer', ['kpi', 'sourced-revenue', '--period', 'last-quarter', '--records', '--json']],
  ] as const)('%s follows its schema', async (schema, args) => {
    check(schema, await json(...args));
  });

  it('answers every KPI for program, segment and partner after its schema, in order, at 100 a second or more', async () => {
    const scopes = [
      {},
      { segment: { tier: 'Gold' } },
      { segment: { region: 'DACH', enablement: 'certified' } },
      { partner: 'P-1002' },
    ];
    const periods = [undefined, 'last-90-days', 'this-month', 'all', '2026-Q2'].flatMap((period) => [
      period,
      period,
      period,
      period,
    ]);
    const questions = kpis.flatMap((kpi) =>
      scopes.flatMap((scope) => periods.map((period) => ({ kpi, ...scope, period }))),
    );
    const input = questions.map((question) => JSON.stringify(question)).join('\n');
    const began = performance.now();
    const run = await pulse(['kpi', '--stdin'], { cwd: folder, input });
    const seconds = (performance.now() - began) / 1000;
    expect(run.code, run.stderr).toBe(0);
    const answers = run.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(answers).toHaveLength(questions.length);
    for (const answer of answers) check('kpi-answer', answer);
    const named = z.array(z.object({ kpi: z.string() })).parse(answers);
    expect(named.map(({ kpi }) => kpi)).toEqual(questions.map(({ kpi }) => kpi));
    expect(questions.length / seconds).toBeGreaterThan(100);
  }, 60_000);

  it('exports every record after its schema, people as keyed hashes only', async () => {
    const run = await pulse(['export', '--json'], { cwd: folder });
    expect(run.code).toBe(0);
    const lines = run.stdout.trim().split('\n');
    for (const line of lines) check('export-line', JSON.parse(line));
    const types = new Set(lines.map((line) => z.object({ record: z.string() }).parse(JSON.parse(line)).record));
    expect(types.size).toBe(16);
  }, 60_000);
});
