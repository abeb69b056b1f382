import type { SyncBoard } from '../../jobs/job.ts';
import type { Config } from '../config/config.ts';
import { basisOf } from '../reports/basis.ts';
import { nextDue, recurrenceOf } from '../schedule/index.ts';
import type { DueSettings, FailingSource } from '../slack/digests/due.ts';
import { digestMessages, digestVoice } from '../slack/digests/messages.ts';
import type { Voice } from '../slack/messages/voice.ts';
import { digestWaitsMessage } from '../slack/notices/digest-waits.ts';
import { presetNote } from '../slack/subscriptions/offer.ts';
import type { Store } from '../store/store.ts';
import { isLanguage, type Language } from '../text/languages.ts';
import type { Analysts } from './analysts.ts';

/** As for the notice of old data: two syncs that did not come, and some minutes. */
const ageFloorMs = 5 * 60_000;

interface Options {
  readonly config: Pick<Config, 'program' | 'sources' | 'sync' | 'slack' | 'digests'>;
  readonly store: Store;
  readonly analysts: Pick<Analysts, 'reporting'>;
  readonly board: Pick<SyncBoard, 'runs'>;
  readonly now: () => number;
}

/** What digests are made with in this bot. */
export function createDigests({ config, store, analysts, board, now }: Options): DueSettings {
  const { program, sources, sync, slack, digests } = config;
  const { timeZone, currency, fiscalYearStart } = program;
  const voice = (language: string): Voice =>
    digestVoice({ timeZone, currency }, languageOr(language, slack.language), { now: now(), command: slack.command });
  /** Newest data of each configured source; null: none yet. */
  const ages = async (): Promise<readonly { readonly source: string; readonly since: string | null }[]> => {
    const states = new Map((await store.sourceStates()).map(({ source, dataAsOf }) => [source, dataAsOf]));
    return sources.map(({ name }) => ({ source: name, since: states.get(name) ?? null }));
  };
  const olderThan = (since: string | null, ms: number): boolean => since === null || now() - Date.parse(since) > ms;
  return {
    store,
    clock: now,
    begun: () => board.runs > 0,
    basis: basisOf(
      program,
      sources.map((source) => ('mapping' in source ? [source.name, source.mapping] : [source.name])),
    ),
    reporter: async () => (await analysts.reporting()).reporter,
    messages: (content, language) => {
      const { root, thread } = digestMessages(content, voice(language));
      return [...root, ...thread];
    },
    firstNote: (subscription) => presetNote(subscription, store, voice(subscription.language)),
    waits: (failing, until, language) => digestWaitsMessage(failing, until, voice(language).speak),
    stale: async () =>
      (await ages())
        .filter(({ since }) => olderThan(since, 2 * sync.everyMs + ageFloorMs))
        .map(({ source, since }) => ({ source, dataAsOf: since })),
    failing: async () => {
      const old = (await ages()).filter(({ since }) => olderThan(since, digests.waitWhenOlderThan));
      const failing: FailingSource[] = [];
      for (const { source, since } of old) {
        const run = await store.runs.last(source);
        if (run === undefined || run.ok) continue;
        failing.push({ source, since, code: run.code ?? 'internal', params: run.params ?? {} });
      }
      return failing;
    },
    waitMs: digests.waitAtMost,
    nextDue: ({ report, schedule }, after) => nextDue(recurrenceOf({ report, schedule, fiscalYearStart }), after),
  };
}

const languageOr = (text: string, otherwise: Language): Language => (isLanguage(text) ? text : otherwise);
