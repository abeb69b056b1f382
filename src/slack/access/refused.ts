import type { RefusalReason } from './decide.ts';

/** Thrown where somebody asks for what they may not see; the person is told why, politely. */
export class Refused extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(`refused: ${reason}`);
    this.name = 'Refused';
    this.reason = reason;
  }
}
