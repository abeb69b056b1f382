// long: what each of the three digests tells, read side by side.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import { kpiIds } from '../../../src/kpi/list.ts';
import type { Report, Reporter } from '../../../src/reports/report.ts';
import { validateMessage } from '../../../src/slack/blocks/validate.ts';
import type { DigestContent } from '../../../src/slack/digests/content.ts';
import { digestMessages, digestVoice } from '../../../src/slack/digests/messages.ts';
import type { Message } from '../../../src/slack/messages/voice.ts';
import type { RowWorkEntry } from '../../../src/store/ledger/row-work.ts';
import { kpis } from '../../../src/text/en/kpis.ts';
import { type Language, languageCodes } from '../../../src/text/languages.ts';
import { validateBlocks } from '../../doubles/slack/index.ts';
import { NOW } from '../program.ts';
import {
  content,
  many,
  monthly,
  nothing,
  quarterly,
  registration,
  restated,
  stalledDeal,
  unknownRows,
  weekly,
} from './fixtures.ts';
import { sampleProgram } from './sample.ts';

let analyst: Analyst;
let reporter: Reporter;
beforeAll(async () => {
  ({ analyst, reporter } = await sampleProgram(20));
}, 60_000);

function told(one: DigestContent, language: Language = 'en') {
  const voice = digestVoice(one.report, language, { now: NOW, command: '/partner-kpi' });
  const { root, thread } = digestMessages(one, voice);
  const [first, ...others] = root;
  if (first === undefined || others.length > 0) throw new Error('a digest has one root');
  return { root: shown(first), thread: thread.map(shown), messages: [first, ...thread] };
}

/** Every text of a message, a line each, as Slack would show it but for word joiners. */
function shown(message: Message): string {
  const lines: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'text' || key === 'title' || key === 'name') lines.push(value.replaceAll('\u2060', ''));
    } else if (Array.isArray(value)) for (const one of value) walk(one, '');
    else if (typeof value === 'object' && value !== null)
      for (const [member, one] of Object.entries(value)) if (member !== 'options') walk(one, member);
  };
  walk(message.blocks, '');
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

const work = (entry: Partial<RowWorkEntry> & Pick<RowWorkEntry, 'record' | 'id'>): DigestContent['work'] =>
  new Map([
    [
      `${entry.record}/${entry.id}`,
      { snoozedUntil: null, snoozedBy: null, assignedTo: null, at: '2026-11-19T09:00:00.000Z', by: 'U0MAYA', ...entry },
    ],
  ]);

const everyReport = (): readonly Report[] => [
  weekly(analyst),
  monthly(analyst),
  quarterly(analyst),
  nothing.weekly(analyst),
  weekly(analyst, many),
  weekly(analyst, unknownRows),
  ...(['weekly', 'monthly', 'quarterly'] as const).map((report) =>
    reporter.report({ report, asOf: NOW, since: null, segment: {}, partners: null }),
  ),
];

describe('every digest', () => {
  it.each(languageCodes)('is taken by Slack, root and thread, in %s', (language) => {
    for (const report of everyReport()) {
      const late = { dueAt: '2026-11-23T08:00:00.000Z', reason: 'was-down' } as const;
      for (const given of [{}, { restated, late, stale: [{ source: 'hubspot', dataAsOf: null }] }]) {
        for (const message of told(content(report, given), language).messages) {
          expect(validateMessage(message)).toEqual([]);
          expect(validateBlocks(JSON.parse(JSON.stringify(message.blocks)), 'message')).toEqual([]);
          expect(message.text.trim()).not.toBe('');
        }
      }
    }
  });

  it('says how old its data are, when it was due and which data are old, at the top', () => {
    const { root } = told(
      content(weekly(analyst), {
        late: { dueAt: '2026-11-23T08:00:00.000Z', reason: 'waited-for-sync' },
        stale: [
          { source: 'hubspot', dataAsOf: '2026-11-20T08:00:00.000Z' },
          { source: 'exports', dataAsOf: null },
        ],
      }),
    );
    expect(root.split('\n').slice(1, 4)).toEqual([
      ':warning: *Late:* it was due 23 Nov 2026, 09:00; it waited for fresh data.',
      ':warning: *Old data:* hubspot is of 20 Nov 2026, 09:00 (4 days ago).',
      ':warning: *Data missing:* exports has never been loaded.',
    ]);
    expect(root).toContain('as of 24 Nov 2026, 10:00 (Europe/Berlin) · Data: files 12 min ago');
    // The next one is due in the subscription's zone, not in the program's.
    expect(root).toContain('Next: 30 Nov 2026, 04:00 (America/New York)');
  });

  it('accounts for its data and for the deliveries before it in a line each', () => {
    const late = { sent: 41, late: 1, lateReason: 'quiet-hours' as const, failed: 0 };
    const { root } = told(content(weekly(analyst), { account: late }));
    expect(root).toContain(
      '*Data quality:* 3 of 57 active partners without a manager; 4 open deals without an amount; 1 open deal in a currency without exchange rate. Left out: 1 asset has no publication date.',
    );
    // Of the weekly digest’s open deals the gaps speak; “won deals” would be wrong.
    expect(root).not.toContain('won deals have no amount');
    expect(told(content(quarterly(analyst))).root).toContain('2 won deals have no amount');
    expect(root).toContain('*Delivery:* sent 41, late 1 (it waited for the end of quiet hours), failed 0.');
    expect(told(content(weekly(analyst), { account: null })).root).not.toContain('Delivery');
  });

  it('is one line where there is nothing to report, with warnings all the same', () => {
    const { messages, root } = told(content(nothing.weekly(analyst)));
    expect(messages).toHaveLength(1);
    expect(messages[0]?.blocks).toHaveLength(1);
    expect(root).toBe(
      'Weekly digest · 16 Nov 2026 – 22 Nov 2026 · whole program: nothing to report · Data: files 12 min ago',
    );
    const stale = told(content(nothing.weekly(analyst), { stale: [{ source: 'hubspot', dataAsOf: null }] }));
    expect(stale.root).toContain('hubspot has never been loaded');
  });

  it('says what was told before and is another number now, with the records in the thread', () => {
    const { root, thread } = told(content(weekly(analyst), { restated }));
    expect(root).toContain('Q2 2026: Sourced revenue was €412k, now *€398k*: 2 deals reopened, 1 amount changed.');
    expect(thread.at(-1)).toContain(
      '2 deals reopened · -€11,000.00 · <https://crm.example.com/deal/D-1|Deal 1>, <https://crm.example.com/deal/D-2|Deal 2>',
    );
    // Too small a change for short money is said to the cent.
    const [one] = restated;
    if (one === undefined) throw new Error('no restatement');
    const small = { ...one, after: '412000.50' };
    expect(told(content(weekly(analyst), { restated: [small] })).root).toContain('was €412,000.00, now *€412,000.50*');
    // An empty week still says it.
    expect(told(content(nothing.weekly(analyst), { restated })).root).toContain('Q2 2026');
  });

  it('shows its own KPIs and no other, each with pipeline and revenue beside it (rule 3.9)', () => {
    const own = {
      weekly: ['registered-deals', 'portal-engagement', 'content-adoption'],
      monthly: ['onboarding-completion', 'training-certification'],
      quarterly: ['sourced-revenue', 'time-to-first-deal', 'partner-satisfaction'],
    };
    for (const report of ['weekly', 'monthly', 'quarterly'] as const) {
      const of = reporter.report({ report, asOf: NOW, since: null, segment: {}, partners: null });
      const { root } = told(content(of));
      const named = kpiIds.filter((id) => root.includes(`*${kpis[id].name}* · `));
      expect(named.toSorted()).toEqual(own[report].toSorted());
      expect(root).toMatch(
        /\*Pipeline and revenue\* · lagging\nsourced revenue .*\npipeline created .*\nopen pipeline /,
      );
    }
  });
});

describe('the weekly digest', () => {
  it('begins with how it stands, what moved, what is at stake and what to do first', () => {
    const lines = told(content(weekly(analyst))).root.split('\n');
    expect(lines[1]).toMatch(
      /^\*6 things need attention\*: 2 registrations newly expired and 1 more about to, 3 registered deals stalled; €.* of open pipeline\.$/,
    );
    expect(lines[2]).toMatch(/^\*Moved most:\* /);
    expect(lines[3]).toBe('*At stake:* most money waits in 3 stalled deals, €168k.');
    expect(lines[4]).toBe('*Do first:* move “Deal 1” of Partner 1 GmbH, €148k, stalled for 112 days.');
    expect(lines[5]).toBe('Expired: 2 new, 13 older · expiring within 14 days: 1 · stalled: 3');
  });

  it('lists ten rows by amount in the root, and counts the rest', () => {
    const stalled = Array.from({ length: 14 }, (_, n) => stalledDeal(n));
    const { root } = told(content(weekly(analyst, { stalled, expired: [], expiring: [] })));
    const names = [...root.matchAll(/\|(Deal \d+)>/g)].map(([, name]) => name);
    expect(names).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4].map((n) => `Deal ${n}`));
    expect(root).toContain('… and 4 more in the thread');
  });

  it('lists a deal once in the root, as a stalled one where it is, with what else holds; counts and thread keep all', () => {
    const rows = {
      expired: [registration(1, { deal: 'D-1' }), registration(2, { deal: 'D-9' }), registration(3, { deal: 'D-9' })],
      expiring: [registration(4, { group: 'coming', deal: 'D-1' }), registration(5, { group: 'coming', deal: null })],
      stalled: [stalledDeal(1)],
    };
    const { root, thread } = told(content(weekly(analyst, rows)));
    expect(root).toContain('*The 3 largest by amount*');
    expect(root).toContain('in Negotiation · its registration has expired · its registration expires soon · jonas');
    expect(root).toContain('another registration of the deal waits');
    for (const n of [1, 3, 4]) expect(root).not.toContain(`|Customer ${n}>`);
    expect(root).not.toContain('more in the thread');
    for (const n of [1, 2, 3, 4, 5]) expect(thread[0]).toContain(`|Customer ${n}>`);
  });

  it('links each row to the CRM, and says whose it is and since when it waits', () => {
    const { thread } = told(content(weekly(analyst)));
    expect(thread[0]).toContain(
      '<https://crm.example.com/registration/R-1|Customer 1> · *€84k*\n<https://crm.example.com/partner/P-1|Partner 1 GmbH> · expired 20 Nov 2026, 4 days ago · maya.brandt@example.com',
    );
    expect(thread[0]).toContain('*Older, up to 90 days (1)*');
    expect(thread[0]).toContain('*Expiry date unknown (1)*\nCustomer 4');
    expect(thread[0]).toContain('11 more expired longer ago and are only counted.');
    expect(thread[1]).toContain(
      '<https://crm.example.com/partner/P-1|Partner 1 GmbH> · stalled for 112 days in Negotiation · jonas.keller@example.com',
    );
    expect(thread[1]).toContain('amount unknown\nstalled for 33 days in Negotiation · no manager');
  });

  it('counts snoozed rows and does not list them; says who took a row and when', () => {
    const snoozed = told(
      content(weekly(analyst), {
        work: work({ record: 'deal', id: 'D-1', snoozedUntil: '2026-12-03T09:00:00.000Z', snoozedBy: 'U0MAYA' }),
      }),
    );
    expect(snoozed.root).not.toContain('|Deal 1>');
    expect(snoozed.root).toContain('1 row is snoozed');
    expect(snoozed.thread[1]).toContain('1 row is snoozed, until 3 Dec 2026 at the latest.');
    const over = told(
      content(weekly(analyst), { work: work({ record: 'deal', id: 'D-1', snoozedUntil: '2026-11-24T08:59:59.000Z' }) }),
    );
    expect(over.root).toContain('|Deal 1>');
    const taken = told(content(weekly(analyst), { work: work({ record: 'deal', id: 'D-1', assignedTo: 'U0MAYA' }) }));
    expect(taken.root).toContain('Taken by <@U0MAYA>, 19 Nov 2026');
    // Somebody has it; the first thing to do is the next one.
    expect(taken.root).toContain('*Do first:* renew or close the registration “Customer 1”');
  });

  it('hides nothing in silence: what is not shown is counted, with the way to all of it', () => {
    const { thread } = told(content(weekly(analyst, many)));
    const shownRows = [...thread.join('\n').matchAll(/crm\.example\.com\/(?:registration|deal)\//g)].length;
    const hidden = [...thread.join('\n').matchAll(/and (\d+) more rows/g)].map(([, count]) => Number(count));
    expect(shownRows + hidden.reduce((sum, count) => sum + count, 0)).toBe(1500);
    expect(thread[0]).toContain('`pulse digest weekly --preview --csv`');
    // What is about to expire is seen even where much has expired.
    expect(thread[0]).toContain('*Not yet, within 14 days (500)*');
  });

  it('draws training and pipeline, at most two charts in a message, and says the same in words', () => {
    const { messages, thread } = told(content(weekly(analyst)));
    const charts = messages.map(({ blocks }) => blocks.filter(({ type }) => type === 'data_visualization').length);
    expect(charts).toEqual([0, 0, 0, 2, 2]);
    expect(thread[2]).toContain('Gold: *88%* (7 of 8), up 25 points from 63% · 1 completion last week');
    expect(thread[2]).toContain('unknown: *unknown*, nobody with a required module');
    expect(thread[3]).toContain('Overdue: *€136k* sourced (5), apart from it €15k influenced (1)');
    expect(thread[3]).toContain('No date: *€30k* sourced (1)');
    expect(thread[3]).toContain('Negotiation: *€250k* sourced (6), apart from it €90k influenced (2)');
  });

  it('names its scope', () => {
    const tier = weekly(analyst, { scope: { segment: { tier: 'Gold' }, partners: null } });
    expect(told(content(tier)).root).toMatch(/^Weekly digest · .* · tier Gold\n/);
    const partners = [1, 2, 3, 4, 5].map((n) => ({ id: `P-${n}`, name: `P ${n}`, url: null }));
    const list = weekly(analyst, { scope: { segment: {}, partners } });
    expect(told(content(list)).root).toMatch(/ · P 1, P 2, P 3 and 2 more\n/);
  });
});

describe('the reviews', () => {
  it('monthly: cohorts at equal age, certificates that end, goals', () => {
    const { root, thread, messages } = told(content(monthly(analyst)));
    expect(root).toContain('Goals: 1 reached, 1 missed, 1 not known');
    expect(root).toContain('*Do first:* renew “Solution Architect” at Partner 1 GmbH before 1 Dec 2026');
    expect(root).toContain(
      '*<https://crm.example.com/partner/P-2|Partner 2 GmbH>* · Solution Architect, until 2 Dec 2026, in 8 days · no manager',
    );
    expect(thread[0]).toContain(
      '*Q3 2026* · 7 partners\nOnboarding completed within 30 days 29%, 60 days unknown, 90 days unknown\nOn day 90 after joining: trained 29%, certified 14%',
    );
    expect(thread[2]).toContain('Onboarding completion, Share: goal 70%, actual *58%*, *missed*');
    // A cohort that is too young is in words only: the chart would draw it as nothing.
    const chart = messages[1]?.blocks.find((block) => block.type === 'data_visualization');
    expect(chart).toMatchObject({ chart: { axis_config: { categories: ['Q4 2025', 'Q1 2026', 'Q2 2026'] } } });
  });

  it('quarterly: influenced apart, next to direct sales, who falls behind', () => {
    const { root, thread } = told(content(quarterly(analyst)));
    expect(root).toContain('*At stake:* sourced revenue is €39k short of its goal of €900k.');
    expect(root).toContain('*<https://crm.example.com/partner/P-1|Partner 1 GmbH>*');
    expect(root).toContain('1 catching up, 2 falling behind · Goals: 0 reached, 1 missed');
    expect(root).toContain(
      '*Do first:* talk with Partner 1 GmbH, which fell back among its like in registrations, engagement.',
    );
    expect(thread[0]).toMatch(/\*Sourced\*: \d+ won, \d+ lost, win rate .*\n\*Influenced\*: .*\n\*Without partner\*: /);
    expect(thread[1]).toContain(
      'Onboarded in the last four quarters: median *120 days*; 5 of 11 have closed one so far',
    );
    expect(thread[1]).toContain('First deals won in the quarter: 2');
  });
});

describe('a row', () => {
  const accessories = (message: Message | undefined) =>
    (message?.blocks ?? []).flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'overflow' ? [block.accessory] : [],
    );

  it('can be opened, snoozed, taken and given back; without an address it cannot be opened', () => {
    const stalled = [stalledDeal(1), stalledDeal(2, { url: 'javascript:alert(1)' }), stalledDeal(3, { url: null })];
    const { messages } = told(content(weekly(analyst, { stalled, expired: [], expiring: [] })));
    const [first, second, third] = accessories(messages[0]).toReversed();
    expect(first?.options.map(({ text, url }) => [text.text, url])).toEqual([
      ['Open in CRM', 'https://crm.example.com/deal/D-1'],
      ['Snooze 2 weeks', undefined],
      ['Assign to me', undefined],
      ['Undo: nobody’s, not snoozed', undefined],
    ]);
    expect([second, third].map((one) => one?.options.length)).toEqual([3, 3]);
    expect(JSON.stringify(messages)).not.toContain('javascript:');
  });

  it('whose id does not fit into a menu is shown without one', () => {
    const expired = [registration(1, { id: 'x'.repeat(160) })];
    const { messages, root } = told(content(weekly(analyst, { expired, stalled: [], expiring: [] })));
    expect(root).toContain('Customer 1');
    expect(accessories(messages[0])).toEqual([]);
  });
});
