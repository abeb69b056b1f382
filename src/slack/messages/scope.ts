import type { KpiAnswer } from '../../kpi/answer.ts';
import { type Segment, segmentKeys } from '../../kpi/segment.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import type { Voice } from './voice.ts';

/** “Deal registrations, Acme Cloud GmbH”: a KPI and whom it is about. */
export function scopePhrase(answer: KpiAnswer, { speak: { words } }: Voice): Phrase {
  const kpi = words.kpis[answer.kpi].name;
  if (answer.partner !== null) return words.answer.partnerScope({ kpi, partner: answer.partner.name });
  if (Object.keys(answer.scope.segment).length === 0) return words.answer.programScope({ kpi });
  return words.answer.segmentScope({ kpi, segment: segmentPhrase(answer.scope.segment, { words }) });
}

/** “tier Gold, region EMEA”. */
export function segmentPhrase(
  segment: Segment | KpiAnswer['scope']['segment'],
  { words }: Pick<Voice['speak'], 'words'>,
): Phrase {
  const values: Readonly<Record<string, string | undefined>> = segment;
  const parts = segmentKeys.flatMap((key) => {
    const value = values[key];
    return value === undefined ? [] : [words.answer.segmentPart({ key: words.answer[key](), value })];
  });
  return joined(parts, ', ');
}
