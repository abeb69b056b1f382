import type { Asked, CrmAdapter, Facts, Known, Pass, PassPage, RowName } from '../crm/contract.ts';
import { isCrmFailure } from '../http/failure.ts';
import { fieldsNeeded, type Mapping } from '../mapping/index.ts';
import { openOrg, type Surroundings } from './connect.ts';
import { callsOf, type Due, dueOf } from './due.ts';
import { FactsReader } from './facts.ts';
import { fetchRows } from './fetch.ts';
import type { ObjectPlan } from './needed.ts';
import { type PassContext, readAll, readChanges, readPresent, readValues } from './passes.ts';
import { refreshPartners } from './refresh.ts';
import type { ConnectionSettings, ReadingSettings } from './settings.ts';
import type { SweepContext } from './sweep.ts';

export interface SalesforceAdapterOptions {
  readonly settings: ConnectionSettings & ReadingSettings;
  readonly mapping: Mapping;
  readonly surroundings: Surroundings;
}

/** A Salesforce org as a source. Nothing is asked before its first facts. Throws `crm-address`, `crm-login-kind`. */
export const salesforceAdapter = (options: SalesforceAdapterOptions): CrmAdapter => new SalesforceAdapter(options);

class SalesforceAdapter implements CrmAdapter {
  readonly crm = 'salesforce';
  readonly #mapping: Mapping;
  readonly #facts: FactsReader;
  readonly #sweeps: SweepContext;
  readonly #overlapMs: number;

  constructor({ settings, mapping, surroundings }: SalesforceAdapterOptions) {
    const { client, jobs } = openOrg(settings, surroundings);
    this.#mapping = mapping;
    this.#overlapMs = settings.overlapMinutes * 60_000;
    this.#sweeps = { client, jobs, bulkAbove: settings.bulkAbove };
    this.#facts = new FactsReader({
      client,
      needs: fieldsNeeded(mapping),
      refreshed: new Set(settings.refreshFields.map((name) => name.toLowerCase())),
      overlapMs: this.#overlapMs,
      now: () => surroundings.clock.now(),
    });
  }

  async facts(_known: Known, signal: AbortSignal): Promise<Facts> {
    return await this.#facts.read(signal);
  }

  plan(facts: Facts, known: Known, asked: Asked): readonly Pass[] {
    return facts.objects.flatMap((object) => {
      const plan = this.#facts.planOf(object);
      const { need } = object;
      const count = known.count(need.object);
      return dueOf(plan, known, asked, this.#overlapMs).map(
        (due): Pass => ({
          name: `${due.kind}:${need.object}`,
          object: need.object,
          phase: due.phase,
          basis: due.basis,
          calls: callsOf(due.kind, count, this.#sweeps.bulkAbove),
          covers: due.kind === 'all' ? 'rows' : due.kind === 'check' ? 'present' : null,
          read: (start) => {
            const changedUntil = known.pass(`changes:${need.object}`, object.basis)?.watermark ?? null;
            const context = { ...this.#sweeps, known: known.count(need.object), at: facts.at, changedUntil };
            return this.#watched(read(context, plan, due, start));
          },
        }),
      );
    });
  }

  fetch(facts: Facts, object: string, ids: readonly string[], signal: AbortSignal): AsyncIterable<PassPage> {
    const found = facts.objects.find(({ need }) => need.object === object);
    if (found === undefined) throw new Error(`no facts of ${object}`);
    return this.#watched(fetchRows(this.#sweeps.client, this.#facts.planOf(found), ids, signal));
  }

  refresh(facts: Facts, _known: Known, partners: readonly RowName[], signal: AbortSignal): AsyncIterable<PassPage> {
    const plans = facts.objects.map((object) => this.#facts.planOf(object));
    return this.#watched(
      refreshPartners({ client: this.#sweeps.client, mapping: this.#mapping, plans }, partners, signal),
    );
  }

  /** A field that vanished since the facts were read: the next run reads them anew and knows. */
  async *#watched(pages: AsyncIterable<PassPage>): AsyncGenerator<PassPage> {
    try {
      yield* pages;
    } catch (error) {
      if (isCrmFailure(error, 'crm-schema')) this.#facts.forget();
      throw error;
    }
  }
}

function read(
  context: PassContext,
  plan: ObjectPlan,
  due: Due,
  start: { readonly cursor: string | null; readonly signal: AbortSignal },
): AsyncIterable<PassPage> {
  const { stamp } = plan.layout;
  if (due.kind === 'check') return readPresent(context, plan, start);
  if (due.kind === 'values') return readValues(context, plan, start);
  if (due.kind === 'changes' && stamp !== null) return readChanges({ ...context, from: due.from }, plan, stamp, start);
  return readAll(context, plan, start);
}
