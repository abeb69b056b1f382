import type { Store } from '../../store/store.ts';
import type { BudgetState } from '../http/budget.ts';
import { RejectsFile } from '../rejects.ts';
import { type CallReport, sumOf, Tally } from '../report.ts';
import { keepFromOf } from '../retention.ts';
import type { Warning } from '../source.ts';
import type { Outside, ReconcileAsked, SyncLog, SyncOptions } from '../sync-options.ts';
import type { Done } from '../unchanged.ts';
import type { Asked, Facts } from './contract.ts';
import { elsewhereOf } from './elsewhere.ts';
import { hasForeignRates, publishCrm } from './publish.ts';
import { runPasses } from './run-passes.ts';
import { type CrmSession, openSession } from './session.ts';
import type { CrmSource } from './source.ts';

/** A job that comes at night may lack one: a machine was off. */
const jobMayBeLateMs = 2 * 86_400_000;

type CrmOptions = SyncOptions & { readonly source: CrmSource };

/**
 * Reads what is new in a CRM into its mirror, page by page, and publishes what came of it. What was read before a failure is kept, and the
 * next run goes on behind it. Throws CrmFailure, `crm-budget` before anything is read that would pass the share of the daily limit, what
 * `publish` throws, or the signal's reason.
 */
export async function syncCrm(options: CrmOptions, seenAt: string): Promise<Done> {
  const { source, store, now, log, signal, onProgress } = options;
  const session = await openSession({ source, store, outside: neededOutside(options), now, log });
  try {
    const { mirror, adapter, budget } = session;
    const facts = await readFacts(session, signal);
    const passes = adapter.plan(facts, mirror.known, askedOf(options));
    budget.predict(passes.reduce((sum, { calls }) => sum + calls, 0));
    mirror.beginRun();
    await runPasses(passes, { ...passRun(session, facts), onProgress, signal });
    return await publish(options, session, facts, seenAt);
  } finally {
    await session.close();
  }
}

export interface PlanOptions {
  readonly source: CrmSource;
  /** null: there is none yet. */
  readonly store: Store | null;
  readonly outside: Outside;
  readonly full: boolean;
  readonly reconcile: ReconcileAsked;
  readonly now: () => number;
  readonly log: SyncLog;
  readonly signal: AbortSignal;
}

/** What a sync would read now and what it would cost. Asks the CRM for its description only. Throws as `syncCrm` does before it reads. */
export async function planCrm(options: PlanOptions): Promise<{
  readonly passes: readonly { readonly name: string; readonly calls: number }[];
  readonly calls: CallReport;
}> {
  const session = await openSession(options);
  try {
    const facts = await session.adapter.facts(session.mirror.known, options.signal);
    const passes = session.adapter.plan(facts, session.mirror.known, askedOf(options));
    const predicted = passes.reduce((sum, { calls }) => sum + calls, 0);
    return {
      passes: passes.map(({ name, calls }) => ({ name, calls })),
      calls: { ...callsOf(session.budget.state), predicted: session.budget.state.usedNow + predicted },
    };
  } finally {
    await session.close();
  }
}

export interface RefreshOptions {
  readonly source: CrmSource;
  /** The program's; absent: not compared. */
  readonly currency?: string;
  readonly store: Store;
  readonly now: () => number;
  readonly outside: Outside;
  /** Ids of partners in the CRM. */
  readonly partners: readonly string[];
  readonly retentionDays?: number | null;
  readonly log: SyncLog;
  readonly signal: AbortSignal;
}

/** Reads some partners with all that is theirs, and publishes it: how many records changed. Before the first sync nothing is done. Throws as `syncCrm`. */
export async function refreshCrm(options: RefreshOptions): Promise<number> {
  const { source, store, now, log, signal, partners } = options;
  if ((await store.cursor(source.name)) === null) return 0;
  const session = await openSession(options);
  try {
    const { mirror, adapter } = session;
    const facts = await readFacts(session, signal);
    const names = mirror.known
      .partners()
      .flatMap(({ object, ids }) => ids.filter((id) => partners.includes(id)).map((id) => ({ object, id })));
    mirror.beginRun();
    for await (const page of adapter.refresh(facts, mirror.known, names, signal)) mirror.applyLoose(page);
    const { added, changed, deleted } = await publishCrm({
      source,
      store,
      mirror,
      facts,
      currency: options.currency,
      elsewhere: await elsewhereOf(store, source.name),
      seenAt: new Date(now()).toISOString(),
      acceptDeletions: false,
      keepFrom: keepFromOf(options.retentionDays, now()),
      rejected: () => mirror.rejectCounts(),
    });
    log.info({ source: source.name, added, changed, deleted }, 'partner read anew');
    return added + changed + deleted;
  } finally {
    await session.close();
  }
}

function neededOutside({ source, outside }: CrmOptions): Outside {
  if (outside === undefined) throw new TypeError(`source ${source.name} is not on this machine`);
  return outside;
}

const askedOf = ({
  full,
  reconcile,
  now,
  source,
}: Pick<CrmOptions, 'full' | 'reconcile' | 'now' | 'source'>): Asked => ({
  mode: full === true ? 'full' : reconcile === true ? 'reconcile' : 'usual',
  now: now(),
  reconcileEveryMs: source.reconcileEveryMs + (reconcile === 'by-job' ? jobMayBeLateMs : 0),
});

async function readFacts({ adapter, mirror }: CrmSession, signal: AbortSignal): Promise<Facts> {
  const facts = await adapter.facts(mirror.known, signal);
  mirror.keepFacts(facts);
  return facts;
}

const passRun = ({ mirror: sink, adapter }: CrmSession, facts: Facts) => ({
  sink,
  fetch: (object: string, ids: readonly string[], signal: AbortSignal) => adapter.fetch(facts, object, ids, signal),
});

async function publish(
  options: CrmOptions,
  { mirror, budget }: CrmSession,
  facts: Facts,
  seenAt: string,
): Promise<Done> {
  const { source, store, acceptDeletions } = options;
  const tally = new Tally();
  const rejects = options.rejectsFile === null ? null : new RejectsFile(options.rejectsFile);
  try {
    const result = await publishCrm({
      source,
      store,
      mirror,
      facts,
      currency: options.currency,
      elsewhere: await elsewhereOf(store, source.name),
      seenAt,
      acceptDeletions,
      keepFrom: keepFromOf(options.retentionDays, options.now()),
      rejected: () => {
        // Those of rows that did not change belong to the report as well.
        for (const { object, id, field, reason, effect } of mirror.rejects()) {
          const reject = { file: object, line: id, column: field, reason, effect };
          tally.reject(reject);
          rejects?.add(reject);
        }
        rejects?.write();
        return { rows: tally.rows, fields: tally.fields };
      },
    });
    rejects?.commit();
    return {
      source: source.name,
      result,
      rejectedRows: tally.rows,
      rejectedFields: tally.fields,
      perReason: tally.perReason(),
      first: tally.first,
      rejectsFile: tally.rows + tally.fields > 0 ? options.rejectsFile : null,
      unmatched: sumOf(mirror.unmatched()),
      warnings: [...facts.warnings, ...rateWarning(source, facts, options.currency)],
      readAt: null,
      calls: callsOf(budget.state),
    };
  } finally {
    rejects?.discard();
  }
}

const callsOf = ({ predicted, usedNow, used, allowed, limit }: BudgetState): CallReport => ({
  predicted,
  used: usedNow,
  usedToday: used,
  allowed,
  limit,
});

/** Rates that lead to another currency would make wrong sums; amounts without a rate are counted as such. */
function rateWarning({ name, mapping }: CrmSource, facts: Facts, currency: string | undefined): readonly Warning[] {
  if (!hasForeignRates(facts, currency) || !mapping.entries.some(({ record }) => record === 'exchange-rate')) return [];
  const message = `exchange rates left out: they lead to another currency than the program’s: ${facts.currency} instead of ${currency}`;
  return [{ file: name, message }];
}
