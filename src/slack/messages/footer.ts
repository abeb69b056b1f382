import type { KpiAnswer } from '../../kpi/answer.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { periodDates, periodLabel } from '../../text/say/period.ts';
import { context, type OurBlock } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { Voice } from './voice.ts';

/** Older than this, the age of the data is said as a warning. */
const STALE = 26 * 3_600_000;

/** What every answer ends with: period, moment and zone, age of each source's data, definition version. */
export function footer(answer: KpiAnswer, voice: Voice): OurBlock {
  const { words, format } = voice.speak;
  const dates = periodDates(answer.period, voice.speak);
  const label = periodLabel(answer.period.name, voice.speak);
  const period = dates === null || dates.text === label.text ? label : joined([label, '(', dates, ')'], ' ');
  const facts = [
    tightened(period),
    words.time.asOf({ moment: format.instant(answer.asOf), zone: answer.timeZone }),
    dataAge(answer.dataAsOf, voice),
    words.time.definitionVersion({ version: String(answer.definitionVersion) }),
  ];
  return context([mrkdwn`${joined(facts, ' · ')}`]);
}

const tightened = (phrase: Phrase): string => phrase.text.replace('( ', '(').replace(' )', ')');

/** “Data: hubspot 12 min ago”; with a warning sign once a source is older than a day. */
export function dataAge(dataAsOf: Readonly<Record<string, string>>, { speak: { words, format }, now }: Voice): Phrase {
  const sources = Object.entries(dataAsOf).map(([source, iso]) =>
    words.time.sourceAge({ source, ago: format.ago(iso, now) }),
  );
  if (sources.length === 0) return words.time.data({ sources: words.lines.unknown() });
  const stale = Object.values(dataAsOf).some((iso) => now - Date.parse(iso) > STALE);
  const list = joined(sources, ', ');
  return stale ? words.time.staleData({ sources: list }) : words.time.data({ sources: list });
}
