import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/reports/csv.ts';
import { reportCsv } from '../../src/reports/report-csv.ts';
import { reportAt, reporterOn } from './world.ts';

const NOW = '2026-11-24T09:30:00Z';

describe('a table for a spreadsheet', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 1', "'+49 30 1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['\nx', `"'\nx"`],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['a=b', 'a=b'],
    ['-12.50', '-12.50'],
    ['-12.5.0', "'-12.5.0"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    [-3, '-3'],
    [null, ''],
    ['', ''],
  ] as const)('%j', (value, text) => {
    expect(csv([['x', value]])).toBe(`x,${text}\r\n`);
  });

  it('has one line per row of a report, under one heading, whatever stands in it', async () => {
    const reporter = await reporterOn({
      partners: [
        'id,name,manager_email,active,onboarding_started_at',
        'a,"=cmd|\'x\'!A1",kim@example.com,true,2026-01-01',
      ],
      registrations: [
        'id,partner_id,account,status,submitted_at,expires_at',
        'r1,a,"@Acme, ""Inc""",submitted,2026-06-01,2026-11-20',
        'r2,a,,submitted,2026-06-01,2026-11-30',
      ],
      deals: ['id,name,amount,status,created_at,registration_id', 'd1,+Deal,-5.50,open,2026-01-01,r2'],
      certifications: ['partner_id,person_id,name,earned_at,expires_at', 'a,u,-Pro,2026-01-01,2026-12-01'],
    });
    const rows = (text: string): Record<string, string>[] => parse(text, { columns: true });
    const weekly = rows(reportCsv(reportAt(reporter, 'weekly', NOW)));
    expect(weekly.map(({ list, id, name, amount, currency }) => [list, id, name, amount, currency])).toEqual([
      ['expired-new', 'r1', '\'@Acme, "Inc"', '', ''],
      ['expiring', 'r2', '', '-5.50', 'EUR'],
      ['stalled', 'd1', "'+Deal", '-5.50', 'EUR'],
    ]);
    expect(weekly.map(({ partner, partner_id }) => [partner, partner_id])).toEqual(
      Array.from({ length: 3 }, () => ["'=cmd|'x'!A1", 'a']),
    );
    expect(rows(reportCsv(reportAt(reporter, 'monthly', NOW)))).toMatchObject([
      { list: 'expiring-certification', name: "'-Pro", date: '2026-12-01', days: '7', manager: 'kim@example.com' },
    ]);
    expect(
      reportCsv(reportAt(reporter, 'quarterly', NOW))
        .trim()
        .split('\r\n'),
    ).toHaveLength(1);
  });
});
