import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { Report } from '../../../src/reports/report.ts';
import type { Restated } from '../../../src/reports/restated.ts';
import { validateMessage } from '../../../src/slack/blocks/validate.ts';
import type { DigestContent } from '../../../src/slack/digests/content.ts';
import { digestMessages, digestVoice } from '../../../src/slack/digests/messages.ts';
import { digestPage } from '../../../src/slack/digests/page.ts';
import { languageCodes } from '../../../src/text/languages.ts';
import { validateBlocks } from '../../doubles/slack/index.ts';
import { names } from '../hostile-names.ts';
import { NOW, sampleAnalyst } from '../program.ts';
import { content, many, monthly, quarterly, restated, weekly } from './fixtures.ts';

let analyst: Analyst;
beforeAll(async () => {
  analyst = await sampleAnalyst(20);
});

const TEXTS = ['name', 'account', 'stage', 'manager', 'tier', 'cohort', 'label', 'step', 'id'];

/** Puts a name wherever a report can carry one, and addresses that are none. */
function poisoned<T>(value: T, name: string): T;
function poisoned(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (key === 'period' || key === 'figure') return [key, one];
      if (key === 'url') return [key, name.length % 2 === 0 ? `javascript:${name}` : one];
      if (key === 'segment') return [key, { tier: name === '' ? '-' : name }];
      return [key, TEXTS.includes(key) && typeof one === 'string' ? name : poisoned(one, name)];
    }),
  );
}

/** A report keeps the names of its period and KPIs, which are its own. */
function poisonedReport<R extends Report>(report: R, name: string): R {
  return { ...poisoned(report, name), period: report.period };
}

const reports = (name: string): readonly Report[] => [
  poisonedReport(weekly(analyst), name),
  poisonedReport(weekly(analyst, { stalled: many.stalled.slice(0, 45), expired: many.expired.slice(0, 45) }), name),
  poisonedReport(monthly(analyst), name),
  poisonedReport(quarterly(analyst), name),
];

const contents = (name: string): readonly DigestContent[] =>
  reports(name).map((report) =>
    content(report, {
      restated: restated.map((one): Restated => ({ ...one, reasons: poisoned(one.reasons, name) })),
      stale: [{ source: name, dataAsOf: null }],
    }),
  );

/** No mention, broadcast or link of theirs in anything that Slack parses as markup, and nothing hidden. */
function harmless(payload: unknown): void {
  const walk = (value: unknown, key: string, type: unknown, top: boolean): void => {
    if (typeof value === 'string' && key === 'text') {
      if (type === 'mrkdwn' || top) {
        expect(value).not.toMatch(/<[!#]|<@U0BEN/);
        expect(value).not.toMatch(/<https?:\/\/evil/);
        expect(value).not.toMatch(/https?:\/\/evil|www\.evil/);
        expect(value).not.toMatch(/@channel|:tada:/);
      }
      expect(value).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/);
      expect(value.isWellFormed()).toBe(true);
      if (type === 'plain_text') expect(value).not.toContain('\n');
    } else if (Array.isArray(value)) for (const one of value) walk(one, '', null, false);
    else if (typeof value === 'object' && value !== null) {
      const own = 'type' in value ? value.type : null;
      for (const [member, one] of Object.entries(value)) walk(one, member, own, 'blocks' in value);
    }
  };
  walk(payload, '', null, false);
}

const OURS = [
  ...[
    'html',
    'head',
    'meta',
    'title',
    'style',
    'body',
    'main',
    'h',
    'p',
    'b',
    'ul',
    'ol',
    'li',
    'div',
    'section',
    'span',
  ],
  ...['a', 'figure', 'figcaption', 'svg', 'text', 'rect', 'line', 'circle', 'polyline', 'footer', 'code'],
];

/** Property over hostile names, in both languages. */
const always = (check: (one: DigestContent, language: (typeof languageCodes)[number]) => void): void =>
  fc.assert(
    fc.property(names, fc.constantFrom(...languageCodes), fc.nat(3), (name, language, which) => {
      const one = contents(name)[which];
      if (one === undefined) throw new Error('no such content');
      check(one, language);
    }),
    { numRuns: 80, seed: 42 },
  );

describe('whatever names the records hold', () => {
  it('a digest has one root, stays within Slack’s limits and harmless', () => {
    always((one, language) => {
      const voice = digestVoice(one.report, language, { now: NOW, command: '/partner-kpi' });
      const { root, thread } = digestMessages(one, voice);
      expect(root).toHaveLength(1);
      for (const message of [...root, ...thread]) {
        harmless(message);
        expect(validateMessage(message)).toEqual([]);
        expect(validateBlocks(JSON.parse(JSON.stringify(message.blocks)), 'message')).toEqual([]);
        expect(JSON.stringify(message)).not.toMatch(/"url":"(?!https?:)/);
      }
    });
  });

  it('the page holds no tag, address or attribute of theirs', () => {
    always((one, language) => {
      const { speak } = digestVoice(one.report, language, { now: NOW, command: '/partner-kpi' });
      const page = digestPage(one, speak);
      expect(page).not.toMatch(/href="(?!https?:\/\/)/);
      // Without what stands in attributes, tags and names of attributes are our own.
      const bare = page.replace(/"[^"]*"/g, '""');
      const tags = [...bare.matchAll(/<\/?([a-z]+)/gi)].map(([, tag = '']) => tag);
      expect([...new Set(tags)].filter((tag) => !OURS.includes(tag))).toEqual([]);
      expect(bare).not.toMatch(/<[^>]*\son\w+=/);
      expect(page.isWellFormed()).toBe(true);
    });
  });
});
