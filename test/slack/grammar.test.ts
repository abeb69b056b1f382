import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kpiIds } from '../../src/kpi/list.ts';
import { programSettings } from '../../src/records/settings.ts';
import { vocabularies } from '../../src/slack/commands/grammar/keywords.ts';
import { parse, type Reading } from '../../src/slack/commands/grammar/parse.ts';
import { normalise } from '../../src/slack/commands/grammar/tokens.ts';
import { fiscalToday } from '../../src/slack/commands/reply-to-words.ts';
import { pack, unpack } from '../../src/slack/question.ts';

const today = { year: 2026, quarter: 4 };

function first(typed: string): Reading {
  const parsed = parse(typed, today);
  if (parsed.kind !== 'readings' || parsed.readings[0] === undefined) throw new Error(`${typed} is ${parsed.kind}`);
  return parsed.readings[0];
}

describe('words', () => {
  it.each([
    ['acme', null, null, 'acme'],
    ['registrations acme last-quarter', 'registered-deals', 'last-quarter', 'acme'],
    ['registrations acme last\u2011quarter', 'registered-deals', 'last-quarter', 'acme'],
    ['last quarter acme registrations', 'registered-deals', 'last-quarter', 'acme'],
    ['Letztes Quartal Registrierungen Acme', 'registered-deals', 'last-quarter', 'Acme'],
    ['umsatz dieser monat', 'sourced-revenue', 'this-month', null],
    ['letzte 90 Tage nps', 'partner-satisfaction', 'last-90-days', null],
    ['last-30-days portal', 'portal-engagement', 'last-30-days', null],
    ['Zeit bis zum ersten Deal acme', 'time-to-first-deal', null, 'acme'],
    ['revenue of the partner Acme in Q3', 'sourced-revenue', '2026-Q3', 'Acme'],
    ['KW 38 2026 inhalte', 'content-adoption', '2026-W38', null],
    ['2026-W05 content', 'content-adoption', '2026-W05', null],
    ['märz 2026 zertifizierungen', 'training-certification', '2026-03', null],
    ['revenue 2026-09-01..2026-10-01', 'sourced-revenue', '2026-09-01..2026-10-01', null],
    ['umsatz gesamt', 'sourced-revenue', 'all', null],
  ])('“%s”', (typed, kpi, period, name) => {
    expect(first(typed)).toMatchObject({ kpi, period, name });
  });

  it('a quarter without year is the one that has begun last (rule 2.2)', () => {
    const parsed = parse('revenue Q4', { year: 2027, quarter: 2 });
    expect(parsed.kind === 'readings' && parsed.readings[0]?.period).toBe('2026-Q4');
    const settings = programSettings.parse({ fiscalYearStart: 4, timeZone: 'Asia/Tokyo' });
    expect(fiscalToday({ settings }, Date.parse('2026-03-31T20:00:00Z'))).toEqual({ year: 2027, quarter: 1 });
  });

  it('groups take colon or equals sign, quotes, both languages', () => {
    expect(first('revenue tier:Gold').segment).toEqual({ tier: 'Gold' });
    expect(first('revenue tier=“Gold Plus” region:EMEA').segment).toEqual({ tier: 'Gold Plus', region: 'EMEA' });
    expect(first('umsatz Stufe:Gold').segment).toEqual({ tier: 'Gold' });
    expect(first('ratio 4:3 systems').name).toBe('ratio 4:3 systems');
  });

  it('quotes of any kind make a literal', () => {
    for (const typed of ['"Last Quarter"', '“Last Quarter”', '„Last Quarter“', '«Last Quarter»', "'Last Quarter'"]) {
      expect(first(typed)).toMatchObject({ name: 'Last Quarter', period: null });
    }
    expect(first("O'Neil & Sons").name).toBe("O'Neil & Sons");
  });

  it('keywords that could be a name give both readings', () => {
    const parsed = parse('revenue rocket', today);
    const names = parsed.kind === 'readings' ? parsed.readings.map(({ name }) => name) : [];
    expect(names).toEqual(['rocket', 'revenue rocket']);
  });

  it.each(['help', 'Hilfe', '?', 'help me'])('“%s” is help', (typed) => {
    expect(parse(typed, today).kind).toBe('help');
  });
});

describe('laws', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 12 });

  it('any text can be read, and no word is lost', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (list) => {
        const parsed = parse(list.join(' '), today);
        if (parsed.kind === 'readings') expect(parsed.readings.length).toBeGreaterThan(0);
      }),
    );
  });

  it('every KPI word in every language is that KPI, in any order with a period and a name', () => {
    const cases = vocabularies.flatMap(({ kpis }) =>
      kpiIds.flatMap((kpi) => kpis[kpi].map((typed) => ({ kpi, typed }))),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.constantFrom([0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
        (one, order) => {
          const parts = [one.typed, 'xyzzy', 'last-quarter'];
          const reading = first(order.map((index) => parts[index]).join(' '));
          expect(reading).toMatchObject({ kpi: one.kpi, period: 'last-quarter', name: 'xyzzy' });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('every keyword is written in the form in which words are compared', () => {
    for (const { kpis, periods, segments, fillers } of vocabularies) {
      for (const list of [...Object.values(kpis), ...Object.values(periods), ...Object.values(segments), fillers]) {
        for (const typed of list) expect(normalise(typed)).toBe(typed);
      }
    }
  });

  it('a question survives its button, and nothing else gets through', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const question = fc.record({
      kpi: fc.constantFrom(...kpiIds, null),
      partner: fc.option(text),
      segment: fc.record({ tier: text, region: text }, { requiredKeys: [] }),
      period: fc.constantFrom('last-quarter', '2026-Q3', null),
      asOf: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(question, fc.nat({ max: 50 }), (asked, page) => {
        expect(unpack(pack(asked, page))).toEqual({ ...asked, page });
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        const read = unpack(value);
        if (read !== null)
          expect(Object.keys(read).sort()).toEqual(['asOf', 'kpi', 'page', 'partner', 'period', 'segment']);
      }),
    );
    expect(unpack('{"k":"no-such-kpi"}')).toBeNull();
    expect(unpack('{"p":"x","evil":1}')).toBeNull();
    expect(unpack('x'.repeat(3000))).toBeNull();
  });
});
