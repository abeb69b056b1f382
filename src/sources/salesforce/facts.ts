import { z } from 'zod';
import type { Facts, ObjectFacts } from '../crm/contract.ts';
import { CrmFailure } from '../http/failure.ts';
import type { ObjectNeed } from '../mapping/index.ts';
import type { Ask, Page, SalesforceClient, Told } from './client.ts';
import { type ObjectPlan, planOf } from './needed.ts';
import { type Organization, organizationAsks, organizationObjects, organizationOf } from './organization.ts';
import { Schema } from './schema.ts';
import { shaped } from './shapes.ts';
import { type Condition, soql } from './soql.ts';
import { stagesOf, stagesSoql } from './stages.ts';

/** Descriptions, the organisation and its people are asked for anew after this time; stages and changed people always. */
const KEEP_MS = 3_600_000;

export interface FactsContext {
  readonly client: SalesforceClient;
  readonly needs: readonly ObjectNeed[];
  /** `Object.Field`, folded. */
  readonly refreshed: ReadonlySet<string>;
  readonly overlapMs: number;
  readonly now: () => number;
}

/** What holds for an hour. */
interface Kept {
  readonly schema: Schema;
  readonly account: string;
  readonly organization: Organization;
  readonly readAt: number;
  readonly owners: Map<string, string>;
  /** Up to when the owners are known: milliseconds of the org's clock. */
  ownersAt: number;
}

const person = z.looseObject({ Id: z.string(), Email: z.string().nullish() });

/** Reads the facts of an org: three calls the first time and every hour, one call in between. */
export class FactsReader {
  readonly #context: FactsContext;
  readonly #plans = new WeakMap<ObjectFacts, ObjectPlan>();
  #kept: Kept | undefined;

  constructor(context: FactsContext) {
    this.#context = context;
  }

  /** What is kept may be wrong: the next facts are read anew. */
  forget(): void {
    this.#kept = undefined;
  }

  /** How an object of these facts is read. */
  planOf(facts: ObjectFacts): ObjectPlan {
    const plan = this.#plans.get(facts);
    if (plan === undefined) throw new Error(`facts of ${facts.need.object} that this adapter did not read`);
    return plan;
  }

  async read(signal: AbortSignal): Promise<Facts> {
    const { client, needs, refreshed, now } = this.#context;
    const origin = await client.origin(signal);
    const isStale = this.#kept === undefined || now() - this.#kept.readAt >= KEEP_MS;
    const fresh = isStale ? await this.#learn(signal) : null;
    const { answers, at } = await this.#ask(fresh, signal);
    if (fresh !== null) {
      const organization = organizationOf(rows(answers.rest));
      const account = organization.id ?? (await client.identity(signal)).organizationId;
      this.#kept = { ...fresh, organization, account };
    }
    const kept = this.#kept;
    if (kept === undefined) throw new Error('no facts were kept');
    await this.#people(kept, answers.people, at, signal);
    const stages =
      answers.stages === null ? [] : stagesOf(await this.#whole(answers.stages, signal), new URL(origin).host);
    const { schema, account, organization } = kept;
    const planned = needs.map((need) => planOf(need, { schema, account, origin, stages, refreshed }));
    const missing = planned.flatMap((one) => one.missing);
    if (missing.length > 0) {
      this.forget();
      throw new CrmFailure('crm-schema', { host: new URL(origin).host, words: missing.join(', ') });
    }
    const plans = planned.flatMap(({ plan }) => plan ?? []);
    for (const plan of plans) this.#plans.set(plan.facts, plan);
    return {
      at: new Date(at).toISOString(),
      account,
      currency: organization.currency,
      timeZone: organization.timeZone,
      owners: new Map(kept.owners),
      stages,
      objects: plans.map(({ facts }) => facts),
      warnings: planned.flatMap(({ warnings }) => warnings),
    };
  }

  async #learn(signal: AbortSignal): Promise<Kept> {
    const { client, needs, now } = this.#context;
    const readAt = now();
    const schema = new Schema(client);
    await schema.learn([...needs.map(({ object }) => object), ...organizationObjects], signal);
    await schema.learnPaths(
      needs.map(({ object, properties }) => [object, properties]),
      signal,
    );
    return { schema, account: '', organization: organizationOf([]), readAt, owners: new Map(), ownersAt: -1 };
  }

  /** Everything that is a query, in one call. */
  async #ask(fresh: Kept | null, signal: AbortSignal) {
    const { client, needs, overlapMs } = this.#context;
    const known = fresh ?? this.#kept;
    const asks: Ask[] = [];
    const place = (wanted: boolean, query: string): number => (wanted ? asks.push({ query }) - 1 : -1);
    const stages = place(
      needs.some((need) => need.stages && need.object.toLowerCase() === 'opportunity'),
      stagesSoql,
    );
    const since = (known?.ownersAt ?? -1) - overlapMs;
    const people = place(
      needs.some((need) => need.owners),
      peopleSoql(since),
    );
    const before = asks.length;
    // Asked for when it may be old, and for its clock when there is nothing else to ask.
    if (fresh !== null || asks.length === 0) asks.push(...(known === undefined ? [] : organizationAsks(known.schema)));
    const told =
      asks.length === 0 ? { answers: [], ...(await client.identity(signal)) } : await client.together(asks, signal);
    const { at } = told;
    if (at === null) {
      const { host } = new URL(await client.origin(signal));
      throw new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words: 'no Date' });
    }
    const pageAt = (index: number): Page | null => (index < 0 ? null : pageOf(told.answers[index]));
    return { answers: { stages: pageAt(stages), people: pageAt(people), rest: told.answers.slice(before) }, at };
  }

  async #people(kept: Kept, first: Page | null, at: number, signal: AbortSignal): Promise<void> {
    if (first === null) return;
    const { host } = new URL(await this.#context.client.origin(signal));
    for (const one of await this.#whole(first, signal)) {
      const { Id, Email } = shaped(person, one, host);
      if (Email) kept.owners.set(Id, Email);
      else kept.owners.delete(Id);
    }
    kept.ownersAt = at;
  }

  /** The rows of a first page and of those behind it. */
  async #whole(first: Page, signal: AbortSignal): Promise<readonly Page['records'][number][]> {
    const records = [...first.records];
    if (first.next === null) return records;
    for await (const page of this.#context.client.queryAll('', { signal, from: first.next }))
      records.push(...page.records);
    return records;
  }
}

/** Those who left too: they own deals of the past. */
function peopleSoql(since: number): string {
  const where: Condition | undefined =
    since < 0 ? undefined : { field: 'SystemModstamp', is: '>=', value: { at: since } };
  return soql({ object: 'User', fields: ['Id', 'Email'], ...(where !== undefined && { where }), orderBy: ['Id'] });
}

function pageOf(told: Told | undefined): Page {
  if (told !== undefined && 'page' in told) return told.page;
  if (told !== undefined && 'failure' in told) throw told.failure;
  throw new Error('a query without an answer');
}

/** What the organisation may not tell is unknown. */
const rows = (answers: readonly Told[]): readonly Page['records'][number][] =>
  answers.flatMap((told) => ('page' in told ? told.page.records : []));
