import { describe, expect, it } from 'vitest';
import {
  actions,
  button,
  context,
  fields,
  header,
  lineChart,
  modal,
  section,
  select,
} from '../../src/slack/blocks/build.ts';
import { clamp, clampMark, linkTo, messageText, mrkdwn, safeUrl, tidy } from '../../src/slack/blocks/mrkdwn.ts';
import { charactersOf, validateMessage, validateView } from '../../src/slack/blocks/validate.ts';
import { asText, fitToSlack } from '../../src/slack/messages/fit.ts';
import type { Voice } from '../../src/slack/messages/voice.ts';
import { speaker } from '../../src/text/say/speaker.ts';

const voice: Voice = { speak: speaker('en', 'UTC', 'EUR'), now: 0, command: '/partner-kpi', refreshes: true };
const problemsOf = (blocks: readonly unknown[]): readonly string[] =>
  validateMessage({ text: 'x', blocks }).map(({ path, problem }) => `${path} ${problem}`);
const chart = lineChart({ title: 'T', categories: ['a', 'b'], series: [{ name: 's', values: [1, 2] }] });
const long = mrkdwn`${'word '.repeat(500)}`;

describe('the validator knows Slack’s limits', () => {
  it.each([
    ['a message of 51 blocks', Array.from({ length: 51 }, () => section(mrkdwn`x`)), /at most 50 entries/],
    ['an unknown block', [{ type: 'hologram' }], /no block that we send/],
    ['an unknown member', [{ ...section(mrkdwn`x`), colour: 'red' }], /colour is not known/],
    ['an empty text', [{ type: 'section', text: { type: 'mrkdwn', text: '' } }], /must not be empty/],
    ['a section without text', [{ type: 'section' }], /needs text or fields/],
    ['a long section', [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }], /at most 3000/],
    ['a long header', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], /at most 150/],
    [
      '26 buttons',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, n) => button({ action: `a${n}`, label: 'x' })) }],
      /at most 25/,
    ],
    [
      'twice the same action',
      [actions([button({ action: 'a', label: 'x' }), button({ action: 'a', label: 'y' })])],
      /occurs twice/,
    ],
    [
      'twice the same block id',
      [actions([button({ action: 'a', label: 'x' })], 'b'), actions([button({ action: 'a', label: 'x' })], 'b')],
      /occurs twice/,
    ],
    ['three charts', [chart, chart, chart], /at most 2 charts/],
    [
      'a chart with a missing value',
      [{ ...chart, chart: { ...chart.chart, axis_config: { categories: ['a', 'b', 'c'] } } }],
      /exactly one value/,
    ],
    [
      'a chosen option that is none',
      [
        actions([
          {
            ...select('a', 'x', [{ text: { type: 'plain_text', text: 'o' }, value: 'o' }]),
            initial_option: { text: { type: 'plain_text', text: 'p' }, value: 'p' },
          },
        ]),
      ],
      /one of the options/,
    ],
    ['13,000 characters', Array.from({ length: 6 }, () => section(long)), /at most 12000 characters over all/],
  ])('%s is refused', (_what, blocks, words) => {
    expect(problemsOf(blocks).join('\n')).toMatch(words);
  });

  it('a message without text, a chart in a modal, and a view of 101 blocks are refused', () => {
    expect(validateMessage({ text: '', blocks: [] })).not.toEqual([]);
    expect(validateView({ ...modal('t', 'c', []), blocks: [chart] }, 'modal')).not.toEqual([]);
    expect(
      validateView(
        modal(
          't',
          'c',
          Array.from({ length: 101 }, () => section(mrkdwn`x`)),
        ),
        'modal',
      ),
    ).not.toEqual([]);
  });

  it('what we build passes', () => {
    expect(
      problemsOf([header('h'), section(mrkdwn`x`), fields([mrkdwn`a`, mrkdwn`b`]), context([mrkdwn`c`]), chart]),
    ).toEqual([]);
  });
});

describe('too long is split or shortened, never refused', () => {
  it('splits by blocks and by characters, numbers the parts, and loses nothing', () => {
    for (const blocks of [
      Array.from({ length: 120 }, (_, n) => section(mrkdwn`${n}`)),
      Array.from({ length: 20 }, () => section(long)),
    ]) {
      const { messages } = fitToSlack({ text: 'Report.', blocks }, voice);
      expect(messages.length).toBeGreaterThan(1);
      for (const message of messages) expect(validateMessage(message)).toEqual([]);
      expect(messages.flatMap((message) => message.blocks.slice(0, -1))).toEqual(blocks);
      expect(messages[1]?.text).toBe(`Report. (Part 2 of ${messages.length})`);
    }
  });

  it('puts a third chart into a further message', () => {
    expect(fitToSlack({ text: 'x', blocks: [chart, chart, chart] }, voice).messages).toHaveLength(2);
  });

  it('leaves a visible remark where a block cannot be sent, and reports it', () => {
    const { messages, problems } = fitToSlack({ text: 'x', blocks: [{ ...chart, title: '' }] }, voice);
    expect(JSON.stringify(messages)).toContain('… shortened');
    expect(problems.length).toBeGreaterThan(0);
  });

  it('takes charts out for places that refuse them', () => {
    const text = asText({ text: 'x', blocks: [section(mrkdwn`a`), chart] }, voice);
    expect(text.blocks.map(({ type }) => type)).toEqual(['section', 'context']);
  });

  it('counts characters as Slack does', () => {
    expect(charactersOf([section(mrkdwn`abc`)])).toBe(3);
  });
});

describe('escaping', () => {
  it('values are inert, our own words are not touched', () => {
    expect(mrkdwn`*${'<!channel> & *x*'}*`.text).toBe('*&lt;!channel&gt; &amp; ∗x∗*');
    expect(mrkdwn`${'a\nb'} ${'`c`'}`.text).toBe('a b ˋcˋ');
    expect(messageText('x\n<@U1>')).toBe('x &lt;@\u2060U1&gt;');
    expect(tidy(' \u202eabc\u200b\n d ')).toBe('abc d');
  });

  it('only http addresses become links', () => {
    expect(linkTo('x', 'javascript:alert(1)').text).toBe('x');
    expect(linkTo('a|b>', 'https://crm.example/1?a=1&b=2').text).toBe('<https://crm.example/1?a=1&amp;b=2|a¦b&gt;>');
    for (const url of ['ftp://x', 'https://user:pw@x.example', 'nonsense', null]) expect(safeUrl(url)).toBeNull();
  });

  it('shortening never cuts inside an escape, a character or a span', () => {
    expect(clamp('ab&amp;cd', 5)).toBe('ab…');
    expect(clamp('😀😀', 2)).toBe('…');
    expect(clampMark(mrkdwn`${'x'.repeat(10)} *${'bold'.repeat(5)}*`, 20)).toBe('xxxxxxxxxx…');
  });
});
