import { existsSync } from 'node:fs';
import { routeOutgoing } from '../main/outgoing.ts';
import { outsideFor, outsideOf, toolsFor } from '../main/outside.ts';
import { type DryReport, dryRun } from '../sources/dry-run.ts';
import { openSource } from '../sources/index.ts';
import type { SourceSettings } from '../sources/settings.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './command.ts';
import { withStore } from './open.ts';
import { createProgress } from './progress.ts';
import { tableLines } from './render/table.ts';
import type { Words } from './words.ts';

/** Tells for each source what a sync would read now; nothing is written to the store. Throws what a sync throws before it reads. */
export async function drySync(
  context: Context,
  sources: readonly SourceSettings[],
  signal: AbortSignal,
): Promise<void> {
  const { store: address } = context.config();
  const isThere = /^postgres(ql)?:\/\//.test(address) || existsSync(address);
  const look = async (store: Store | null): Promise<void> => {
    for (const settings of sources) await lookAt(context, settings, store, signal);
  };
  return isThere ? withStore(context, 'read', look) : look(null);
}

async function lookAt(
  context: Context,
  settings: SourceSettings,
  store: Store | null,
  signal: AbortSignal,
): Promise<void> {
  const { args, host, out, words, width } = context;
  const config = context.config();
  const progress = createProgress(host);
  const outside = outsideOf(config);
  const dispatcher = routeOutgoing(config.proxy);
  try {
    const report = await dryRun({
      source: openSource(settings, config.program.timeZone, toolsFor(outside, dispatcher, silent)),
      store,
      outside: outsideFor(outside, settings.name, dispatcher),
      full: args.flag('full'),
      reconcile: args.flag('reconcile'),
      now: host.now,
      onProgress: (done, total, what) => progress.show(done, total, what),
      log: silent,
      signal,
    });
    progress.clear();
    for (const line of linesOf(report, words, width)) await out.line(line);
  } finally {
    progress.clear();
  }
}

const silent = { info: () => undefined, warn: () => undefined };

function linesOf(report: DryReport, words: Words, width: number): readonly string[] {
  const { source } = report;
  if (report.kind === 'rows') {
    const { rows, rejectedRows, rejectedFields } = report;
    const rejected =
      rejectedRows + rejectedFields === 0
        ? []
        : [words('sync.rejected', { rows: rejectedRows, fields: rejectedFields })];
    return [words('sync.dry-rows', { source, rows }), ...rejected];
  }
  const { predicted: calls, usedToday: today, allowed } = report.calls;
  return [
    words('sync.dry-head', { source }),
    ...tableLines(
      {
        heading: [words('sync.dry-pass'), words('sync.dry-calls')],
        rows: report.passes.map(({ name, calls: asked }) => [name, String(asked)]),
      },
      width,
      '  ',
    ),
    allowed === null
      ? words('sync.dry-sum-unlimited', { calls, today })
      : words('sync.dry-sum', { calls, today, allowed }),
  ];
}
