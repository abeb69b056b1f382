import { z } from 'zod';
import { isProperty } from './names.ts';

const noQueries =
  'a list of {field, op, value}: query text is refused, because it would reach the CRM as it stands, past every check';
const propertyPhrase = 'a property such as Partner_Tier__c or Account.Name, never a formula or a piece of a query';

/** The name of a property, or a path through at most two parents. */
export const property = z.string(propertyPhrase).refine(isProperty, propertyPhrase);

const scalar = z.union([z.string(), z.number(), z.boolean()], 'a text, a number, true or false');

export const operators = ['eq', 'ne', 'in', 'not-in', 'gt', 'gte', 'lt', 'lte', 'filled', 'empty'] as const;

/** One condition on one property. `value` is a scalar, a list for `in` and `not-in`, and absent for `filled` and `empty`. */
const filter = z
  .strictObject(
    {
      field: property,
      op: z.enum(operators, `one of ${operators.join(', ')}`).default('eq'),
      value: scalar.optional(),
      values: z.array(scalar, 'a list of values').min(1, 'at least one value').optional(),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? 'a filter {field, op, value}; query text is refused' : undefined,
    },
  )
  .superRefine(({ op, value, values }, context) => {
    const needs = op === 'filled' || op === 'empty' ? 'none' : op === 'in' || op === 'not-in' ? 'values' : 'value';
    if ((value !== undefined) !== (needs === 'value')) {
      context.addIssue({
        code: 'custom',
        path: ['value'],
        message: needs === 'value' ? `a value for ${op}` : `no value with ${op}`,
      });
    }
    if ((values !== undefined) !== (needs === 'values')) {
      context.addIssue({
        code: 'custom',
        path: ['values'],
        message: needs === 'values' ? `a list of values for ${op}` : `no list with ${op}`,
      });
    }
  })
  .transform(({ field, op, value, values }) => ({ field, op, values: values ?? (value === undefined ? [] : [value]) }));

export type Operator = (typeof operators)[number];
export type Scalar = string | number | boolean;

/**
 * A condition that a row must meet; `negated`: must not meet. Empty values meet `empty`, `ne` and `not-in` only.
 * Services read these words differently: an adapter pushes down only what its service reads the same way, `recordsOf` checks all.
 */
export interface Filter {
  readonly field: string;
  readonly op: Operator;
  readonly values: readonly Scalar[];
  readonly negated: boolean;
}

export const filters = z.array(filter, noQueries);
export const names = z.array(z.string('a name').min(1, 'a name'), 'a list of names').min(1, 'at least one name');
