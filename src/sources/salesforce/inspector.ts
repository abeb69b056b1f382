import Big from 'big.js';
import type { StageFact } from '../crm/contract.ts';
import type {
  AccountIdentity,
  DailyLimit,
  InspectedRow,
  InspectedSum,
  Inspector,
  ObjectHeadline,
  ObjectSharing,
  PropertyFacts,
} from '../crm/inspector.ts';
import type { Budget } from '../http/budget.ts';
import { CrmFailure, isCrmFailure } from '../http/failure.ts';
import { meets } from '../mapping/conditions.ts';
import type { Filter, RawRow } from '../mapping/index.ts';
import type { FieldDescription, Identity, SalesforceClient, SalesforceRow } from './client.ts';
import { connect, type Surroundings } from './connect.ts';
import { askOrganization } from './organization.ts';
import { pushdown } from './pushdown.ts';
import { cellsOf, idOf } from './rows.ts';
import { type Column, Schema } from './schema.ts';
import type { ConnectionSettings } from './settings.ts';
import { shaped, sumAnswer } from './shapes.ts';
import { sharingOf } from './sharing.ts';
import { type Condition, countSoql, soql, sumSoql } from './soql.ts';
import { stagesOf, stagesSoql } from './stages.ts';

/** Answers single questions about an org. Nothing is asked before the first one. */
export const salesforceInspector = (settings: ConnectionSettings, surroundings: Surroundings): Inspector =>
  new SalesforceInspector(connect(settings, surroundings), settings, surroundings.budget);

class SalesforceInspector implements Inspector {
  readonly #client: SalesforceClient;
  readonly #settings: ConnectionSettings;
  readonly #budget: Budget;
  readonly #before: number;
  readonly #schema: Schema;
  #userId: string | null = null;

  constructor(client: SalesforceClient, settings: ConnectionSettings, budget: Budget) {
    this.#client = client;
    this.#settings = settings;
    this.#budget = budget;
    this.#before = budget.state.usedNow;
    this.#schema = new Schema(client);
  }

  get calls(): number {
    return this.#budget.state.usedNow - this.#before;
  }

  async identity(signal: AbortSignal): Promise<AccountIdentity> {
    const who = await this.#who(signal);
    const offered = await this.#client.versions(signal);
    const org = await askOrganization(this.#client, this.#schema, signal);
    const account = who instanceof CrmFailure ? org.id : who.organizationId;
    if (account === null) throw who;
    const known = who instanceof CrmFailure ? null : who;
    return {
      account,
      user: known?.username ?? null,
      kind: org.kind,
      timeZone: org.timeZone ?? known?.timeZone ?? null,
      currency: org.currency,
      scopes: known === null || known.scopes.length === 0 ? null : known.scopes,
      apiVersion: this.#settings.apiVersion,
      offered,
      at: org.at,
    };
  }

  /** Not every app may ask who it is: then the organisation alone says where it is. */
  async #who(signal: AbortSignal): Promise<Identity | CrmFailure> {
    try {
      const identity = await this.#client.identity(signal);
      this.#userId = identity.userId;
      return identity;
    } catch (error) {
      if (isCrmFailure(error) && error.facts.status === 403) return error;
      throw error;
    }
  }

  async objects(signal: AbortSignal): Promise<readonly ObjectHeadline[]> {
    const heads = await this.#client.objects(signal);
    return heads
      .filter(({ queryable }) => queryable)
      .map(({ name, label, custom, createable, updateable, deletable }) => ({
        name,
        label,
        custom,
        writable: createable || updateable || deletable,
      }));
  }

  async properties(object: string, signal: AbortSignal): Promise<readonly PropertyFacts[]> {
    await this.#schema.learn([object], signal);
    const found = this.#schema.object(object);
    if (found === null) throw await this.#lacks(object, signal);
    return found.fields.map(factsOf);
  }

  async stages(object: string, signal: AbortSignal): Promise<readonly StageFact[]> {
    if (object.toLowerCase() !== 'opportunity') return [];
    const rows: SalesforceRow[] = [];
    for await (const page of this.#client.queryAll(stagesSoql, { signal })) rows.push(...page.records);
    return stagesOf(rows, await this.#client.origin(signal));
  }

  labels(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  /** One COUNT(), unless Salesforce reads a condition differently: then only rows that may meet it are read. */
  async count(object: string, conditions: readonly Filter[], signal: AbortSignal): Promise<number> {
    const { where, exact } = await this.#question(object, conditions, signal);
    if (exact) return (await this.#client.count(countSoql(object, where), signal)).count;
    let count = 0;
    for await (const rows of this.rows(object, [], conditions, signal)) count += rows.length;
    return count;
  }

  async *rows(
    object: string,
    properties: readonly string[],
    conditions: readonly Filter[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly InspectedRow[]> {
    const { where, exact, columns } = await this.#question(object, conditions, signal, properties);
    const fields = ['Id', ...columns.map(({ path }) => path.join('.'))];
    for await (const page of this.#client.queryAll(soql({ object, fields, where, orderBy: ['Id'] }), { signal })) {
      const rows = page.records.map(
        (record): RawRow => ({ id: idOf(record), url: null, values: cellsOf(columns, record) }),
      );
      const kept = exact ? rows : rows.filter((row) => meets(row, conditions));
      yield kept.map(({ id, values }) => ({
        id,
        values: Object.fromEntries(properties.map((name) => [name, values[name] ?? null])),
      }));
    }
  }

  async sum(
    object: string,
    property: string,
    conditions: readonly Filter[],
    signal: AbortSignal,
  ): Promise<InspectedSum | null> {
    const { where, exact, columns } = await this.#question(object, conditions, signal, [property]);
    const path = columns.find((column) => column.property === property)?.path;
    if (!exact || path === undefined) return null;
    // Where there are several currencies, Salesforce answers such a question in the organisation's own.
    const converted = this.#schema.column(object, 'CurrencyIsoCode') !== null;
    for await (const { records } of this.#client.queryAll(sumSoql(object, path.join('.'), where), { signal })) {
      const { found, total } = shaped(sumAnswer, records[0], object);
      return { count: found, sum: new Big(total ?? 0).toFixed(), converted };
    }
    return null;
  }

  async sharing(objects: readonly string[], signal: AbortSignal): Promise<readonly ObjectSharing[] | null> {
    return this.#userId === null ? null : await sharingOf(this.#client, this.#userId, objects, signal);
  }

  async limits(signal: AbortSignal): Promise<DailyLimit | null> {
    const { limit, left } = (await this.#client.limits(signal)).dailyCalls;
    // It rolls: what was used 24 hours ago comes back.
    return { limit, left, resetsAt: null };
  }

  /** Columns for the properties and the conditions, and what can be asked of Salesforce. Throws `crm-schema`. */
  async #question(
    object: string,
    conditions: readonly Filter[],
    signal: AbortSignal,
    properties: readonly string[] = [],
  ): Promise<{ where: Condition; exact: boolean; columns: readonly Column[] }> {
    const names = [...new Set([...properties, ...conditions.map(({ field }) => field)])];
    await this.#schema.learn([object], signal);
    if (this.#schema.object(object) === null) throw await this.#lacks(object, signal);
    await this.#schema.learnPaths([[object, names]], signal);
    const columns: Column[] = [];
    for (const name of names) {
      const column = this.#schema.column(object, name);
      if (column === null) throw await this.#lacks(this.#schema.missing(object, name), signal);
      columns.push(column);
    }
    const byName = new Map(columns.map((column) => [column.property, column]));
    const { where, exact } = pushdown([conditions], (name) => byName.get(name) ?? null);
    const living: Condition[] = this.#schema.column(object, 'IsDeleted') === null ? [] : [notDeleted];
    return { where: { all: [...living, ...(where === null ? [] : [where])] }, exact, columns };
  }

  async #lacks(words: string, signal: AbortSignal): Promise<CrmFailure> {
    return new CrmFailure('crm-schema', { host: new URL(await this.#client.origin(signal)).host, words });
  }
}

const notDeleted: Condition = { field: 'IsDeleted', is: '=', value: false };

const types: Readonly<Record<string, PropertyFacts['type']>> = {
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  id: 'text',
  int: 'number',
  long: 'number',
  double: 'number',
  percent: 'number',
  currency: 'money',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'choice',
  combobox: 'choice',
  multipicklist: 'choices',
};

function factsOf(field: FieldDescription): PropertyFacts {
  const { name, label, type, referenceTo, picklistValues, calculated, custom, filterable } = field;
  const isOwner = type === 'reference' && referenceTo.includes('User');
  return {
    name,
    label,
    type: isOwner ? 'owner' : type === 'reference' ? 'reference' : (types[type] ?? 'other'),
    values: picklistValues.map(({ value, active, ...one }) => ({ value, active, label: one.label ?? value })),
    to: referenceTo,
    calculated,
    custom,
    filterable,
  };
}
