import { type Calendar, DAY } from './calendar.ts';
import type { Deal } from './deals.ts';
import type { StoryName } from './stories.ts';

const WINDOW = 90 * DAY;
/** The star's last 90 days against the 90 before, and the faller's, at least and at most. */
const STAR_GROWTH = 1.2;
const FALLER_REST = 0.4;
const SMALL_DEAL = 3_000;

/**
 * Deals come in lumps; a star that happens to have closed its largest one a hundred days ago would look like a loser.
 * Scales the amounts of the last 90 days so that revenue tells the story that registrations tell.
 */
export function tellStoriesInMoney(deals: readonly Deal[], calendar: Calendar): Deal[] {
  const star = scale(deals, 'star', calendar, (now, before) => Math.max(1, (STAR_GROWTH * before) / now));
  const faller = scale(deals, 'faller', calendar, (now, before, count) =>
    Math.min(1, Math.max(FALLER_REST * before, SMALL_DEAL * count) / now),
  );
  return deals.map((deal) => {
    const factor = star.get(deal.id) ?? faller.get(deal.id) ?? 1;
    const amount = Number(deal.amount) * factor;
    return factor === 1 || deal.amount === '' ? deal : { ...deal, amount: amount.toFixed(2) };
  });
}

/** The factor of every deal of a story's partner that was won in the last 90 days. */
function scale(
  deals: readonly Deal[],
  story: StoryName,
  calendar: Calendar,
  factorOf: (now: number, before: number, count: number) => number,
): ReadonlyMap<string, number> {
  const wonWithin = (from: number, to: number) =>
    deals.filter(
      ({ status, closed, sourced, amount }) =>
        status === 'won' &&
        Number(amount) > 0 &&
        closed !== null &&
        calendar.asOf - closed >= from &&
        calendar.asOf - closed < to &&
        sourced.some((partner) => partner.story === story),
    );
  const total = (list: readonly Deal[]) => list.reduce((sum, { amount }) => sum + Number(amount), 0);
  // A day more on the near side: the bot's 90 days are whole days before today.
  const recent = wonWithin(0, WINDOW + DAY);
  const factor =
    recent.length === 0 ? 1 : factorOf(total(recent), total(wonWithin(WINDOW + DAY, 2 * WINDOW + DAY)), recent.length);
  return new Map(recent.map(({ id }) => [id, factor]));
}
