import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../src/slack/blocks/validate.ts';
import { digestWords } from '../../../src/slack/commands/grammar/digest-words.ts';
import { vocabularies } from '../../../src/slack/commands/grammar/keywords.ts';
import { normalise } from '../../../src/slack/commands/grammar/tokens.ts';
import { type FormState, readForm, unpackMetadata } from '../../../src/slack/subscriptions/form-state.ts';
import { formView } from '../../../src/slack/subscriptions/form-view.ts';
import { unpackTarget } from '../../../src/slack/subscriptions/listing.ts';
import { clockOf, isQuiet, isSame, readClock, readHolidays } from '../../../src/slack/subscriptions/rules.ts';
import { zonesLike } from '../../../src/slack/subscriptions/suggestions.ts';
import { speaker } from '../../../src/text/say/speaker.ts';

describe('words about digests', () => {
  it.each([
    ['subscribe', { kind: 'subscribe', report: null }],
    ['Subscribe!', { kind: 'subscribe', report: null }],
    ['subscribe monthly', { kind: 'subscribe', report: 'monthly' }],
    ['abonnieren', { kind: 'subscribe', report: null }],
    ['Wöchentlich abonnieren', null],
    ['subscriptions', { kind: 'subscriptions' }],
    ['my subscriptions', { kind: 'subscriptions' }],
    ['Meine Abos', { kind: 'subscriptions' }],
    ['unsubscribe', { kind: 'unsubscribe' }],
    ['abbestellen', { kind: 'unsubscribe' }],
    ['digest', { kind: 'digest', report: 'weekly', scope: { segment: {}, mine: false, name: null } }],
    ['digest quarterly mine', { kind: 'digest', report: 'quarterly', scope: { segment: {}, mine: true, name: null } }],
    ['digest for my partners', { kind: 'digest', report: 'weekly', scope: { segment: {}, mine: true, name: null } }],
    [
      'digest monthly tier:Gold',
      { kind: 'digest', report: 'monthly', scope: { segment: { tier: 'Gold' }, mine: false, name: null } },
    ],
    [
      'digest of Acme Cloud',
      { kind: 'digest', report: 'weekly', scope: { segment: {}, mine: false, name: 'Acme Cloud' } },
    ],
    ['Bericht monatlich', { kind: 'digest', report: 'monthly', scope: { segment: {}, mine: false, name: null } }],
    ['Subscribe Technologies', null],
    ['Subscriptions Unlimited GmbH', null],
    ['unsubscribe Ltd', null],
    ['subscribe tier:Gold', null],
    ['unsubscribe monthly', null],
    ['“Digest”', null],
    ['"subscribe"', null],
    ['Acme subscribe', null],
    ['Digestive Foods', null],
    ['', null],
    ['revenue last quarter', null],
  ])('“%s”', (typed, meant) => {
    expect(digestWords(typed)).toEqual(meant);
  });

  it('any other words stay a question', () => {
    const first = new Set(vocabularies.flatMap(({ commands }) => Object.values(commands).flat()));
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 10 }), { maxLength: 6 }), (list) => {
        const [one = '', two = ''] = list.join(' ').trim().split(/\s+/).map(normalise);
        if (!first.has(one) && !first.has(`${one}-${two}`)) expect(digestWords(list.join(' '))).toBeNull();
      }),
    );
  });

  it('are written in the form in which words are compared', () => {
    for (const { commands, reports, program } of vocabularies)
      for (const typed of [...Object.values(commands).flat(), ...Object.values(reports).flat(), ...program])
        expect(normalise(typed)).toBe(typed);
  });
});

describe('times and days', () => {
  it('days of any text are days of this century, sorted, each once, or the word that is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)))
            .map((list) => list.join(', ')),
        ),
        (typed) => {
          const read = readHolidays(typed);
          if (!('days' in read)) return;
          expect(read.days).toEqual([...new Set(read.days)].sort());
          for (const day of read.days) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
        },
      ),
    );
    expect(readHolidays(' 2026-12-26\n2026-12-24..2026-12-25;2026-12-26 ')).toEqual({
      days: ['2026-12-24', '2026-12-25', '2026-12-26'],
    });
    expect(readHolidays('2026-12-26..2026-12-24')).toEqual({ bad: '2026-12-26..2026-12-24' });
    expect(readHolidays('99999-12-26')).toEqual({ bad: '99999-12-26' });
    expect(readHolidays('2026-01-01..2026-12-31 2027-01-01..2027-12-31')).toEqual({ tooMany: true });
  });

  it('a time is read as it is written', () => {
    fc.assert(
      fc.property(fc.nat({ max: 23 }), fc.nat({ max: 59 }), (hour, minute) => {
        expect(readClock(clockOf({ hour, minute }))).toEqual({ hour, minute });
      }),
    );
    for (const none of ['24:00', '9', '09:60', '-1:00', '09:00:00', '']) expect(readClock(none)).toBeNull();
  });

  it('quiet hours end where they end, over midnight too', () => {
    const night = { from: '22:00', to: '07:00' };
    expect(['21:59', '22:00', '00:00', '06:59', '07:00'].map((clock) => isQuiet(night, clock))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(isQuiet({ from: '12:00', to: '13:00' }, '12:30')).toBe(true);
  });

  it('zones are found by city and by continent', () => {
    expect(zonesLike('berl')[0]).toBe('Europe/Berlin');
    expect(zonesLike('new york')).toContain('America/New_York');
    expect(zonesLike('').length).toBe(100);
    expect(zonesLike('<!channel>')).toEqual([]);
  });

  it('the order of partners and the case of a manager make no other subscription', () => {
    const one = {
      report: 'weekly',
      scope: { segment: { manager: 'Maya@example.com' }, partners: ['B', 'A'] },
      destination: { kind: 'channel', id: 'C1' },
    } as const;
    const scope = { segment: { manager: 'maya@example.com' }, partners: ['A', 'B', 'A'] };
    expect(isSame(one, { ...one, scope })).toBe(true);
    expect(isSame(one, { ...one, scope: { ...scope, partners: null } })).toBe(false);
    expect(isSame(one, { ...one, destination: { kind: 'direct', id: 'C1' } })).toBe(false);
  });
});

describe('what comes from outside', () => {
  const usual: FormState = {
    report: 'weekly',
    scope: 'program',
    tier: null,
    region: null,
    manager: null,
    partners: [],
    place: 'direct',
    channel: null,
    weekday: 1,
    monthday: 1,
    time: '',
    zone: '',
    language: 'en',
    quietFrom: null,
    quietTo: null,
    holidays: '',
  };
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const known = fc.constantFrom(
    'x'.repeat(200),
    'tier',
    'region',
    'partners',
    'channel',
    'quarterly',
    '09:00',
    '3',
    '',
  );
  const option = fc.record({ value: fc.oneof(known, text) });
  const element = fc.record(
    {
      value: text,
      selected_option: option,
      selected_options: fc.array(option, { maxLength: 3 }),
      selected_conversation: text,
    },
    { requiredKeys: [] },
  );
  const blocks = [
    'report',
    'scope',
    'tier',
    'partners',
    'place',
    'channel',
    'weekday',
    'time',
    'zone',
    'quietFrom',
    'holidays',
  ];
  const sent = fc
    .record(Object.fromEntries(blocks.map((block) => [block, fc.record({ a: element })])), { requiredKeys: ['scope'] })
    .map((values) => ({ state: { values } }));

  it('a form of any content is read as choices that there are, and drawn again within Slack’s limits', () => {
    const voice = { speak: speaker('de', 'UTC', 'EUR'), now: 0, command: '/partner-kpi', refreshes: false };
    const filling = { sees: 'everything', manages: true, metadata: { here: 'C0INSIDE', edits: null } } as const;
    fc.assert(
      fc.property(
        fc.oneof(
          sent,
          fc.json().map((json): unknown => JSON.parse(json)),
        ),
        (view) => {
          const state = readForm(view, usual);
          expect(['weekly', 'monthly', 'quarterly']).toContain(state.report);
          expect(validateView(formView(state, filling, voice), 'modal')).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('metadata and buttons’ values that are none of ours are nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (value) => {
        expect(Object.keys(unpackMetadata(value)).sort()).toEqual(['edits', 'here']);
        const target = unpackTarget(value);
        if (target !== null) expect(value).toBe(`${target.kind}:${target.page}:${target.id}`);
      }),
    );
    expect(unpackMetadata('{"here":"C1","edits":null,"owner":"U1"}')).toEqual({ here: null, edits: null });
    expect(unpackTarget('list:0:S-7KQ2MF9X')).toEqual({ kind: 'list', page: 0, id: 'S-7KQ2MF9X' });
    for (const none of ['list:0:<!channel>', 'all:0:', 'list:99999:', null]) expect(unpackTarget(none)).toBeNull();
  });
});
