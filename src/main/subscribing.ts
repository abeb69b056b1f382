import type { Config } from '../config/config.ts';
import { previewDigest } from '../slack/digests/produce.ts';
import { readClock } from '../slack/subscriptions/rules.ts';
import type { DigestSettings } from '../slack/subscriptions/settings.ts';
import { segmentOf } from '../slack/subscriptions/words.ts';
import type { Store } from '../store/store.ts';

/** What people subscribe with in this bot; `making`: what digests are made with. */
export function subscribing(
  { program, digests }: Pick<Config, 'program' | 'digests'>,
  store: Store,
  making: Parameters<typeof previewDigest>[1],
): DigestSettings {
  return {
    store,
    fiscalYearStart: program.fiscalYearStart,
    personal: { day: digests.personalDay, ...(readClock(digests.personalTime) ?? { hour: 9, minute: 0 }) },
    presetManagers: digests.presetManagers,
    preview: ({ report, scope, language }) =>
      previewDigest({ report, language, segment: segmentOf(scope.segment), partners: scope.partners }, making),
  };
}
