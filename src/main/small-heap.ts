import v8 from 'node:v8';

/**
 * From now on this process collects its garbage sooner: a sync makes millions of rows that live for a moment, and left alone they
 * stay until they fill some hundred megabytes. It costs a few percent of time. Numbers only: both may be set while a program runs.
 */
export function keepHeapSmall(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  v8.setFlagsFromString('--heap-growing-percent=60');
}

/** Of a thread that reads a CRM: rows live briefly, and a small nursery that is emptied more often keeps the process small. */
export const writingThreadLimits = { maxYoungGenerationSizeMb: 8 } as const;
