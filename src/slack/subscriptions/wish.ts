import { UNKNOWN } from '../../kpi/segment.ts';
import type { Destination, Subscription, SubscriptionScope } from '../../store/ledger/subscriptions.ts';
import type { Phrase } from '../../text/phrase.ts';
import type { Sight } from '../access/sight.ts';
import type { Voice } from '../messages/voice.ts';
import type { FormMetadata, FormState } from './form-state.ts';
import { MOST_HOLIDAYS, MOST_PARTNERS, problemsOf, readClock, readHolidays, type Wish } from './rules.ts';

/** What is wrong, by the block of the form. */
export type FieldErrors = Readonly<Record<string, Phrase>>;

export interface Filler {
  readonly user: string;
  readonly email: string | null;
  readonly sight: Sight;
  readonly voice: Voice;
}

/** The manager that a person is in the CRM, as it spells the e-mail; null: none. */
export async function ownManager(email: string | null, sight: Pick<Sight, 'segmentValues'>): Promise<string | null> {
  const managers = await sight.segmentValues('manager');
  return managers.find((manager) => manager !== UNKNOWN && manager.toLowerCase() === email?.toLowerCase()) ?? null;
}

/** What a form asks for, or what is wrong with it. `edited`: the subscription that is changed. */
export async function wishOf(
  state: FormState,
  metadata: FormMetadata,
  edited: Subscription | undefined,
  filler: Filler,
): Promise<{ readonly wish: Wish } | { readonly errors: FieldErrors }> {
  const say = filler.voice.speak.words.subscriptions;
  const scope = await scopeOf(state, filler);
  const destination = destinationOf(state, metadata, edited, filler);
  const when = whenOf(state, filler.voice);
  const errors: FieldErrors = {
    ...('errors' in scope ? scope.errors : {}),
    ...(destination === null ? { [state.place === 'channel' ? 'channel' : 'place']: say.missing() } : {}),
    ...('errors' in when ? when.errors : {}),
  };
  if ('errors' in scope || destination === null || 'errors' in when) return { errors };
  const { report, language } = state;
  return { wish: { report, language, scope: scope.scope, destination, ...when } };
}

async function scopeOf(
  state: FormState,
  { email, sight, voice }: Filler,
): Promise<{ readonly scope: SubscriptionScope } | { readonly errors: FieldErrors }> {
  const say = voice.speak.words.subscriptions;
  const of = async (segment: Readonly<Record<string, string>>) => ({
    scope: { segment: { ...(await sight.narrowed(segment)) }, partners: null },
  });
  switch (state.scope) {
    case 'program':
      return { scope: { segment: {}, partners: null } };
    case 'mine': {
      const own = await ownManager(email, sight);
      return own === null ? { errors: { scope: say.missing() } } : of({ manager: own });
    }
    case 'partners':
      return partnersOf(state, sight, voice);
    default: {
      const value = state[state.scope];
      if (value === null) return { errors: { [state.scope]: say.missing() } };
      if ((await sight.segmentValues(state.scope)).includes(value)) return of({ [state.scope]: value });
      return { errors: { [state.scope]: say.unknownValue({ value }) } };
    }
  }
}

async function partnersOf(
  { partners }: FormState,
  sight: Sight,
  { speak: { words } }: Voice,
): Promise<{ readonly scope: SubscriptionScope } | { readonly errors: FieldErrors }> {
  const say = words.subscriptions;
  const ids = [...new Set(partners.map(({ id }) => id))];
  if (ids.length === 0) return { errors: { partners: say.missing() } };
  if (ids.length > MOST_PARTNERS) return { errors: { partners: say.tooManyPartners({ most: MOST_PARTNERS }) } };
  const found = new Set<string>();
  for (const { id, label } of partners) {
    const match = await sight.findPartner(id);
    if (match.kind !== 'one') return { errors: { partners: say.unknownPartner({ value: label }) } };
    found.add(match.partner.id);
  }
  return { scope: { segment: {}, partners: [...found] } };
}

function destinationOf(
  { place, channel }: FormState,
  { here }: FormMetadata,
  edited: Subscription | undefined,
  { user }: Filler,
): Destination | null {
  // An admin who changes somebody's personal digest does not take it away.
  if (place === 'direct')
    return edited?.destination.kind === 'direct' ? edited.destination : { kind: 'direct', id: user };
  const id = place === 'here' ? here : channel;
  return id === null ? null : { kind: 'channel', id };
}

type When = Pick<Wish, 'schedule' | 'quiet' | 'holidays'>;

function whenOf(state: FormState, { speak: { words } }: Voice): When | { readonly errors: FieldErrors } {
  const say = words.subscriptions;
  const dayBlock = state.report === 'weekly' ? 'weekday' : 'monthday';
  const clock = readClock(state.time);
  const holidays = readHolidays(state.holidays);
  const { quietFrom: from, quietTo: to } = state;
  const quiet = from === null || to === null ? null : { from, to };
  const schedule = { day: state[dayBlock], ...(clock ?? { hour: 0, minute: 0 }), zone: state.zone };
  const errors: Record<string, Phrase> = {};
  if (clock === null) errors.time = say.badTime();
  if ((from === null) !== (to === null)) errors[from === null ? 'quietFrom' : 'quietTo'] = say.quietHalf();
  for (const problem of problemsOf({ report: state.report, schedule, quiet: clock === null ? null : quiet })) {
    if (problem.part === 'zone') errors.zone = say.badZone({ value: state.zone });
    if (problem.part === 'day') errors[dayBlock] = say.badDay();
    if (problem.part === 'time') errors.time = say.badTime();
    if (problem.part !== 'quiet') continue;
    if (problem.why === 'empty') errors.quietTo = say.quietEmpty();
    else errors.time = say.withinQuiet();
  }
  if ('bad' in holidays) errors.holidays = say.badDate({ value: holidays.bad });
  if ('tooMany' in holidays) errors.holidays = say.tooManyDates({ most: MOST_HOLIDAYS });
  if (Object.keys(errors).length > 0 || !('days' in holidays)) return { errors };
  return { schedule, quiet, holidays: holidays.days };
}
