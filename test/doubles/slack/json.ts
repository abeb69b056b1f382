// Reading JSON that came over the wire, without trusting its shape.

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Whether a value is a JSON object (not null, not a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The string under `key`, or undefined. */
export function stringAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** The object under `key`, or undefined. */
export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return isObject(value) ? value : undefined;
}

/** The objects in the list under `key`; an empty list when there is none. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** True for `true`, `"true"`, `1` and `"1"`: form bodies carry booleans as text. */
export function flagAt(object: JsonObject, key: string): boolean {
  const value = object[key];
  return value === true || value === 'true' || value === 1 || value === '1';
}

/** A deep copy of plain data as JSON. */
export function copyJson<T extends Json>(value: T): T {
  return structuredClone(value);
}

/** Plain data (interfaces included) as a JSON object: undefined members vanish. */
export function toJsonObject(value: object): JsonObject {
  const parsed: unknown = JSON.parse(JSON.stringify(value));
  if (!isObject(parsed)) throw new TypeError('not an object');
  return parsed;
}
