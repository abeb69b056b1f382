import type { Asked } from '../../doctor/index.ts';
import { sameName } from '../../doctor/same-name.ts';
import type { ObjectHeadline, PropertyFacts } from '../../sources/crm/inspector.ts';
import { isCrmFailure } from '../../sources/http/failure.ts';
import type { Filter } from '../../sources/mapping/index.ts';

/** What a proposal looks at: objects by name, properties asked when they are needed. */
export class CrmView {
  readonly #asked: Asked;
  readonly #objects: readonly ObjectHeadline[];

  constructor(asked: Asked, objects: readonly ObjectHeadline[]) {
    this.#asked = asked;
    this.#objects = objects;
  }

  has(object: string): boolean {
    return object === 'exchange_rates' || this.#objects.some(({ name }) => sameName(name, object));
  }

  /** An object of the account's own with such a name. */
  custom(pattern: RegExp): ObjectHeadline | undefined {
    return this.#objects.find(({ name, custom }) => custom && pattern.test(name));
  }

  /** None for an object that is not there. */
  async properties(object: string): Promise<readonly PropertyFacts[]> {
    if (!this.has(object)) return [];
    try {
      return await this.#asked.properties(object);
    } catch (error) {
      if (isCrmFailure(error, 'crm-schema') || isCrmFailure(error, 'crm-forbidden')) return [];
      throw error;
    }
  }

  async property(object: string, name: string): Promise<PropertyFacts | undefined> {
    const wanted = name.toLowerCase();
    return (await this.properties(object)).find((facts) => facts.name.toLowerCase() === wanted);
  }

  count(object: string, field: string, op: Filter['op'], ...values: Filter['values']): Promise<number> {
    return this.#asked.count(object, [{ field, op, values, negated: false }]);
  }

  /** None where one of the two is not there. */
  async labels(from: string, to: string): Promise<readonly string[]> {
    return this.has(from) && this.has(to) ? await this.#asked.labels(from, to) : [];
  }

  stages(object: string) {
    return this.#asked.stages(object);
  }
}
