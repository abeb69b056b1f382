import type { KpiAnswer } from '../kpi/answer.ts';
import { answerScope } from '../kpi/compose.ts';
import { type KpiId, kpiOf } from '../kpi/list.ts';
import type { Program } from '../kpi/program/program.ts';
import { defaultPeriod, type Period, runningPeriod } from '../records/period.ts';
import {
  previousPeriod,
  previousWindow,
  type Window,
  windowAtEqualAge,
  windowOf,
  yearBeforeWindow,
} from '../records/window.ts';
import type { Asked } from './asked.ts';
import type { Steps } from './steps.ts';

const EARLIER_PERIODS = 4;

/** Each KPI's whole answer for its last complete period (rule 2.3), one period of one KPI at a time. */
export function* answersOf(asked: Asked, ids: readonly KpiId[]): Steps<readonly KpiAnswer[]> {
  const { calculator, program, scope, asOf } = asked;
  const answers: KpiAnswer[] = [];
  for (const id of ids) {
    const kpi = kpiOf(id);
    const windows = windowsOf(program, asOf, kpi.cadence);
    // The calculator keeps what it computed: the answer at the end finds it there.
    for (const window of windows) {
      calculator.outcome(kpi, scope, window);
      yield;
    }
    for (const window of windows.slice(0, 1)) {
      calculator.paired(scope, window);
      yield;
    }
    answers.push(answerScope(calculator, scope, { kpi: id, asOf }));
    yield;
  }
  return answers;
}

/** The periods that an answer looks at, the asked one first. */
function windowsOf(
  { calendar }: Program,
  asOf: number,
  cadence: Parameters<typeof defaultPeriod>[0],
): readonly Window[] {
  const window = windowOf(defaultPeriod(cadence, calendar, asOf), calendar, asOf);
  const windows = [window, windowOf(runningPeriod(cadence, calendar, asOf), calendar, asOf)];
  for (const earlier of [previousWindow(window, calendar), yearBeforeWindow(window, calendar)]) {
    if (earlier !== null) windows.push(earlier);
  }
  let period: Period | null = previousPeriod(window.period, calendar);
  for (let count = 0; period !== null && count < EARLIER_PERIODS; count += 1) {
    windows.push(windowAtEqualAge(window, period, calendar));
    period = previousPeriod(period, calendar);
  }
  return windows;
}
