import type { Measure } from '../measure.ts';
import { bot } from './bot.ts';
import { busy } from './busy.ts';
import { digests } from './digests.ts';
import { load } from './load.ts';
import { names } from './names.ts';
import { programKpi } from './program-kpi.ts';
import { reports } from './reports.ts';
import { scorecard } from './scorecard.ts';
import { smallWrites } from './small-writes.ts';
import { stdin } from './stdin.ts';
import { sync } from './sync.ts';

/** In the order of the table. A new one is its file and a line here. */
export const measures: readonly Measure[] = [
  sync,
  load,
  scorecard,
  programKpi,
  reports,
  names,
  stdin,
  bot,
  busy,
  digests,
  smallWrites,
];
