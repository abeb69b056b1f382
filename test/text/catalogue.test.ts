import { type MessageFormatElement, parse as parseIcu, TYPE } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { kpiIds, kpis } from '../../src/kpi/list.ts';
import { leftOutReasons } from '../../src/kpi/tally.ts';
import { catalogue } from '../../src/text/index.ts';
import { answerKeys } from '../../src/text/keys/answer.ts';
import { digestKeys } from '../../src/text/keys/digest.ts';
import { filterKeys } from '../../src/text/keys/filter.ts';
import { lineKeys } from '../../src/text/keys/lines.ts';
import { scorecardKeys } from '../../src/text/keys/scorecard.ts';
import { pauseKeys, subscriptionKeys } from '../../src/text/keys/subscriptions.ts';
import { talkKeys } from '../../src/text/keys/talk.ts';
import { timeKeys } from '../../src/text/keys/time.ts';
import { toldKeys } from '../../src/text/keys/told.ts';
import { type Language, languageOfLocale, languages } from '../../src/text/languages.ts';
import { joined, strong, verbatim } from '../../src/text/phrase.ts';

const both: readonly Language[] = ['en', 'de'];

/** Placeholders and tags of an ICU message. */
function used(elements: readonly MessageFormatElement[]): { readonly names: Set<string>; readonly tags: Set<string> } {
  const names = new Set<string>();
  const tags = new Set<string>();
  const visit = (list: readonly MessageFormatElement[]): void => {
    for (const element of list) {
      if (element.type === TYPE.tag) {
        tags.add(element.value);
        visit(element.children);
      } else if (element.type === TYPE.plural || element.type === TYPE.select) {
        names.add(element.value);
        for (const option of Object.values(element.options)) visit(option.value);
      } else if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
    }
  };
  visit(elements);
  return { names, tags };
}

describe.each(both)('the catalogue in %s', (language) => {
  const { answer, digest, filter, lines, pauses, scorecard, subscriptions, talk, time, told } = languages[language];
  const cases: readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, readonly string[]>>][] = [
    ['answer', answer, answerKeys],
    ['digest', digest, digestKeys],
    ['filter', filter, filterKeys],
    ['lines', lines, lineKeys],
    ['scorecard', scorecard, scorecardKeys],
    ['pauses', pauses, pauseKeys],
    ['subscriptions', subscriptions, subscriptionKeys],
    ['talk', talk, talkKeys],
    ['time', time, timeKeys],
    ['told', told, toldKeys],
  ];

  it.each(cases)('%s: every message uses exactly its placeholders, and only <b> and <code>', (_theme, words, keys) => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(keys).sort());
    for (const [key, placeholders] of Object.entries(keys)) {
      const { names, tags } = used(parseIcu(words[key] ?? ''));
      expect(
        [...names].filter((name) => !placeholders.includes(name)),
        key,
      ).toEqual([]);
      expect(
        placeholders.filter((name) => !names.has(name)),
        key,
      ).toEqual([]);
      expect(
        [...tags].filter((tag) => tag !== 'b' && tag !== 'code'),
        key,
      ).toEqual([]);
    }
  });

  it('its own words hold nothing that Slack would read as a mention or link', () => {
    const { vocabulary: _words, cli: _cli, ...spoken } = languages[language];
    const text = JSON.stringify(spoken);
    expect(text.replaceAll(/<\/?(?:b|code)>/g, '')).not.toMatch(/<[!@#h]|&(?!amp;)/);
  });

  it('names the decision that each KPI declares (rule 3)', () => {
    const opening = {
      en: { fix: 'Fix', focus: 'Focus', stop: 'Stop' },
      de: { fix: 'Verbessern', focus: 'Fokus', stop: 'Beenden' },
    };
    for (const kpi of kpis) {
      expect(catalogue(language).kpis[kpi.id].decision, kpi.id).toMatch(
        new RegExp(`^${opening[language][kpi.decision]}: `),
      );
    }
  });

  it('has words for every KPI, reason and error, and none is empty', () => {
    const words = catalogue(language);
    for (const id of kpiIds) {
      for (const text of Object.values(words.kpis[id])) expect(text.trim()).not.toBe('');
      expect(words.kpis[id].short.length).toBeLessThanOrEqual(20);
    }
    for (const reason of leftOutReasons) {
      expect(words.leftOut[reason]({ count: 1 }).text).not.toBe(words.leftOut[reason]({ count: 2 }).text);
    }
    expect(words.error('slack-token-wrong', { name: 'SLACK_X' }).cause.text).toMatch(/SLACK_X.*\?/);
    expect(words.figure('registrations')).not.toBe('registrations');
    expect(words.figure('no-such-figure')).toBe('no-such-figure');
  });
});

describe('phrases', () => {
  const html = {
    escape: (raw: string) => raw.replaceAll('<', '&lt;'),
    bold: (inner: string) => `<b>${inner}</b>`,
    code: (inner: string) => inner,
  };

  it('are written in a medium’s markup with escaped values, or plain', () => {
    const phrase = catalogue('en').talk.unknownPartner({ name: '<x>' });
    expect(phrase.text).toBe('No partner is called “<x>”.');
    expect(phrase.as(html)).toBe('No partner is called “&lt;x>”.');
    expect(joined([strong('<y>'), verbatim(''), 'z'], ' · ').as(html)).toBe('<b>&lt;y></b> · z');
  });

  it('choose between one and many', () => {
    const { waiting } = catalogue('de').lines;
    expect([waiting({ count: 1 }).text, waiting({ count: 2 }).text]).toEqual([
      '1 wartet auf Entscheidung',
      '2 warten auf Entscheidung',
    ]);
  });
});

it('the language follows the locale, or else the fallback', () => {
  expect(languageOfLocale('de-AT', 'en')).toBe('de');
  expect(languageOfLocale('en-GB', 'de')).toBe('en');
  expect(languageOfLocale('fr-FR', 'de')).toBe('de');
  expect(languageOfLocale(null, 'en')).toBe('en');
});
