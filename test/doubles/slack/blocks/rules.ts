// The small language in which the limits of Block Kit are written down.
import { isObject, type Json } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

/** One thing that Slack would refuse. `pointer` is a JSON pointer into the payload. */
export interface Problem {
  pointer: string;
  code: string;
  message: string;
}

/** What is counted over a whole payload, because some limits are per message. */
export interface Tally {
  tables: number;
  charts: number;
  textLength: number;
  tableLength: number;
  markdownLength: number;
  blockIds: Set<string>;
}

export interface Spot {
  pointer: string;
  surface: Surface;
  tally: Tally;
  problems: Problem[];
  actionIds: Set<string>;
}

export type Rule = (value: Json, spot: Spot) => void;

export function report(spot: Spot, code: string, message: string): void {
  spot.problems.push({ pointer: spot.pointer, code, message });
}

export function inside(spot: Spot, key: string | number): Spot {
  return { ...spot, pointer: `${spot.pointer}/${key}` };
}

/** An object with exactly these members; others are refused. `also` checks what spans several members. */
export function shape(
  required: Record<string, Rule>,
  optional: Record<string, Rule> = {},
  also?: (value: { [key: string]: Json | undefined }, spot: Spot) => void,
): Rule {
  return (value, spot) => {
    if (!isObject(value)) return report(spot, 'invalid_type', 'must be an object');
    for (const key of Object.keys(required)) {
      if (value[key] === undefined) report(spot, 'missing_field', `missing required field: ${key}`);
    }
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const rule = required[key] ?? optional[key];
      if (rule === undefined) report(inside(spot, key), 'unknown_field', `unexpected field: ${key}`);
      else rule(member, inside(spot, key));
    }
    also?.(value, spot);
  };
}

export function list(item: Rule, min: number, max: number): Rule {
  return (value, spot) => {
    if (!Array.isArray(value)) return report(spot, 'invalid_type', 'must be a list');
    if (value.length < min) report(spot, 'too_few_items', `must have at least ${min} items`);
    if (value.length > max) report(spot, 'too_many_items', `no more than ${max} items allowed`);
    value.forEach((one, index) => {
      item(one, inside(spot, index));
    });
  };
}

/** A string; `counted` strings add to the message's total length. */
export function string(min: number, max: number, { counted = false } = {}): Rule {
  return (value, spot) => {
    if (typeof value !== 'string') return report(spot, 'invalid_type', 'must be a string');
    if (value.length < min) report(spot, 'too_short', `must be more than ${min - 1} characters`);
    if (value.length > max) report(spot, 'too_long', `must be less than ${max + 1} characters`);
    if (counted) spot.tally.textLength += value.length;
  };
}

export function number(min: number, max: number, { whole = false } = {}): Rule {
  return (value, spot) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return report(spot, 'invalid_type', 'must be a number');
    if (whole && !Number.isInteger(value)) report(spot, 'invalid_value', 'must be a whole number');
    if (value < min || value > max) report(spot, 'out_of_range', `must be between ${min} and ${max}`);
  };
}

export const boolean: Rule = (value, spot) => {
  if (typeof value !== 'boolean') report(spot, 'invalid_type', 'must be true or false');
};

export function literal(...allowed: (string | number)[]): Rule {
  return (value, spot) => {
    if ((typeof value !== 'string' && typeof value !== 'number') || !allowed.includes(value)) {
      report(spot, 'invalid_value', `must be one of ${allowed.join(', ')}`);
    }
  };
}

export function pattern(expression: RegExp, what: string): Rule {
  return (value, spot) => {
    if (typeof value !== 'string' || !expression.test(value)) report(spot, 'invalid_value', `must be ${what}`);
  };
}

/** Picks the rule by the object's `type`; a type that is not in the table is refused. */
export function byType(table: () => Record<string, Rule>, what: string): Rule {
  return (value, spot) => {
    if (!isObject(value)) return report(spot, 'invalid_type', 'must be an object');
    const type = value.type;
    const rules = table();
    const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule === undefined) return report(spot, 'unsupported_type', `unsupported ${what}: ${String(type)}`);
    rule(value, spot);
  };
}

/** Narrows a rule to some surfaces. */
export function only(surfaces: Surface[], rule: Rule): Rule {
  return (value, spot) => {
    if (!surfaces.includes(spot.surface)) {
      return report(spot, 'unsupported_surface', `not available in a ${spot.surface}`);
    }
    rule(value, spot);
  };
}
