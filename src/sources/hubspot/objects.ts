import { CrmFailure } from '../http/failure.ts';
import type { CustomObject } from './client.ts';
import { eventTypeOf, ratesObject, standardName } from './names.ts';

/** Whether an object is one that each account defines for itself. */
export const isCustom = (object: string): boolean =>
  standardName(object) === null && eventTypeOf(object) === null && object !== ratesObject;

/**
 * What paths call an object: mappings may write `registration`, `p_registration`, `p4711_registration` or `2-40000001`.
 * Throws `crm-schema` for one that the account lacks.
 */
export function pathName(object: string, customs: readonly CustomObject[], host: string): string {
  const standard = standardName(object);
  if (standard !== null) return standard;
  const name = object.toLowerCase();
  const found = customs.find(
    (one) =>
      one.typeId === name ||
      [one.fullName, one.name, `p_${one.name}`].some((spelling) => spelling.toLowerCase() === name),
  );
  if (found !== undefined) return found.typeId;
  throw new CrmFailure('crm-schema', { host, words: `object ${object.slice(0, 80)}` }, { serviceCode: 'NO_OBJECT' });
}
