import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Analyst } from '../../src/kpi/analyst.ts';
import type { PartnerInfo } from '../../src/kpi/answer.ts';
import type { RowWorkEntry } from '../../src/store/ledger/row-work.ts';
import type { Subscription } from '../../src/store/ledger/subscriptions.ts';
import type { Store } from '../../src/store/store.ts';
import { permanentFolder } from '../config/folder.ts';
import { mappingOf } from '../sources/mapping/support.ts';
import { type Bot, startBot } from './bot.ts';
import { sampleAnalyst } from './program.ts';
import { storeIn } from './subscriptions/bot.ts';
import { type Entry, entriesFor } from './walk/entries.ts';
import { clearViews, type Seen, seenSince } from './walk/seen.ts';
import { subscribingEntries, walkedDigests } from './walk/subscribing.ts';
import { workingEntries, wrongWork } from './walk/working.ts';
import { access, crmPeople, emails, people, places, scopes, seed } from './walk/workspace.ts';

const crm = { name: 'crm', mapping: mappingOf('salesforce', { ready: 'salesforce-lookup' }) };

const folder = permanentFolder();
let store: Store;
let bot: Bot;
let analyst: Analyst;
beforeAll(async () => {
  analyst = await sampleAnalyst(60, { people: crmPeople });
  store = await storeIn(folder);
  const digests = walkedDigests(store, analyst);
  const digestDesk = { rowWork: store.rowWork, reporter: () => Promise.reject(new Error('no report is asked for')) };
  bot = await startBot(analyst, { slack: { seed, scopes }, app: { access, crms: () => [crm], digests, digestDesk } });
  await bot.app.start();
}, 60_000);
afterAll(async () => {
  await bot.stop();
  await store.close();
  rmSync(folder, { recursive: true });
});

const sightOf = (user: string) => people.get(user) ?? 'refused';
const ownOf = (user: string): readonly PartnerInfo[] =>
  analyst.partners().filter(({ manager }) => manager !== null && manager === emails.get(user));

/** The partners whose names a person may read. */
function readableBy(user: string): readonly PartnerInfo[] {
  const sees = sightOf(user);
  if (sees === 'everything') return analyst.partners();
  return sees === 'own' ? ownOf(user) : [];
}

/** Names of partners in a text that are not among those allowed; names that stand within allowed ones do not count. */
function strangersIn(text: string, allowed: readonly PartnerInfo[]): readonly string[] {
  const names = allowed.map(({ name }) => name).toSorted((a, b) => b.length - a.length);
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), text);
  return analyst
    .partners()
    .map(({ name }) => name)
    .filter((name) => rest.includes(name));
}

/** Whether the person may have what an entry asks for. */
function mayHave(entry: Entry, user: string): boolean {
  const sees = sightOf(user);
  if (sees === 'refused') return false;
  if (entry.about === 'nothing' || sees === 'everything') return true;
  return sees === 'own' && entry.about !== 'theirs';
}

/** Everything that is wrong with what could be read after an entry. */
function wrongIn(seen: readonly Seen[], entry: Entry, user: string, channel: string): string[] {
  const place = places.get(channel);
  const shared = entry.does === 'shares' && mayHave(entry, user) && place?.share === true;
  const wrong: string[] = [];
  for (const { place: where, only, text } of seen) {
    const reader = only ?? (where.startsWith('D') ? user : null);
    const mayRead = reader === null ? [] : readableBy(reader);
    const isShare = reader === null && shared && where === channel;
    const strangers = isShare ? [] : strangersIn(text, mayRead);
    if (strangers.length > 0) wrong.push(`${reader ?? 'everybody'} reads ${strangers.join(', ')} in ${where}`);
    if (text.includes('€') && !isShare && (reader === null || !mayHave(entry, reader)))
      wrong.push(`${reader ?? 'everybody'} reads figures in ${where}`);
    const isOutside = places.get(where)?.external === true;
    if (isOutside && (text.includes('€') || strangersIn(text, []).length > 0))
      wrong.push(`figures or names stand in ${where}, which is shared`);
  }
  if (!mayHave(entry, user) && seen.some(({ text }) => text.includes('SELECT Id')))
    wrong.push(`${user} reads a filter`);
  return wrong;
}

/** Records are rows that lead into the CRM. */
const isRecords =
  (user: string) =>
  ({ place, only, text }: Seen): boolean =>
    place === 'modal' && only === user && text.includes('https://');

/** A filter tells no figures, but of whom and what somebody may ask. */
const isFilter =
  (user: string) =>
  ({ place, only, text }: Seen): boolean =>
    place === 'modal' && only === user && text.includes('SELECT Id');

/** What an entry left in the store. */
interface Kept {
  readonly made: readonly Subscription[];
  readonly worked: readonly RowWorkEntry[];
}

/** Whether the person got what he asked for, where it belongs. */
function missingIn(
  seen: readonly Seen[],
  entry: Entry,
  user: string,
  channel: string,
  { made, worked }: Kept,
): string[] {
  if (entry.does === 'works') return wrongWork(worked, mayHave(entry, user), user);
  if (entry.does === 'subscribes' || entry.does === 'subscribes-directly')
    return wrongSubscription(made, entry, user, channel);
  if (!mayHave(entry, user) || entry.about === 'nothing') return [];
  // Who manages no partner has none that need attention, whatever else he may see.
  if (entry.name.endsWith('my partners') && ownOf(user).length === 0) return [];
  const place = places.get(channel);
  const direct = bot.slack.im(user);
  const has = (where: string, only: string | null): boolean =>
    seen.some((one) => one.place === where && one.only === only && one.text.includes('€'));
  switch (entry.does) {
    case 'answers':
      if (entry.name.startsWith('direct')) return has(direct, null) ? [] : ['no answer'];
      if (place?.external === true) return has(direct, null) ? [] : ['no answer in the direct message'];
      if (entry.name.startsWith('mention') && place?.bot !== true) return [];
      return has(channel, user) ? [] : ['no answer'];
    case 'shares':
      return has(channel, null) === (place?.share === true) ? [] : ['shared where it may not, or not where it may'];
    case 'keeps':
      return has(direct, null) ? [] : ['not kept'];
    case 'opens':
      return entry.name === 'Home' || seen.some(isRecords(user)) ? [] : ['no records'];
    case 'filters':
      return seen.some(isFilter(user)) ? [] : ['no filter'];
    case 'fills':
      return seen.some(({ place: where, text }) => where === 'modal' && text.includes('subscribe-report'))
        ? []
        : ['no form'];
    case 'suggests':
      return seen.some(({ place: where, text }) => where === 'list' && strangersIn(text, []).length > 0)
        ? []
        : ['no suggestion'];
  }
}

/** Whether there is a subscription where there may be one, and none elsewhere. */
function wrongSubscription(made: readonly Subscription[], entry: Entry, user: string, channel: string): string[] {
  const isDirect = entry.does === 'subscribes-directly';
  const may = mayHave(entry, user) && (isDirect || places.get(channel)?.share === true);
  const id = isDirect ? user : channel;
  const there = made.some(({ owner, destination }) => owner === user && destination.id === id);
  return made.length === (may ? 1 : 0) && there === may ? [] : ['subscribed where it may not, or not where it may'];
}

async function walk(entry: Entry, user: string, channel: string): Promise<string[]> {
  clearViews(bot.slack);
  const mark = bot.slack.mark();
  const ack = await entry.go(bot.slack, { user, channel });
  await bot.app.idle();
  const seen = seenSince(bot.slack, mark, entry.does === 'suggests' ? ack : null, user);
  const made = await store.subscriptions.list();
  for (const { id } of made) await store.subscriptions.remove(id);
  const worked = await store.rowWork.all();
  for (const row of worked) await store.rowWork.clear(row);
  const wrong = [...wrongIn(seen, entry, user, channel), ...missingIn(seen, entry, user, channel, { made, worked })];
  return wrong.map((what) => `${entry.name}, ${user}, ${channel}: ${what}`);
}

it('every entry point × person × place shows what it may, where it may, and to nobody else', async () => {
  const wrong: string[] = [];
  let steps = 0;
  for (const user of people.keys()) {
    const own = ownOf(user);
    const mine = own[0] ?? analyst.partners()[0];
    const theirs = analyst.partners().find((one) => one.manager !== null && one.manager !== mine?.manager);
    if (mine === undefined || theirs === undefined)
      throw new Error('the sample program has partners of several managers');
    for (const channel of places.keys()) {
      const entries = [entriesFor, subscribingEntries, workingEntries].flatMap((of) => of(mine, theirs));
      for (const entry of entries) {
        wrong.push(...(await walk(entry, user, channel)));
        steps += 1;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(steps).toBe(people.size * places.size * 50);
}, 240_000);

it('keeps each decision once, with whom it was about, and never a figure', () => {
  expect(bot.audit.length).toBeGreaterThan(1_000);
  const outcomes = new Set(bot.audit.map(({ refused }) => refused));
  for (const reason of [null, 'guest', 'bot', 'deactivated', 'other-workspace', 'not-yours', 'shared-channel'])
    expect(outcomes).toContain(reason);
  for (const entry of bot.audit) expect(JSON.stringify(entry)).not.toContain('€');
  const kept = bot.audit.filter(({ person, refused }) => person === 'U0GUEST' && refused === null);
  expect(kept).toEqual([]);
});
