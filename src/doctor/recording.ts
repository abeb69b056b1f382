import type { StageFact } from '../sources/crm/contract.ts';
import type {
  AccountIdentity,
  DailyLimit,
  InspectedRow,
  ObjectHeadline,
  ObjectSharing,
  PropertyFacts,
} from '../sources/crm/inspector.ts';
import type { Filter } from '../sources/mapping/index.ts';

/** One question with its answer, as it may leave the house. */
export type Recorded = Readonly<Record<string, unknown>> & { readonly ask: string };

/**
 * Keeps what was asked of a CRM and answered: structure, counts, limits. What is in cells stays out, and so do account,
 * user, and the values of filters on texts, which may be names. Choices are counted, not listed: some account keeps its
 * partners as one.
 */
export class Recording {
  readonly entries: Recorded[] = [];
  readonly #properties = new Map<string, readonly PropertyFacts[]>();

  identity({ kind, timeZone, currency, scopes, apiVersion, offered, account, user, at }: AccountIdentity): void {
    const answer = { kind, timeZone, currency, scopes, apiVersion, offered };
    const told = { account: account !== '', user: user !== null, clock: at !== null };
    this.entries.push({ ask: 'identity', answer: { ...answer, told } });
  }

  objects(objects: readonly ObjectHeadline[]): void {
    const answer = objects.map(({ name, custom, writable }) => ({ name, custom, writable }));
    this.entries.push({ ask: 'objects', answer });
  }

  properties(object: string, properties: readonly PropertyFacts[]): void {
    this.#properties.set(object, properties);
    const answer = properties.map(({ name, type, to, calculated, custom, filterable, values }) => ({
      name,
      type,
      to,
      calculated,
      custom,
      filterable,
      values: { active: values.filter(({ active }) => active).length, all: values.length },
    }));
    this.entries.push({ ask: 'properties', object, answer });
  }

  stages(object: string, stages: readonly StageFact[]): void {
    const answer = stages.map(({ pipeline, stage, label, position, status }) => ({
      pipeline,
      stage,
      label,
      position,
      status,
    }));
    this.entries.push({ ask: 'stages', object, answer });
  }

  labels(from: string, to: string, labels: readonly string[]): void {
    this.entries.push({ ask: 'labels', from, to, answer: labels });
  }

  count(object: string, conditions: readonly Filter[], answer: number): void {
    this.entries.push({ ask: 'count', object, conditions: this.#shown(conditions), answer });
  }

  rows(
    object: string,
    properties: readonly string[],
    conditions: readonly Filter[],
    rows: readonly InspectedRow[],
  ): void {
    const filled = Object.fromEntries(
      properties.map((name) => [name, rows.filter(({ values }) => isFilled(values[name])).length]),
    );
    this.entries.push({
      ask: 'rows',
      object,
      conditions: this.#shown(conditions),
      answer: { rows: rows.length, filled },
    });
  }

  sharing(answer: readonly ObjectSharing[] | null): void {
    this.entries.push({ ask: 'sharing', answer });
  }

  limits(answer: DailyLimit | null): void {
    this.entries.push({ ask: 'limits', answer });
  }

  failure(question: string, code: string): void {
    this.entries.push({ ask: 'failed', question, code });
  }

  /** Of the values of a filter only how many there are. */
  #shown(conditions: readonly Filter[]): readonly object[] {
    return conditions.map(({ field, op, values, negated }) => ({ field, op, values: values.length, negated }));
  }
}

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
