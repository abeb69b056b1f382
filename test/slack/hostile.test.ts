// long: every builder of messages is fed the same hostile names.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { type Analyst, asRemote } from '../../src/kpi/analyst.ts';
import type { KpiAnswer, PartnerInfo, Scorecard } from '../../src/kpi/answer.ts';
import { type KpiId, kpiIds } from '../../src/kpi/list.ts';
import { validateMessage, validateView } from '../../src/slack/blocks/validate.ts';
import { definitionsView } from '../../src/slack/messages/definitions.ts';
import { fitToSlack } from '../../src/slack/messages/fit.ts';
import { examplesOf, helpMessage } from '../../src/slack/messages/help.ts';
import { homeView } from '../../src/slack/messages/home.ts';
import { kpiAnswerMessage } from '../../src/slack/messages/kpi-answer.ts';
import { attentionMessage } from '../../src/slack/messages/needs-attention.ts';
import { noRemarks, withRemarks } from '../../src/slack/messages/notes.ts';
import { loadingMessage, wentWrongMessage } from '../../src/slack/messages/plain-words.ts';
import { allRecordsView, recordsView } from '../../src/slack/messages/records-behind.ts';
import { scorecardMessage } from '../../src/slack/messages/scorecard.ts';
import type { Message, Voice } from '../../src/slack/messages/voice.ts';
import {
  unknownPartnerMessage,
  unknownSegmentMessage,
  whichPartnerMessage,
} from '../../src/slack/messages/which-one.ts';
import { noQuestion, type Question } from '../../src/slack/question.ts';
import { speaker } from '../../src/text/say/speaker.ts';
import { validateView as slackTakesView, validateBlocks } from '../doubles/slack/index.ts';
import { names } from './hostile-names.ts';
import { NOW, sampleAnalyst } from './program.ts';

let analyst: Analyst;
let card: Scorecard;
const answers = new Map<KpiId, KpiAnswer>();

beforeAll(async () => {
  analyst = await sampleAnalyst(20);
  const [partner] = analyst.partners();
  card = analyst.scorecard(partner?.id ?? '', NOW);
  for (const kpi of kpiIds) answers.set(kpi, analyst.answer({ kpi, asOf: NOW, records: true }));
});

const voices: readonly Voice[] = (['en', 'de'] as const).map((language) => ({
  speak: speaker(language, 'Europe/Berlin', 'EUR'),
  now: NOW,
  command: '/partner-kpi',
  refreshes: true,
}));

/** Puts a name wherever records can put one. */
function poisoned<T>(value: T, name: string): T;
function poisoned(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
  if (typeof value !== 'object' || value === null) return value;
  const fields = [
    'name',
    'step',
    'module',
    'asset',
    'title',
    'tier',
    'region',
    'motion',
    'openStep',
    'mergedFrom',
    'group',
  ];
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (fields.includes(key) && (typeof one === 'string' || one === null)) return [key, name];
      if (key === 'missing') return [key, [name, name]];
      return [key, key === 'period' || key === 'period' ? one : poisoned(one, name)];
    }),
  );
}

/** No mention, broadcast or link that is not ours, and no layout break, in anything that Slack parses as markup. */
function harmless(payload: unknown): void {
  walk(payload, (key, text, parent) => {
    if (parent.type === 'mrkdwn' || (key === 'text' && parent.blocks !== undefined)) {
      expect(text).not.toMatch(/<[!@#]/);
      expect(text).not.toMatch(/<https?:/);
      expect(text).not.toMatch(/https?:\/\/evil|www\.evil/);
      expect(text).not.toMatch(/@channel|:tada:/);
    }
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/);
    expect(text.isWellFormed()).toBe(true);
    if (parent.type === 'plain_text') expect(text).not.toContain('\n');
  });
}

function walk(
  value: unknown,
  see: (key: string, text: string, parent: Readonly<Record<string, unknown>>) => void,
): void {
  if (Array.isArray(value)) for (const one of value) walk(one, see);
  else if (typeof value === 'object' && value !== null) {
    const parent: Readonly<Record<string, unknown>> = { ...value };
    for (const [key, one] of Object.entries(parent)) {
      if (typeof one === 'string' && key === 'text') see(key, one, parent);
      else walk(one, see);
    }
  }
}

function accepted(message: Message, voice: Voice): void {
  const { messages, problems } = fitToSlack(message, voice);
  expect(problems).toEqual([]);
  for (const part of messages) {
    harmless(part);
    expect(validateMessage(part)).toEqual([]);
    expect(validateBlocks(JSON.parse(JSON.stringify(part.blocks)), 'message')).toEqual([]);
    expect(part.text.trim()).not.toBe('');
  }
}

function viewAccepted(view: unknown, surface: 'modal' | 'home'): void {
  harmless(view);
  expect(validateView(view, surface)).toEqual([]);
  expect(slackTakesView(JSON.parse(JSON.stringify(view)), surface)).toEqual([]);
}

/** Property over hostile names, in both languages. */
function always(check: (name: string, voice: Voice) => void): void {
  fc.assert(
    fc.property(names, fc.constantFrom(...voices), (name, voice) => check(name, voice)),
    { numRuns: 60, seed: 42 },
  );
}

const partnerNamed = (name: string): PartnerInfo => ({ ...card.partnerInfo, name, mergedFrom: name });

describe('whatever names the records hold', () => {
  it('a scorecard stays valid and harmless', () => {
    always((name, voice) => {
      const question: Question = { ...noQuestion, partner: card.partner };
      accepted(scorecardMessage(poisoned(card, name), question, 'private-in-channel', voice), voice);
    });
  });

  it.each(kpiIds)('%s stays valid and harmless, for the program and a partner', (kpi) => {
    always((name, voice) => {
      const answer = answers.get(kpi);
      if (answer === undefined) throw new Error('no answer');
      const question: Question = { ...noQuestion, kpi, segment: { tier: name.slice(0, 200) } };
      accepted(
        kpiAnswerMessage(
          poisoned({ ...answer, scope: { partner: null, segment: { tier: name } } }, name),
          question,
          'direct',
          voice,
        ),
        voice,
      );
      const own = card.kpis.find((one) => one.kpi === kpi);
      if (own !== undefined) accepted(kpiAnswerMessage(poisoned(own, name), question, 'shared', voice), voice);
    });
  });

  it('lists, choices, remarks, help and faults stay valid and harmless', () => {
    always((name, voice) => {
      const many = Array.from({ length: 30 }, () => partnerNamed(name));
      const question: Question = { ...noQuestion, kpi: 'registered-deals' };
      const reasons = [{ code: 'stuck-onboarding', values: { step: name, days: 4 } } as const];
      const attention = many.map((partner) => ({ partner, score: 1, reasons, openPipeline: '12.50' }));
      accepted(attentionMessage(attention, 30, { [name]: new Date(NOW).toISOString() }, voice), voice);
      accepted(unknownPartnerMessage(name, many, question, voice), voice);
      accepted(whichPartnerMessage(name, { fitting: many.slice(0, 4), total: 4 }, question, voice), voice);
      accepted(whichPartnerMessage(name, { fitting: many, total: many.length }, question, voice), voice);
      accepted(unknownSegmentMessage('region', name, [name, name], voice), voice);
      accepted(helpMessage({ partners: [name, name], tier: name }, voice, { long: true }), voice);
      accepted(loadingMessage({ done: 1, total: 2, what: name }, voice), voice);
      accepted(wentWrongMessage(new PulseError('unknown-partner', { partner: name }), 'PP-1', voice), voice);
      const reading = { word: name, as: { partner: name }, instead: [{ question, partnerName: name }] };
      const taken = { partner: name, instead: [{ question, partnerName: name }] };
      const remarks = { ...noRemarks, reading, taken, ignoredWords: [name], ignoredSegment: { tier: name } };
      accepted(withRemarks(loadingMessage(null, voice), remarks, voice), voice);
    });
  });

  it('modals and the Home tab stay valid and harmless, and only http addresses become links', () => {
    always((name, voice) => {
      const answer = answers.get('registered-deals');
      if (answer === undefined) throw new Error('no answer');
      const records = answer.records.map((record, index) => ({
        ...record,
        id: name,
        url: index % 2 === 0 ? name : record.url,
      }));
      viewAccepted(recordsView({ ...answer, records }, { ...noQuestion, kpi: 'registered-deals' }, 1, voice), 'modal');
      const eight = [...answers.values()].map((one) => ({ ...poisoned(one, name), records }));
      const view = allRecordsView(eight, voice);
      viewAccepted(view, 'modal');
      expect(JSON.stringify(view)).not.toMatch(/"url":"(?!https?:)/);
      viewAccepted(homeView({ kind: 'loading', progress: { done: 1, total: null, what: name } }, voice), 'home');
    });
  });
});

describe('in both languages', () => {
  it.each(voices)('every answer of the sample program passes the validators', async (voice) => {
    for (const partner of analyst.partners()) {
      const one = analyst.scorecard(partner.id, NOW);
      accepted(scorecardMessage(one, { ...noQuestion, partner: partner.id }, 'private-in-channel', voice), voice);
      for (const answer of one.kpis) {
        accepted(
          kpiAnswerMessage(
            answer,
            { ...noQuestion, kpi: answer.kpi, partner: partner.id },
            'private-in-channel',
            voice,
          ),
          voice,
        );
      }
    }
    for (const kpi of kpiIds) {
      for (const period of [
        'today',
        'last-week',
        'this-month',
        'last-year',
        '2026',
        '2026-Q3',
        '2026-W38',
        'all',
        '2026-01-01..2026-04-01',
      ]) {
        accepted(
          kpiAnswerMessage(analyst.answer({ kpi, asOf: NOW, period }), { ...noQuestion, kpi, period }, 'direct', voice),
          voice,
        );
      }
      viewAccepted(definitionsView(kpi, voice), 'modal');
    }
    viewAccepted(definitionsView(null, voice), 'modal');
    const examples = await examplesOf(asRemote(analyst), NOW);
    viewAccepted(
      homeView({ kind: 'ready', partners: analyst.partnerCount, dataAsOf: analyst.dataAsOf, examples }, voice),
      'home',
    );
    accepted(helpMessage(examples, voice, { long: true }), voice);
  });
});
