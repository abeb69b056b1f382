/**
 * A computation in pieces: whoever runs it may do something else between two of them, so that a report of a large program
 * does not keep a question waiting. All pieces read the same data.
 */
export type Steps<T> = Generator<void, T>;

/** Runs all pieces at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs one piece after the other, each in a turn of its own. */
export async function inTurns<T>(steps: Steps<T>, nextTurn: () => Promise<unknown>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
