import type { AccountIdentity, DailyLimit, ObjectHeadline } from '../sources/crm/inspector.ts';
import type { Asked } from './asked.ts';
import { type Finding, found } from './findings.ts';
import type { CrmSubject, World } from './world.ts';

/** A clock that is off by more makes windows of changes overlap too little. */
const clockMs = 60_000;
/** Salesforce ends versions after three years, with three a year; this leaves a year. */
const oldVersions = 6;
const namedAtMost = 8;

/** Scopes that let an app do more than read data, or as anybody. */
const wide = /^(full|web|visualforce|content|chatter_api|custom_permissions|.*[._]write|.*[._]delete|crm\.export)$/;

/** What the account says of itself: who the bot is there, what it may do, version, clock, zone, currency. */
export function identityFindings(identity: AccountIdentity, subject: CrmSubject, world: World): readonly Finding[] {
  const { account, user, kind } = identity;
  const signedIn = found('signed-in', { host: subject.host, account, user: user ?? '', kind: kind ?? '' });
  const isTest = /sandbox|developer|test|scratch|trial/i.test(kind ?? '');
  return [
    signedIn,
    ...(isTest ? [found('test-account', { kind: kind ?? '' })] : []),
    ...scopeFindings(identity, subject.scopes),
    ...versionFindings(identity),
    ...clockFindings(identity, world.now),
    ...placeFindings(identity, world),
  ];
}

function scopeFindings({ scopes }: AccountIdentity, needed: readonly string[]): readonly Finding[] {
  if (scopes === null) return [found('scopes-unsaid', { scopes: needed.join(', ') })];
  const missing = needed.filter((scope) => !scopes.includes(scope) && !scopes.includes('full'));
  const surplus = scopes.filter((scope) => wide.test(scope) && !needed.includes(scope));
  if (missing.length > 0) return [found('scopes-missing', { scopes: missing.join(', ') })];
  return surplus.length > 0
    ? [found('scopes-too-many', { scopes: surplus.join(', ') })]
    : [found('scopes-ok', { scopes: scopes.join(', ') || needed.join(', ') })];
}

/** The bot never writes, so nothing should let it. */
export function writeFindings(objects: readonly ObjectHeadline[], mapped: ReadonlySet<string>): readonly Finding[] {
  const known = objects.filter(({ writable }) => writable !== null);
  const writable = known.filter((object) => object.writable === true);
  if (known.length === 0) return [];
  if (writable.length === 0) return [found('reads-only', { count: known.length })];
  // Those of the mapping first: they are the ones that an administrator finds in the bot's permission set.
  const ordered = writable.map(({ name }) => name).sort((a, b) => Number(mapped.has(b)) - Number(mapped.has(a)));
  const more = ordered.length - namedAtMost;
  const objectsShown = ordered.slice(0, namedAtMost).join(', ') + (more > 0 ? ', …' : '');
  return [found('may-write', { count: writable.length, objects: objectsShown })];
}

/** Objects of which the bot may see single rows only: what it counts there is too little, and nothing else says so. */
export async function sharingFindings(objects: readonly string[], asked: Asked): Promise<readonly Finding[]> {
  if (!asked.mayHideRows || objects.length === 0 || !asked.affords(1, 'ObjectPermissions')) return [];
  const told = await asked.sharing(objects);
  if (told === null) return [found('sees-rows-unsaid', { objects: objects.join(', ') })];
  const partly = told.filter(({ seesAll }) => !seesAll).map(({ object }) => object);
  return partly.length > 0
    ? [found('sees-some-rows', { count: partly.length, objects: partly.sort().join(', ') })]
    : [
        found('sees-all-rows', {
          objects: told
            .map(({ object }) => object)
            .sort()
            .join(', '),
        }),
      ];
}

function versionFindings({ apiVersion: version, offered }: AccountIdentity): readonly Finding[] {
  const newest = offered?.at(-1);
  if (offered === null || newest === undefined) return [found('version-ok', { version, newest: version })];
  if (!offered.includes(version)) return [found('version-gone', { version, oldest: offered[0] ?? '', newest })];
  const behind = offered.length - 1 - offered.indexOf(version);
  return [found(behind >= oldVersions ? 'version-old' : 'version-ok', { version, newest })];
}

function clockFindings({ at }: AccountIdentity, now: number): readonly Finding[] {
  if (at === null) return [];
  const off = now - at;
  const seconds = Math.round(Math.abs(off) / 1000);
  return [found(Math.abs(off) > clockMs ? 'clock-off' : 'clock-ok', { seconds, side: off > 0 ? 'ahead' : 'behind' })];
}

function placeFindings({ timeZone, currency }: AccountIdentity, { program }: World): readonly Finding[] {
  const zone = { theirs: timeZone ?? '', ours: program.timeZone };
  const money = { theirs: currency ?? '', ours: program.currency };
  return [
    ...(timeZone === null ? [] : [found(timeZone === program.timeZone ? 'zone-same' : 'zone-differs', zone)]),
    ...(currency === null ? [] : [found(currency === program.currency ? 'currency-same' : 'currency-differs', money)]),
  ];
}

/** Below this share of the daily limit left, other programs may already be refused. */
const lowShare = 0.1;

/** The daily limit, and what the bot will need of it. */
export function limitFindings(limit: DailyLimit | null, calls: number, share: number): readonly Finding[] {
  if (limit === null) return [found('limit-unsaid'), found('calls-predicted', { calls, allowed: 0, percent: 0 })];
  const left = { left: limit.left, limit: limit.limit, resets: limit.resetsAt ?? '' };
  const allowed = Math.floor(limit.limit * share);
  const percent = limit.limit === 0 ? 100 : Math.round((1000 * calls) / limit.limit) / 10;
  return [
    found(limit.left < limit.limit * lowShare ? 'limit-low' : 'limit-left', left),
    found(calls > allowed ? 'calls-too-many' : 'calls-predicted', { calls, allowed, percent }),
  ];
}
