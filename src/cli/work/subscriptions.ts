import { nextOf } from '../../slack/subscriptions/rules.ts';
import { MOST_OF_ONE, removeWith, saveSubscription } from '../../slack/subscriptions/save.ts';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import type { Store } from '../../store/store.ts';
import { momentIn, schedulePhrase } from '../../text/say/schedule.ts';
import { UsageError } from '../arguments.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { withStore } from '../open.ts';
import { printable, tableLines } from '../render/table.ts';
import { askedFor } from './subscription-wish.ts';

const verbs = ['list', 'add', 'show', 'pause', 'resume', 'remove'] as const;
type Verb = (typeof verbs)[number];

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = (context) => {
  const [word = 'list', id] = context.args.positionals;
  const verb = verbs.find((one) => one === word);
  if (verb === undefined) throw new UsageError('usage.subscriptions', { value: word });
  checkWords(verb, id, context);
  return verb === 'list' || verb === 'add' ? together(verb, context) : onOne(verb, id ?? '', context);
};

function checkWords(verb: Verb, id: string | undefined, { args }: Context): void {
  const wantsId = verb !== 'list' && verb !== 'add';
  if (wantsId && id === undefined) throw new UsageError('usage.argument-missing', { argument: 'ID' });
  if (!wantsId && id !== undefined) throw new UsageError('usage.argument-surplus', { argument: id });
  if (verb === 'add') return;
  const surplus = [
    'report',
    'channel',
    'user',
    'segment',
    'partner',
    'day',
    'time',
    'zone',
    'language',
    'quiet',
    'holiday',
    'owner',
  ];
  const given = surplus.find((option) => args.flag(option));
  if (given !== undefined) throw new UsageError('usage.digest-only-add', { option: `--${given}` });
}

async function together(verb: 'list' | 'add', context: Context): Promise<Exit> {
  if (verb === 'add') return add(context);
  const all = await withStore(context, 'read', (store) => store.subscriptions.list());
  await tell(all, context);
  return exits.well;
}

async function add(context: Context): Promise<Exit> {
  const { note, words, now } = context;
  const { wish, owner } = await askedFor(context);
  const at = new Date(now).toISOString();
  const saved = await withStore(context, 'read', (store) =>
    saveSubscription({ wish, owner, origin: 'command', edits: null, mayChange: () => true, at }, store),
  );
  if (saved.kind === 'in-configuration') throw new UsageError('usage.digest-in-configuration');
  if (saved.kind !== 'saved') throw new UsageError('usage.digest-too-many', { most: MOST_OF_ONE });
  await tellOne({ ...saved.subscription, pause: null, lastAsOf: null }, context);
  if (saved.replaced) note(words('subscriptions.replaced'));
  note(words('subscriptions.unchecked'));
  return exits.well;
}

function onOne(verb: Exclude<Verb, 'list' | 'add'>, id: string, context: Context): Promise<Exit> {
  return withStore(context, 'read', async (store) => {
    const one = await store.subscriptions.find(id);
    if (one === undefined) throw new UsageError('usage.unknown-subscription', { id });
    if (verb === 'remove') return remove(one, store, context);
    if (verb === 'pause')
      await store.subscriptions.pause(id, { reason: 'by-hand', since: new Date(context.now).toISOString() });
    if (verb === 'resume') await store.subscriptions.resume(id);
    await tellOne((await store.subscriptions.find(id)) ?? one, context);
    return exits.well;
  });
}

async function remove(one: Subscription, store: Store, context: Context): Promise<Exit> {
  if (one.origin === 'configuration') throw new UsageError('usage.digest-in-configuration');
  await store.together((parts) => removeWith(parts, one.id));
  if (context.args.flag('json')) await context.out.json({ version: 1, removed: one.id });
  else await context.out.line(context.words('subscriptions.removed', { id: one.id }));
  return exits.well;
}

const nextMs = (one: Subscription, { config, now }: Context): number | null =>
  one.pause !== null ? null : nextOf(one, config().program.fiscalYearStart, now);

function jsonOf(one: Subscription, context: Context): object {
  const next = nextMs(one, context);
  return { ...one, next: next === null ? null : new Date(next).toISOString() };
}

async function tellOne(one: Subscription, context: Context): Promise<void> {
  if (context.args.flag('json')) return context.out.json({ version: 1, subscription: jsonOf(one, context) });
  for (const line of tableLines({ heading: ['', ''], rows: details(one, context) }, context.width))
    await context.out.line(line);
}

async function tell(all: readonly Subscription[], context: Context): Promise<void> {
  const { args, out, words, width } = context;
  if (args.flag('json')) return out.json({ version: 1, subscriptions: all.map((one) => jsonOf(one, context)) });
  if (all.length === 0) return out.line(words('subscriptions.none'));
  const heading = (['id', 'report', 'scope', 'place', 'next'] as const).map((name) => words(`subscriptions.${name}`));
  const rows = all.map((one) => [
    one.id,
    reportOf(one, context),
    scopeOf(one, context),
    placeOf(one),
    stateOf(one, context),
  ]);
  for (const line of tableLines({ heading, rows }, width)) await out.line(line);
}

const reportOf = ({ report }: Subscription, { words }: Context): string => words.catalogue.subscriptions[report]().text;

function scopeOf({ scope: { segment, partners } }: Subscription, { words }: Context): string {
  const parts = [...Object.entries(segment).map(([key, value]) => `${key}=${value}`), ...(partners ?? [])];
  return parts.length === 0 ? words.catalogue.subscriptions.program().text : printable(parts.join(', '));
}

const placeOf = ({ destination }: Subscription): string => destination.id;

function stateOf(one: Subscription, context: Context): string {
  const { catalogue } = context.words;
  if (one.pause !== null)
    return catalogue.subscriptions.paused({
      since: one.pause.since.slice(0, 10),
      reason: catalogue.pauses[one.pause.reason](),
    }).text;
  const next = nextMs(one, context);
  return next === null ? catalogue.subscriptions.nextUnknown().text : momentIn(next, one.schedule.zone, catalogue);
}

function details(one: Subscription, context: Context): string[][] {
  const { words } = context;
  const { quiet, holidays } = one;
  return [
    [words('subscriptions.id'), one.id],
    [words('subscriptions.report'), reportOf(one, context)],
    [words('subscriptions.scope'), scopeOf(one, context)],
    [words('subscriptions.place'), placeOf(one)],
    [words('subscriptions.schedule'), schedulePhrase(one.report, one.schedule, words.catalogue).text],
    [words('subscriptions.quiet'), quiet === null ? '–' : `${quiet.from}–${quiet.to}`],
    [words('subscriptions.holidays'), holidays.length === 0 ? '–' : holidays.join(', ')],
    [words('subscriptions.language'), one.language],
    [words('subscriptions.owner'), one.owner ?? '–'],
    [words('subscriptions.origin'), words(`subscriptions.origin-${one.origin}`)],
    [words('subscriptions.last'), one.lastAsOf ?? '–'],
    [words('subscriptions.next'), stateOf(one, context)],
  ];
}
