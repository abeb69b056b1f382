import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { SegmentKey } from '../../kpi/segment.ts';
import type { Sight } from '../access/sight.ts';
import { limits, option } from '../blocks/build.ts';
import type { Desk } from '../desk.ts';

/** Suggestions travel in the acknowledgement, for which Slack waits three seconds: none are better than an error. */
const SUGGESTING = 2_000;

/** Options while somebody types: groups and partners as far as the person may see them, and time zones. */
export function registerSuggestions(app: App, desk: Desk): void {
  const suggest = (id: string, find: (typed: string, sight: Sight) => Promise<readonly PlainTextOption[]>): void => {
    app.options(id, async ({ ack, options }) => {
      const found = fittingFor(desk, options.user.id, (sight) => find(options.value, sight));
      await ack({ options: [...(await Promise.race([found, delay(SUGGESTING, [], { ref: false })]))] });
    });
  };
  for (const key of ['tier', 'region', 'manager'] as const)
    suggest(`subscribe-${key}`, (typed, sight) => valuesLike(key, typed, sight));
  suggest('subscribe-partners', async (typed, sight) =>
    (await sight.partnersLike(typed, { most: limits.options }))
      .filter(({ id }) => id.length <= limits.option)
      .map(({ id, name }) => option(name === '' ? id : name, id)),
  );
  app.options('subscribe-zone', async ({ ack, options }) => {
    await ack({ options: zonesLike(options.value).map((zone) => option(zone, zone)) });
  });
}

async function fittingFor(
  desk: Desk,
  user: string,
  find: (sight: Sight) => Promise<readonly PlainTextOption[]>,
): Promise<readonly PlainTextOption[]> {
  const { decision, state } = await desk.judge({ action: 'suggest', user, channel: null, respond: null });
  const sight = state.kind === 'loading' || !decision.allow ? null : state.analyst;
  return sight === null || sight.sees === 'nothing' ? [] : find(sight);
}

async function valuesLike(key: SegmentKey, typed: string, sight: Sight): Promise<readonly PlainTextOption[]> {
  const wanted = typed.trim().toLowerCase();
  return (await sight.segmentValues(key))
    .filter((value) => value.length <= limits.optionValue && value.toLowerCase().includes(wanted))
    .slice(0, limits.options)
    .map((value) => option(value, value));
}

const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Zones whose city, or any part, begins so; then those that have it anywhere. */
export function zonesLike(typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, '_');
  const begins = (zone: string): boolean => zone.split('/').some((part) => part.toLowerCase().startsWith(wanted));
  const fitting = zones.filter((zone) => zone.toLowerCase().includes(wanted));
  return [...fitting.filter(begins), ...fitting.filter((zone) => !begins(zone))].slice(0, limits.options);
}
