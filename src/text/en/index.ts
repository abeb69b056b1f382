import { answer, records } from './answer.ts';
import { attention } from './attention.ts';
import { cli } from './cli.ts';
import { columns } from './columns.ts';
import { delivery } from './delivery.ts';
import { digest } from './digest.ts';
import { errors } from './errors.ts';
import { caveats, differences, filter, proofFigures } from './filter.ts';
import { kpis } from './kpis.ts';
import { leftOut, notes } from './left-out.ts';
import { lines } from './lines.ts';
import * as reasons from './reasons.ts';
import { scorecard } from './scorecard.ts';
import { pauses, subscriptions } from './subscriptions.ts';
import { talk } from './talk.ts';
import { time } from './time.ts';
import { told } from './told.ts';
import { vocabulary } from './vocabulary.ts';

/** Everything that is said in English. */
export const en = {
  answer,
  attention,
  caveats,
  cli,
  columns,
  delivery,
  differences,
  digest,
  errors,
  filter,
  kpis,
  leftOut,
  lines,
  // Dates as the British write them: 3 Nov 2026 cannot be misread.
  locale: 'en-GB',
  notes,
  pauses,
  proofFigures,
  reasons,
  records,
  scorecard,
  /** Thousand, million, billion behind a short amount. */
  shortMoney: { gap: '', k: 'k', M: 'M', bn: 'bn' },
  subscriptions,
  talk,
  time,
  told,
  vocabulary,
};
