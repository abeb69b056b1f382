import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { kpiIds } from '../../kpi/list.ts';
import { mirrorFile } from '../../main/outside.ts';
import { elsewhereOf } from '../../sources/crm/elsewhere.ts';
import { publishCrm, readCursor } from '../../sources/crm/publish.ts';
import { mirrorOf } from '../../sources/crm/session.ts';
import type { CrmSource } from '../../sources/crm/source.ts';
import { openSource } from '../../sources/index.ts';
import { copyMirror, type ReasonOf } from '../../sources/mirror/index.ts';
import { keepFromOf } from '../../sources/retention.ts';
import type { SourceSettings } from '../../sources/settings.ts';
import { syncSource } from '../../sources/sync.ts';
import { reasonsKept } from '../../sources/unchanged.ts';
import type { PublishResult, Store } from '../../store/store.ts';
import type { Context } from '../command.ts';
import { withStore } from '../open.ts';
import { copyStore, isServer } from './copy-store.ts';
import { type FigureName, type FigureValue, figureNames, figuresOf } from './figures.ts';

/** Why a source is shown as it was: nothing of it was read yet; another mapping of people needs it anew; its files come by address. */
export type NotTried = 'not-read' | 'read-anew' | 'by-address';

/** What a configuration would make of one source. */
export interface SourceDiff {
  readonly source: string;
  readonly notTried: NotTried | null;
  /** Properties and objects that must be read from the CRM first. */
  readonly lacks: readonly string[];
  readonly changes: readonly {
    readonly record: string;
    readonly added: number;
    readonly changed: number;
    readonly deleted: number;
  }[];
  readonly rejected: Moved<{ readonly rows: number; readonly fields: number }>;
  readonly unmatched: Moved<number>;
  /** Reasons, unmapped values among them, of which the number is another one. */
  readonly reasons: readonly ({
    readonly object: string;
    readonly reason: string;
    readonly effect: 'row' | 'field';
  } & Moved<number>)[];
}

export interface Moved<V> {
  readonly before: V;
  readonly after: V;
}

export type FigureDiff = { readonly period: string; readonly figure: FigureName } & Moved<FigureValue>;

export interface ConfigDiff {
  readonly asOf: string;
  /** Whether histories that were kept here stay out: those in the store of a server are not copied, nor figures that rest on them compared. */
  readonly leavesOutHistories: boolean;
  readonly sources: readonly SourceDiff[];
  /** Those that move. */
  readonly figures: readonly FigureDiff[];
}

/**
 * What the configuration `next` would make of what is there, tried out on copies: neither the CRM nor anything beside a running bot is
 * touched. Throws as opening the store does.
 */
export async function configDiff(context: Context, next: Config, signal: AbortSignal): Promise<ConfigDiff> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-pulse-diff-'));
  try {
    return await withStore(context, 'read', async (store) => {
      const { store: address, personKey } = context.config();
      const copying = { address, personKey: personKey?.reveal(), now: context.host.now };
      const trial = await copyStore(store, copying, folder);
      try {
        const asOf = context.host.now();
        const before = await figuresOf(trial, context.config().program, asOf);
        const sources: SourceDiff[] = [];
        for (const settings of next.sources)
          sources.push(await tried({ context, next, settings, trial, folder, signal }));
        const after = await figuresOf(trial, next.program, asOf);
        const figures = before.flatMap(({ period, figures: old }): FigureDiff[] => {
          const now = after.find((one) => one.period === period)?.figures;
          if (now === undefined) return [];
          return figureNames
            .filter((figure) => old[figure] !== now[figure] && !(isServer(address) && figure === 'activePartners'))
            .map((figure) => ({ period, figure, before: old[figure], after: now[figure] }));
        });
        return {
          asOf: new Date(asOf).toISOString(),
          leavesOutHistories: isServer(address),
          sources: isServer(address) ? sources.map(withoutHistory) : sources,
          figures,
        };
      } finally {
        await trial.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the copy of a server's store they are not what they were. */
const withoutHistory = (diff: SourceDiff): SourceDiff => ({
  ...diff,
  changes: diff.changes.filter(({ record }) => record !== 'partner-history'),
});

interface Trial {
  readonly context: Context;
  readonly next: Config;
  readonly settings: SourceSettings;
  readonly trial: Store;
  readonly folder: string;
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly result: PublishResult | null;
  readonly notTried: NotTried | null;
  readonly lacks: readonly string[];
  readonly reasons: Moved<readonly ReasonOf[]>;
}

const nothing: Outcome = { result: null, notTried: null, lacks: [], reasons: { before: [], after: [] } };

async function tried(work: Trial): Promise<SourceDiff> {
  const { trial, settings } = work;
  const { name: source } = settings;
  const before = await heldOf(trial, source);
  const { result, notTried, lacks, reasons } = await outcomeOf(work);
  const after = await heldOf(trial, source);
  return {
    source,
    notTried,
    lacks,
    changes: Object.entries(result?.changes ?? {}).map(([record, counts]) => ({ record, ...counts })),
    rejected: { before: before.rejected, after: after.rejected },
    unmatched: { before: before.unmatched, after: after.unmatched },
    reasons: reasonsMoved(reasons),
  };
}

async function heldOf(store: Store, source: string) {
  const state = (await store.sourceStates()).find((one) => one.source === source);
  let unmatched = 0;
  for (const { count } of await store.unmatched(source)) unmatched += count;
  return { rejected: { rows: state?.rejectedRows ?? 0, fields: state?.rejectedFields ?? 0 }, unmatched };
}

function outcomeOf(work: Trial): Promise<Outcome> {
  const { settings, next } = work;
  const source = openSource(settings, next.program.timeZone);
  return 'records' in source ? ofFiles(work) : ofCrm(work, source);
}

async function ofFiles({ context, next, settings, trial, signal }: Trial): Promise<Outcome> {
  if (settings.kind !== 'files') return nothing;
  if ((settings.files ?? []).some(({ url }) => url !== undefined)) return { ...nothing, notTried: 'by-address' };
  const before = await reasonsOfFiles(trial, settings.name);
  const report = await syncSource({
    source: openSource(settings, next.program.timeZone),
    store: trial,
    now: context.host.now,
    acceptDeletions: true,
    retentionDays: next.retention.days,
    rejectsFile: null,
    kpiNames: kpiIds,
    onProgress: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
    signal,
  });
  const after = report.perReason.map(({ file, reason, effect, count }) => ({ object: file, reason, effect, count }));
  return { ...nothing, result: report.result, reasons: { before: report.readAt === null ? before : after, after } };
}

/** As the last sync counted them. */
async function reasonsOfFiles(store: Store, source: string): Promise<readonly ReasonOf[]> {
  return reasonsKept(await store.lastSync(source)).map(({ file, ...rest }) => ({ object: file, ...rest }));
}

async function ofCrm({ context, next, settings, trial, folder }: Trial, source: CrmSource): Promise<Outcome> {
  const cursor = readCursor(await trial.cursor(source.name));
  const file = join(folder, `${source.name}.mirror`);
  const copy = await copyMirror(mirrorFile(context.config().beside, settings.name), file, source.mapping);
  if (copy === null || cursor === null) return { ...nothing, notTried: 'not-read' };
  const mirror = mirrorOf({ source, store: trial, file, now: context.host.now });
  try {
    // People are kept in another form: nothing can be made of what is there.
    if (mirror.id !== copy.id) return { ...nothing, notTried: 'read-anew', lacks: copy.lacks };
    const after = new Map<string, ReasonOf & { count: number }>();
    const result = await publishCrm({
      source,
      store: trial,
      mirror,
      facts: { at: cursor.readUntil, currency: cursor.currency },
      currency: next.program.currency,
      elsewhere: await elsewhereOf(trial, source.name),
      seenAt: new Date(context.host.now()).toISOString(),
      acceptDeletions: true,
      keepFrom: keepFromOf(next.retention.days, context.host.now()),
      rejected: () => mirror.rejectCounts(),
    });
    for (const { object, reason, effect } of mirror.rejects()) {
      const key = JSON.stringify([object, reason, effect]);
      after.set(key, { object, reason, effect, count: (after.get(key)?.count ?? 0) + 1 });
    }
    return { result, notTried: null, lacks: copy.lacks, reasons: { before: copy.reasons, after: [...after.values()] } };
  } finally {
    mirror.close();
  }
}

function reasonsMoved({ before, after }: Moved<readonly ReasonOf[]>): SourceDiff['reasons'] {
  const nameOf = ({ object, reason, effect }: ReasonOf): string => JSON.stringify([object, reason, effect]);
  const old = new Map(before.map((one) => [nameOf(one), one] as const));
  const now = new Map(after.map((one) => [nameOf(one), one] as const));
  return [...new Map([...old, ...now]).entries()]
    .map(([name, { object, reason, effect }]) => ({
      object,
      reason,
      effect,
      before: old.get(name)?.count ?? 0,
      after: now.get(name)?.count ?? 0,
    }))
    .filter((one) => one.before !== one.after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || (a.reason < b.reason ? -1 : 1));
}
