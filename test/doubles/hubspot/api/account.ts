// The account: who it is, what it has used, how much it holds, its currencies and events.
import { iso } from '../clock.ts';
import { demand } from '../http/auth.ts';
import { invalid } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import { type Context, limitIn, ok, pagingTo, type Reply } from './context.ts';

/** Minutes that a time zone is ahead of UTC at a moment. */
function offsetMinutes(timeZone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

export function details(context: Context): Reply {
  const { info, clock } = context.portal;
  const minutes = offsetMinutes(info.timeZone, clock.now());
  const pad = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const utcOffset = `${minutes < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`;
  return ok({ ...info, utcOffset, utcOffsetMilliseconds: minutes * 60_000 });
}

export function usage(context: Context): Reply {
  const { limits, portal } = context;
  return ok({
    results: [
      {
        name: 'private-apps-api-calls-daily',
        usageLimit: limits.options.daily,
        currentUsage: limits.used,
        collectedAt: iso(portal.clock.now()),
        fetchStatus: 'SUCCESS',
        resetsAt: iso(limits.resetsAt),
      },
    ],
  });
}

const PLENTY = 15_000_000;

/** How many live records of each type there are: one request instead of a walk through all pages. */
export function recordCounts(context: Context): Reply {
  const { portal } = context;
  const row = (type: ObjectType) => ({
    objectTypeId: type.id,
    singularLabel: type.singular,
    pluralLabel: type.name,
    usage: portal.records(type.name).live.size,
  });
  const all = portal.types.all();
  const custom = all.filter((type) => type.custom).map(row);
  const overall = custom.reduce((sum, { usage: count }) => sum + count, 0);
  const standard = all
    .filter((type) => !type.custom)
    .map((type) => ({ ...row(type), limit: PLENTY, percentage: (row(type).usage / PLENTY) * 100 }));
  return ok({
    hubspotDefinedObjectTypes: standard,
    customObjectTypes: {
      overallLimit: PLENTY,
      overallUsage: overall,
      overallPercentage: (overall / PLENTY) * 100,
      byObjectType: custom,
    },
  });
}

function startIn(context: Context): number {
  const start = Number(context.query.get('after') ?? '0');
  if (!Number.isInteger(start) || start < 0) throw invalid('Invalid after');
  return start;
}

export function rates(context: Context): Reply {
  demand(context.scopes, ['settings.currencies.read']);
  const { query, portal } = context;
  const currency = query.get('fromCurrencyCode');
  const all = portal.currencies.rates.filter((rate) => currency === null || rate.fromCurrencyCode === currency);
  const limit = limitIn(query, 100, 100);
  const start = startIn(context);
  const next = start + limit < all.length ? String(start + limit) : undefined;
  return ok({ results: all.slice(start, start + limit), ...pagingTo(context, next) });
}

export function currentRates(context: Context): Reply {
  demand(context.scopes, ['settings.currencies.read']);
  return ok({ results: context.portal.currencies.current() });
}

export function companyCurrency(context: Context): Reply {
  demand(context.scopes, ['settings.currencies.read']);
  return ok({ id: context.portal.info.companyCurrency, createdAt: iso(Date.UTC(2020, 0, 1)) });
}

/** Events of one kind or of all, oldest first. */
export function events(context: Context): Reply {
  const { query, portal } = context;
  const after = Date.parse(query.get('occurredAfter') ?? '1970-01-01T00:00:00Z');
  const before = Date.parse(query.get('occurredBefore') ?? '9999-01-01T00:00:00Z');
  if (Number.isNaN(after) || Number.isNaN(before)) throw invalid('Invalid time');
  const all = portal.events
    .filter(({ eventType }) => !query.has('eventType') || eventType === query.get('eventType'))
    .filter(({ objectId }) => !query.has('objectId') || objectId === query.get('objectId'))
    .filter(({ occurredAt }) => Date.parse(occurredAt) >= after && Date.parse(occurredAt) < before)
    .sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  const limit = limitIn(query, 100, 100);
  const start = startIn(context);
  const next = start + limit < all.length ? String(start + limit) : undefined;
  return ok({ results: all.slice(start, start + limit), ...pagingTo(context, next) });
}
