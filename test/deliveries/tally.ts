import type { Boundary } from './talk.ts';

/** What came of the runs of one kind. */
export interface Tally {
  readonly historyScopes: boolean;
  runs: number;
  /** Processes that were killed, and where Slack misbehaved. */
  kills: number;
  faults: number;
  messages: number;
  /** Neither there, nor waiting for somebody to say so. */
  lost: number;
  twice: number;
  parked: number;
  /** Where processes died, how often. */
  readonly died: Map<Boundary, number>;
  /** What must never be, with the number of its run. */
  readonly wrong: string[];
}

/** Before the first run. */
export const tally = (historyScopes: boolean): Tally => ({
  historyScopes,
  runs: 0,
  kills: 0,
  faults: 0,
  messages: 0,
  lost: 0,
  twice: 0,
  parked: 0,
  died: new Map(),
  wrong: [],
});
