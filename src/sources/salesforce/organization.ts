import { z } from 'zod';
import type { Ask, SalesforceClient, SalesforceRow } from './client.ts';
import type { Schema } from './schema.ts';
import { soql } from './soql.ts';

/** What the org says of itself; null where the bot's user may not see it. */
export interface Organization {
  readonly id: string | null;
  readonly kind: string | null;
  readonly timeZone: string | null;
  /** Its corporate currency. */
  readonly currency: string | null;
}

const row = z.looseObject({
  Id: z.string().nullish(),
  OrganizationType: z.string().nullish(),
  IsSandbox: z.boolean().nullish(),
  TimeZoneSidKey: z.string().nullish(),
  DefaultCurrencyIsoCode: z.string().nullish(),
  CurrencyIsoCode: z.string().nullish(),
  IsoCode: z.string().nullish(),
});

const organizationFields = [
  'Id',
  'OrganizationType',
  'IsSandbox',
  'TimeZoneSidKey',
  'DefaultCurrencyIsoCode',
  'CurrencyIsoCode',
];

/** Objects to be learnt before `organizationAsks`. */
export const organizationObjects = ['Organization', 'CurrencyType'];

/** The queries that tell it, of what the user may see. */
export function organizationAsks(schema: Schema): readonly Ask[] {
  const seen = organizationFields.filter((name) => schema.column('Organization', name) !== null);
  const asks: Ask[] = [];
  if (seen.length > 0) asks.push({ query: soql({ object: 'Organization', fields: seen, limit: 1 }) });
  if (schema.column('CurrencyType', 'IsCorporate') !== null) {
    const where = { field: 'IsCorporate', is: '=', value: true } as const;
    asks.push({ query: soql({ object: 'CurrencyType', fields: ['IsoCode'], where, limit: 1 }) });
  }
  return asks;
}

/** What the answers to `organizationAsks` say. */
export function organizationOf(rows: readonly SalesforceRow[]): Organization {
  const told = rows.flatMap((one) => {
    const parsed = row.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  const first = <T>(read: (one: z.infer<typeof row>) => T | null | undefined): T | null =>
    told.map(read).find((value) => value !== null && value !== undefined) ?? null;
  const kind = first((one) => one.OrganizationType);
  const isSandbox = first((one) => one.IsSandbox) === true;
  return {
    // Of the two answers only the organisation's has its own id.
    id: first((one) => (one.IsoCode === undefined ? one.Id : null)),
    kind: kind === null || !isSandbox ? kind : `${kind}, sandbox`,
    timeZone: first((one) => one.TimeZoneSidKey),
    // Where there are several currencies, the corporate one; else the only one.
    currency: first((one) => one.IsoCode) ?? first((one) => one.DefaultCurrencyIsoCode ?? one.CurrencyIsoCode),
  };
}

/** Asks for it now: one call, and one to describe what is asked. */
export async function askOrganization(
  client: SalesforceClient,
  schema: Schema,
  signal: AbortSignal,
): Promise<Organization & { readonly at: number | null }> {
  await schema.learn(organizationObjects, signal);
  const asks = organizationAsks(schema);
  if (asks.length === 0) return { ...organizationOf([]), at: null };
  const { answers, at } = await client.together(asks, signal);
  return { ...organizationOf(answers.flatMap((told) => ('page' in told ? told.page.records : []))), at };
}
