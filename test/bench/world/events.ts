import { type AnyRecord, keyOf } from '../../../src/records/records.ts';
import { dealKey } from './business.ts';
import { type Draws, pick, stream } from './draw.ts';
import { partnerKey, personOf, skewed } from './partners.ts';
import { asOf, begin, type Size, shares, sourceName } from './size.ts';

const assets = 400;
const contentKinds = ['view', 'view', 'view', 'download', 'share'] as const;
const touchKinds = ['email', 'email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat'] as const;
const modules = ['Basics', 'Selling', 'Security', 'Deployment', 'Migration', 'Pricing', 'Support', 'Roadmap'] as const;
const milestones = ['onboarding', 'quarterly', 'program-change', null] as const;

const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const assetKey = (index: number) => keyOf(sourceName, `A-${index}`);

interface Happening {
  readonly index: number;
  readonly partnerIndex: number;
  readonly event: { readonly source: string; readonly id: null; readonly partner: ReturnType<typeof partnerKey> };
  readonly at: string;
  readonly ms: number;
}

/** In the order in which they happened, as an export has them. */
function* happenings(size: Size, share: number, draws: Draws): Generator<Happening> {
  const count = Math.round(size.events * share);
  for (let index = 0; index < count; index += 1) {
    const ms = Math.floor(begin + ((index + draws(index, 0)) / count) * (asOf - begin));
    const partnerIndex = skewed(size, draws(index, 1));
    const event = { source: sourceName, id: null, partner: partnerKey(partnerIndex) } as const;
    yield { index, partnerIndex, event, at: new Date(ms).toISOString(), ms };
  }
}

function* trainings(size: Size): Generator<AnyRecord> {
  const draws = stream(21);
  for (const { index, partnerIndex, event, at, ms } of happenings(size, shares.trainings, draws)) {
    yield {
      record: 'training',
      ...event,
      person: personOf(partnerIndex, draws(index, 2)),
      module: pick(modules, draws(index, 3)),
      required: draws(index, 4) < 0.5,
      assignedAt: date(ms - 30 * 86_400_000),
      completedAt: draws(index, 5) < 0.7 ? at : null,
    };
  }
}

function* content(size: Size): Generator<AnyRecord> {
  for (let index = 0; index < assets; index += 1) {
    yield {
      record: 'asset',
      source: sourceName,
      id: `A-${index}`,
      title: `Asset ${index}`,
      publishedAt: date(begin),
      retiredAt: null,
    };
  }
  const draws = stream(22);
  for (const { index, event, at } of happenings(size, shares.content, draws)) {
    const asset = assetKey(Math.floor(assets * draws(index, 2) ** 2));
    yield { record: 'content-event', ...event, asset, kind: pick(contentKinds, draws(index, 3)), at };
  }
}

function* sessions(size: Size): Generator<AnyRecord> {
  const draws = stream(23);
  for (const { index, partnerIndex, event, at } of happenings(size, shares.sessions, draws)) {
    yield {
      record: 'portal-session',
      ...event,
      person: personOf(partnerIndex, draws(index, 2)),
      at,
      durationSeconds: Math.floor(draws(index, 3) * 1_800),
      pages: 1 + Math.floor(draws(index, 4) * 12),
      failed: draws(index, 5) < 0.03,
    };
  }
}

function* touches(size: Size): Generator<AnyRecord> {
  const draws = stream(24);
  for (const { index, event, at } of happenings(size, shares.touches, draws)) {
    const deal = draws(index, 3) < 0.3 ? dealKey(Math.floor(draws(index, 4) * size.deals)) : null;
    yield { record: 'touch', ...event, kind: pick(touchKinds, draws(index, 2)), at, deal };
  }
}

function* surveys(size: Size): Generator<AnyRecord> {
  const draws = stream(25);
  for (const { index, partnerIndex, event, at, ms } of happenings(size, shares.surveys, draws)) {
    const isNps = draws(index, 2) < 0.6;
    const isAnswered = draws(index, 3) < 0.5;
    yield {
      record: 'survey-response',
      ...event,
      respondent: personOf(partnerIndex, draws(index, 4)),
      kind: isNps ? 'nps' : 'csat',
      score: isAnswered
        ? isNps
          ? Math.floor(draws(index, 5) ** 0.5 * 11)
          : 1 + Math.floor(draws(index, 5) * 5)
        : null,
      milestone: pick(milestones, draws(index, 6)),
      topic: null,
      invitedAt: date(ms - 5 * 86_400_000),
      at: isAnswered ? at : null,
    };
  }
}

/** Events of every kind, and what they refer to beside partners and deals. */
export function* eventRecords(size: Size): Generator<AnyRecord> {
  yield* trainings(size);
  yield* content(size);
  yield* sessions(size);
  yield* touches(size);
  yield* surveys(size);
}
