import { beforeAll, describe, expect, it } from 'vitest';
import type { KpiAnswer, Movement, Scorecard } from '../../src/kpi/answer.ts';
import type { Figures } from '../../src/kpi/figures.ts';
import type { KpiId } from '../../src/kpi/list.ts';
import { speaker } from '../../src/text/say/speaker.ts';
import { nextStep, verdict } from '../../src/text/say/verdict.ts';
import { NOW, sampleAnalyst } from '../slack/program.ts';

const speak = speaker('en', 'Europe/Berlin', 'EUR');
let sample: Scorecard;
beforeAll(async () => {
  const analyst = await sampleAnalyst(12);
  sample = analyst.scorecard(analyst.partners()[0]?.id ?? '', NOW);
});

interface Story {
  readonly revenue?: string;
  readonly revenueBefore?: string;
  readonly registrations?: number;
  readonly registrationsBefore?: number;
  readonly waiting?: number;
  readonly pipeline?: string;
  readonly logins?: number;
  readonly lastLoginAt?: string | null;
  readonly movement?: Movement;
  readonly onboarding?: Figures;
  readonly firstDeal?: Figures;
  readonly training?: Figures;
  readonly satisfaction?: Figures;
}

/** The sample scorecard with the facts of a story in place of its own; everything not named is calm. */
function cardOf(story: Story): Scorecard {
  const figures: Partial<Record<KpiId, Figures>> = {
    'sourced-revenue': { sourced: story.revenue ?? '0.00', sourcedDeals: 1 },
    'registered-deals': { registrations: story.registrations ?? 0, waiting: story.waiting ?? 0 },
    'portal-engagement': { logins: story.logins ?? 3 },
  };
  const before: Partial<Record<KpiId, Figures>> = {
    'sourced-revenue': { sourced: story.revenueBefore ?? '0.00' },
    'registered-deals': { registrations: story.registrationsBefore ?? 0 },
  };
  const valid = [{ name: 'Seller', expiresAt: null }];
  const states: Partial<Record<KpiId, Figures>> = {
    'onboarding-completion': story.onboarding ?? { state: 'completed', days: 40 },
    'time-to-first-deal': story.firstDeal ?? { reached: true, days: 50 },
    'training-certification': story.training ?? { certifications: valid, missing: [] },
    'partner-satisfaction': story.satisfaction ?? {},
    'portal-engagement': {
      lastLoginAt: story.lastLoginAt === undefined ? '2026-11-20T08:00:00.000Z' : story.lastLoginAt,
      lastTouchAt: null,
    },
    'content-adoption': {},
  };
  const rank = { before: 60, now: story.movement === 'down' ? 30 : 60 };
  return {
    ...sample,
    movement: story.movement ?? 'none',
    movementSignals: {
      group: 'Gold',
      partners: 20,
      registrations: { before: 50, now: 50 },
      engagement: rank,
      pipeline: rank,
    },
    kpis: sample.kpis.map(
      (answer): KpiAnswer => ({
        ...answer,
        figures: figures[answer.kpi] ?? answer.figures,
        previous: answer.previous === null ? null : { ...answer.previous, figures: before[answer.kpi] ?? {} },
        partnerFigures: states[answer.kpi] ?? null,
        paired: { ...answer.paired, sourcedPipelineCreated: story.pipeline ?? '0.00' },
      }),
    ),
  };
}

describe('the verdict', () => {
  it.each<[string, Story, RegExp]>([
    [
      'more revenue',
      { revenue: '412000', revenueBefore: '349000', registrations: 5, registrationsBefore: 5 },
      /is ahead: €412k sourced in the last 90 days, up 18% from €349k\.$/,
    ],
    ['first revenue', { revenue: '9000' }, /is ahead: €9,000 .*after nothing in the period before/],
    ['as before', { revenue: '101', revenueBefore: '100' }, /is steady: .*about as before/],
    [
      'less revenue',
      { revenue: '60000', revenueBefore: '100000' },
      /is behind its own pace: €60k .*down 40% from €100k/,
    ],
    ['no revenue after some', { revenueBefore: '36000' }, /is behind its own pace: nothing sourced .*after €36k/],
    [
      'revenue, but fewer registrations',
      { revenue: '120', revenueBefore: '100', registrations: 2, registrationsBefore: 8 },
      /slowing: .*fell from 8 to 2/,
    ],
    [
      'revenue, but a lower rank',
      { revenue: '120', revenueBefore: '100', movement: 'down' },
      /losing ground: .*engagement and pipeline/,
    ],
    [
      'a lower rank without revenue',
      { movement: 'down', logins: 1 },
      /is falling behind: .*fell back in engagement and pipeline/,
    ],
    ['half the registrations', { registrations: 1, registrationsBefore: 5 }, /is falling behind: .*from 5 to 1/],
    [
      'new pipeline',
      { pipeline: '57000', registrations: 3, registrationsBefore: 1 },
      /is catching up: €57k of new pipeline and 3 registrations/,
    ],
    ['nothing at all', { logins: 0 }, /is quiet: no revenue, no registration and no login/],
    [
      'a stalled onboarding',
      { onboarding: { state: 'stalled', openStep: 'Legal', stepsDone: 2, steps: 5, days: 62 } },
      /is stuck in onboarding at “Legal”, day 62/,
    ],
    [
      'a running onboarding',
      { onboarding: { state: 'in-progress', stepsDone: 2, steps: 5, days: 12 } },
      /is still onboarding: 2 of 5 steps done, day 12/,
    ],
    ['only registrations', { registrations: 2, registrationsBefore: 2 }, /has not won a deal .*2 deals registered/],
  ])('%s', (_name, story, words) => {
    expect(verdict(cardOf(story), speak).text.replaceAll('\u00a0', ' ')).toMatch(words);
  });
});

describe('the next step', () => {
  it.each<[string, Story, RegExp]>([
    [
      'a stalled step',
      { onboarding: { state: 'stalled', openStep: 'Legal', stepsDone: 2, steps: 5, days: 62 } },
      /clear “Legal” with them; 2 of 5/,
    ],
    [
      'a bad rating',
      { satisfaction: { nps: { score: 4, at: '2026-11-01T08:00:00.000Z', before: 9 } } },
      /rated us 4 of 10/,
    ],
    [
      'an old bad rating does not count',
      { satisfaction: { nps: { score: 4, at: '2026-01-01T08:00:00.000Z', before: 9 } } },
      /nothing urgent/,
    ],
    [
      'fewer registrations',
      { registrations: 2, registrationsBefore: 8, waiting: 1 },
      /why they registered 2 deals after 8/,
    ],
    ['lost revenue', { revenueBefore: '36000' }, /call them; they sourced €36k/],
    [
      'waiting registrations',
      { registrations: 3, registrationsBefore: 3, waiting: 2 },
      /decide the 2 registrations that are waiting/,
    ],
    ['a lower rank', { movement: 'down' }, /fell back in engagement and pipeline/],
    [
      'no certificate',
      { registrations: 1, registrationsBefore: 1, training: { certifications: [], missing: [] } },
      /get one person certified/,
    ],
    [
      'a certificate that ends',
      { training: { certifications: [{ name: 'Seller', expiresAt: '2026-12-20T22:59:59.999Z' }], missing: [] } },
      /renew “Seller” before 20 Dec 2026/,
    ],
    [
      'one that ends while another holder stays',
      {
        training: {
          certifications: [
            { name: 'Seller', expiresAt: '2026-12-20T22:59:59.999Z' },
            { name: 'Seller', expiresAt: null },
          ],
          missing: [],
        },
      },
      /nothing urgent/,
    ],
    [
      'a missing module',
      { training: { certifications: [{ name: 'Seller', expiresAt: null }], missing: ['Demo'] } },
      /get “Demo” completed/,
    ],
    ['silence', { lastLoginAt: '2026-07-01T08:00:00.000Z' }, /last sign of life was on 1 Jul 2026/],
    ['silence from the start', { lastLoginAt: null }, /no sign of life yet/],
    [
      'no first deal',
      { registrations: 1, registrationsBefore: 1, firstDeal: { reached: false, days: 34 } },
      /first deal together; it is day 34/,
    ],
    ['a calm partner', { revenue: '100', revenueBefore: '100' }, /nothing urgent/],
  ])('%s', (_name, story, words) => {
    expect(nextStep(cardOf(story), speak).text).toMatch(words);
  });
});
