import { languageOfLocale } from '../../text/languages.ts';
import type { AnalystState } from '../analyst-state.ts';
import { unreadable } from '../analyst-state.ts';
import type { Directory } from '../directory/index.ts';
import type { Log } from '../log.ts';
import { type Audit, auditEntry } from './audit.ts';
import {
  type Action,
  type Actor,
  type Decision,
  type Deed,
  decide,
  isForOthers,
  type Place,
  type Scope,
} from './decide.ts';
import { type AccessSettings, seenBy } from './rights.ts';
import { createSight, type Sight } from './sight.ts';

/** What somebody does, and where. */
export interface Deeds {
  readonly action: Action;
  readonly user: string;
  /** The conversation; null for modals and the Home tab. */
  readonly channel: string | null;
}

export interface AdmitSettings {
  readonly directory: Directory;
  readonly access: AccessSettings;
  readonly audit: Audit;
  readonly analyst: () => Promise<AnalystState>;
  readonly clock: () => number;
  readonly log: Log;
}

/** Who asks, who reads along, and what there is for this person to see. */
export interface Judged {
  readonly decision: Decision;
  readonly actor: Actor;
  readonly place: Place;
  readonly state: AnalystState<Sight>;
}

/** Only the person sees what these show, wherever they were pressed. */
const ownViews: readonly Action[] = ['read-view', 'suggest', 'home'];

/** The one door: looks up person, place and rights, decides, and hands out the data as far as the person may see them. */
export async function admit(deeds: Deeds, settings: AdmitSettings): Promise<Judged> {
  const { directory, access, audit, clock } = settings;
  const { action, user, channel } = deeds;
  const [person, place, loaded] = await Promise.all([
    directory.person(user),
    placeOf(deeds, directory),
    settings.analyst().catch(unreadable),
  ]);
  const [sees, state] = await rightsIn(loaded, (analyst) => seenBy(person, access, directory, analyst));
  const actor: Actor = { ...person, sees };
  const told = new Set<string>();
  const judge = (scope: Scope, about: string): Decision => {
    const deed: Deed = { actor, place, scope, action };
    const decision = decide(deed);
    // A scorecard's eight answers are one look.
    if (!told.has(about)) audit(auditEntry(deed, decision, clock(), channel, about));
    told.add(about);
    return decision;
  };
  const gate: Deed = { actor, place, scope: { kind: 'none' }, action };
  const decision = decide(gate);
  if (!decision.allow) audit(auditEntry(gate, decision, clock(), channel, ''));
  return { decision, actor, place, state: seen(state, actor, judge) };
}

function placeOf({ action, user, channel }: Deeds, directory: Directory): Place | Promise<Place> {
  if (channel === null || ownViews.includes(action)) return { kind: 'own-view' };
  return isForOthers(action) ? directory.freshPlace(channel, user) : directory.place(channel, user);
}

/** Data that cannot be asked are a failure that the person is told of, like any other. */
async function rightsIn(
  state: AnalystState,
  look: (analyst: Parameters<typeof seenBy>[3]) => ReturnType<typeof seenBy>,
): Promise<[Awaited<ReturnType<typeof seenBy>>, AnalystState]> {
  const analyst = state.kind === 'loading' ? null : state.analyst;
  try {
    return [await look(analyst), state];
  } catch (error) {
    return [await look(null), unreadable(error)];
  }
}

function seen(state: AnalystState, actor: Actor, judge: Parameters<typeof createSight>[2]): AnalystState<Sight> {
  if (state.kind === 'loading') return state;
  const { stale = [] } = state;
  if (state.kind === 'ready') return { ...state, analyst: createSight(state.analyst, actor, judge, stale) };
  return { ...state, analyst: state.analyst === null ? null : createSight(state.analyst, actor, judge, stale) };
}

export const languageOf = (actor: Actor, fallback: Parameters<typeof languageOfLocale>[1]) =>
  languageOfLocale(actor.kind === 'known' ? actor.locale : null, fallback);
