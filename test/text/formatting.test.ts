import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/text/languages.ts';
import { periodDates, periodLabel, periodWithin } from '../../src/text/say/period.ts';
import { speaker } from '../../src/text/say/speaker.ts';
import { arrowTrend, trend } from '../../src/text/say/trend.ts';

const en = speaker('en', 'Europe/Berlin', 'EUR');
const de = speaker('de', 'Europe/Berlin', 'EUR');
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('money', () => {
  it('is exact beyond binary floating point (rule 2.5)', () => {
    expect(en.format.money('12345678901234567890.55')).toBe('€12,345,678,901,234,567,890.55');
    expect(plain(de.format.money('-0.10'))).toBe('-0,10 €');
    expect(speaker('en', 'UTC', 'JPY').format.money('1200')).toBe('JP¥1,200');
  });

  it.each([
    ['0', '€0', '0 €'],
    ['9949', '€9,949', '9.949 €'],
    ['9950', '€10k', '10 Tsd. €'],
    ['412345.10', '€412k', '412 Tsd. €'],
    ['999499', '€999k', '999 Tsd. €'],
    ['999500', '€1M', '1 Mio. €'],
    ['1234567', '€1.2M', '1,2 Mio. €'],
    ['-2500000000', '-€2.5bn', '-2,5 Mrd. €'],
  ])('%s is short for phones', (amount, english, german) => {
    expect(plain(en.format.moneyShort(amount))).toBe(english);
    expect(plain(de.format.moneyShort(amount))).toBe(german);
  });

  it('short money is always near the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_000_000, max: 9_000_000 }), (amount) => {
        const [, sign, figure, unit] = /^(-?)€([\d.,]+)(k|M)?$/.exec(en.format.moneyShort(amount)) ?? [];
        const back = Number(`${sign}${figure?.replaceAll(',', '')}`) * (unit === 'M' ? 1e6 : unit === 'k' ? 1e3 : 1);
        expect(Math.abs(back - amount)).toBeLessThanOrEqual(Math.max(1, Math.abs(amount) * 0.06));
      }),
    );
  });
});

describe('dates and ages', () => {
  it('instants are shown in the reporting zone, dates as they are (rule 1.5)', () => {
    expect(en.format.date('2026-11-03')).toBe('3 Nov 2026');
    expect(en.format.date('2026-11-02T23:30:00.000Z')).toBe('3 Nov 2026');
    expect(de.format.instant('2026-07-01T10:05:00.000Z')).toBe('1. Juli 2026, 12:05');
  });

  it('ages are in minutes, hours, days', () => {
    const at = '2026-11-03T12:00:00.000Z';
    const older = (minutes: number) => en.format.ago(at, Date.parse(at) + minutes * 60_000);
    expect([older(0), older(12), older(180), older(60 * 72)]).toEqual([
      '0 min ago',
      '12 min ago',
      '3 hr ago',
      '3 days ago',
    ]);
  });
});

describe('periods (rule 2.2)', () => {
  it.each<[string, string, string, string]>([
    ['last-90-days', 'last 90 days', 'letzte 90 Tage', 'in den letzten 90 Tagen'],
    ['last-quarter', 'last quarter', 'letztes Quartal', 'im letzten Quartal'],
    ['2026-Q3', 'Q3 2026', 'Q3 2026', 'in Q3 2026'],
    ['2026-09', 'September 2026', 'September 2026', 'im September 2026'],
    ['2026-W05', 'week 5 of 2026', 'KW 5 2026', 'in KW 5 2026'],
    ['2026', '2026', '2026', 'im Jahr 2026'],
    [
      '2026-09-01..2026-10-01',
      '1 Sept 2026 – 30 Sept 2026',
      '1. Sept. 2026 – 30. Sept. 2026',
      'vom 1. Sept. 2026 bis 30. Sept. 2026',
    ],
    ['all', 'all time', 'gesamte Zeit', 'in der gesamten Zeit'],
  ])('%s', (name, english, german, within) => {
    expect(periodLabel(name, en).text).toBe(english);
    expect(periodLabel(name, de).text).toBe(german);
    expect(periodWithin(name, de).text).toBe(within);
  });

  it('the end is excluded, and a running one is open', () => {
    const period = {
      name: '2026-Q3',
      start: '2026-06-30T22:00:00.000Z',
      end: '2026-09-30T22:00:00.000Z',
      running: false,
    };
    expect(periodDates(period, en)?.text).toBe('1 Jul 2026 – 30 Sept 2026');
    expect(periodDates({ ...period, running: true }, en)?.text).toBe('1 Jul 2026 until now');
    expect(periodDates({ ...period, start: null }, en)).toBeNull();
  });
});

describe('trends', () => {
  it.each<[Language, unknown, unknown, 'money' | 'count' | 'share' | 'days' | 'score', string]>([
    ['en', '412000', '349000', 'money', '▲ up 18% from €349k'],
    ['en', 1, 3, 'count', '▼ down from 3'],
    ['en', 30, 20, 'count', '▲ up 50% from 20'],
    ['en', 0.66, 0.7, 'share', '▼ down 4 points from 70%'],
    ['de', 71, 88, 'days', '▼ 17 Tage weniger als zuvor (88 Tage)'],
    ['en', 5, 5, 'count', '→ unchanged'],
    ['en', 5, null, 'count', 'no earlier figure to compare with'],
  ])('%s: %s after %s %s', (language, now, before, unit, text) => {
    const of = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? value : null);
    expect(plain(arrowTrend(of(now), of(before), unit, language === 'en' ? en : de).text)).toBe(text);
  });

  it('never claims a rise for a fall', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (now, before) => {
        const text = trend(now, before, 'count', en).text;
        expect(text.startsWith('up')).toBe(now > before);
        expect(text.startsWith('down')).toBe(now < before);
      }),
    );
  });
});
