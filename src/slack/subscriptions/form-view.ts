import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { reportKinds } from '../../store/ledger/subscriptions.ts';
import { languageCodes } from '../../text/languages.ts';
import type { Phrase } from '../../text/phrase.ts';
import { weekdayName } from '../../text/say/schedule.ts';
import type { Sees } from '../access/decide.ts';
import { context, limits, option, select } from '../blocks/build.ts';
import {
  channelPicker,
  type FormBlock,
  field,
  form,
  textInput,
  typeAheadForSeveral,
  typeAheadWith,
} from '../blocks/inputs.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { Voice } from '../messages/voice.ts';
import {
  type FormMetadata,
  type FormState,
  type PlaceKind,
  packMetadata,
  type ScopeKind,
  scopeKinds,
} from './form-state.ts';
import { MOST_PARTNERS, readClock } from './rules.ts';

/** Who fills the form in. */
export interface Filling {
  readonly sees: Sees;
  /** Manages partners, so that “my partners” means something. */
  readonly manages: boolean;
  readonly metadata: FormMetadata;
}

export const FORM = 'subscribe';
/** A list of ours that is searched while somebody types. */
export const action = (block: string): string => `subscribe-${block}`;

/** The form, with those fields only that the choices made so far ask for. */
export function formView(state: FormState, filling: Filling, voice: Voice): ModalView {
  const { words } = voice.speak;
  const say = words.subscriptions;
  const { metadata } = filling;
  const title = metadata.edits === null ? say.formTitle() : say.editTitle();
  return form(
    { title, close: say.cancel(), submit: say.save() },
    [
      choice(
        'report',
        say.what(),
        reportKinds.map((one) => option(capital(say[one]()), one)),
        state.report,
        voice,
        true,
      ),
      ...aboutFields(state, filling, voice),
      ...placeFields(state, filling, voice),
      ...timeFields(state, voice),
      ...restFields(state, voice),
      ...(filling.sees === 'everything' ? [] : [context([mrkdwn`${say.ownOnly()}`])]),
    ],
    FORM,
    packMetadata(metadata),
  );
}

const capital = (phrase: Phrase): string => phrase.text.charAt(0).toUpperCase() + phrase.text.slice(1);

function choice(
  block: string,
  label: Phrase,
  options: readonly PlainTextOption[],
  chosen: string | null,
  voice: Voice,
  dispatch = false,
): InputBlock {
  const { choose } = voice.speak.words.subscriptions;
  const element = select(action(block), choose(), options, chosen ?? undefined);
  return field({ block, label, element, dispatch });
}

function aboutFields(state: FormState, { sees, manages }: Filling, voice: Voice): readonly FormBlock[] {
  const say = voice.speak.words.subscriptions;
  const names: Readonly<Record<ScopeKind, Phrase>> = {
    program: say.aboutProgram(),
    mine: say.aboutMine(),
    tier: say.aboutTier(),
    region: say.aboutRegion(),
    manager: say.aboutManager(),
    partners: say.aboutPartners(),
  };
  const all = sees === 'everything';
  const possible = scopeKinds.filter((kind) =>
    kind === 'program' || kind === 'manager' ? all : kind === 'mine' ? manages : true,
  );
  const about = choice(
    'scope',
    say.about(),
    possible.map((kind) => option(names[kind], kind)),
    state.scope,
    voice,
    true,
  );
  const { scope } = state;
  if (scope === 'partners') {
    const initial = state.partners
      .filter(({ id }) => id !== '' && id.length <= limits.option)
      .slice(0, MOST_PARTNERS)
      .map(({ id, label }) => option(label, id));
    const element = typeAheadForSeveral(action('partners'), say.type(), MOST_PARTNERS, initial);
    return [
      about,
      field({ block: 'partners', label: say.partners(), hint: say.partnersHint({ most: MOST_PARTNERS }), element }),
    ];
  }
  if (scope === 'tier' || scope === 'region' || scope === 'manager') {
    const value = state[scope];
    const element = typeAheadWith(action(scope), say.type(), value === null ? undefined : option(value, value));
    return [about, field({ block: scope, label: say[scope](), element })];
  }
  return [about];
}

function placeFields(state: FormState, { metadata }: Filling, voice: Voice): readonly FormBlock[] {
  const say = voice.speak.words.subscriptions;
  const names: Readonly<Record<PlaceKind, Phrase>> = {
    here: say.here(),
    direct: say.direct(),
    channel: say.otherChannel(),
  };
  const possible: readonly PlaceKind[] = metadata.here === null ? ['direct', 'channel'] : ['here', 'direct', 'channel'];
  const where = choice(
    'place',
    say.where(),
    possible.map((kind) => option(names[kind], kind)),
    state.place,
    voice,
    true,
  );
  if (state.place !== 'channel') return [where];
  const element = channelPicker(action('channel'), say.choose(), state.channel ?? undefined);
  return [where, field({ block: 'channel', label: say.channel(), hint: say.channelHint(), element })];
}

const quarters = Array.from({ length: 96 }, (_, index) => {
  const hour = String(Math.floor(index / 4)).padStart(2, '0');
  return `${hour}:${String((index % 4) * 15).padStart(2, '0')}`;
});

/** Every quarter of an hour; another time that was set elsewhere stays. */
function times(chosen: string | null): readonly PlainTextOption[] {
  const other = chosen !== null && readClock(chosen) !== null && !quarters.includes(chosen) ? [chosen] : [];
  const all = other.length === 0 ? quarters : [...quarters, ...other].sort();
  return all.map((time) => option(time, time));
}

function timeFields(state: FormState, voice: Voice): readonly FormBlock[] {
  const { words } = voice.speak;
  const say = words.subscriptions;
  const days = Array.from({ length: state.report === 'weekly' ? 7 : 28 }, (_, index) => index + 1);
  const day =
    state.report === 'weekly'
      ? choice(
          'weekday',
          say.weekday(),
          days.map((one) => option(weekdayName(one, words), String(one))),
          String(state.weekday),
          voice,
        )
      : choice(
          'monthday',
          state.report === 'monthly' ? say.dayOfMonth() : say.dayOfQuarter(),
          days.map((one) => option(String(one), String(one))),
          String(state.monthday),
          voice,
        );
  const zone = typeAheadWith(
    action('zone'),
    say.type(),
    state.zone === '' ? undefined : option(state.zone, state.zone),
  );
  return [
    day,
    choice('time', say.time(), times(state.time), state.time, voice),
    field({ block: 'zone', label: say.zone(), element: zone }),
  ];
}

function restFields(state: FormState, voice: Voice): readonly FormBlock[] {
  const say = voice.speak.words.subscriptions;
  const quiet = (block: 'quietFrom' | 'quietTo', hint?: Phrase): InputBlock =>
    field({
      block,
      label: say[block](),
      hint,
      element: select(action(block), say.choose(), times(state[block]), state[block] ?? undefined),
      optional: true,
    });
  const languages = languageCodes.map((code) => option(say.languageName({ code }), code));
  return [
    choice('language', say.language(), languages, state.language, voice),
    quiet('quietFrom'),
    quiet('quietTo', say.quietHint()),
    field({
      block: 'holidays',
      label: say.holidays(),
      hint: say.holidaysHint(),
      element: textInput(action('holidays'), '2026-12-25', state.holidays),
      optional: true,
    }),
  ];
}
