import type { ModalView } from '@slack/types';
import type { ReportKind, Subscription } from '../../store/ledger/subscriptions.ts';
import { languageOfLocale } from '../../text/languages.ts';
import type { Phrase } from '../../text/phrase.ts';
import type { Sight } from '../access/sight.ts';
import { messageView, openModal, skeleton } from '../actions/reading.ts';
import { usable } from '../analyst-state.ts';
import { validateView } from '../blocks/validate.ts';
import type { Admitted, Desk, Turn } from '../desk.ts';
import { refusedMessage, saying } from '../messages/plain-words.ts';
import type { Voice } from '../messages/voice.ts';
import { slackErrorOf } from '../post.ts';
import { type FormMetadata, type FormState, readForm, stateOf } from './form-state.ts';
import { type Filling, formView } from './form-view.ts';
import { checkedZone, clockOf } from './rules.ts';
import type { DigestSettings } from './settings.ts';
import { manages } from './submit.ts';
import { ownManager } from './wish.ts';

/** A form is seen by its person alone. */
export const ownView = (user: string): Turn => ({ action: 'read-view', user, channel: null, respond: null });

/** Opens the form for a new subscription, or one that is changed. The trigger lives three seconds, so it opens empty. */
export async function openForm(
  desk: Desk,
  digests: DigestSettings,
  asked: {
    readonly user: string;
    readonly trigger: string;
    readonly here: string | null;
    readonly report: ReportKind | null;
    readonly edits: string | null;
  },
): Promise<void> {
  const { user, here, edits } = asked;
  const early = desk.voice();
  const [there, { decision, ...admitted }] = await Promise.all([
    openModal(desk, asked.trigger, skeleton(titleOf(early).text, early)),
    desk.judge(ownView(user)),
  ]);
  const view = decision.allow
    ? await drawn(desk, user, admitted, () =>
        first(desk, digests, admitted, { ...asked, here: channelOf(here), edits }),
      )
    : messageView(refusedMessage(decision.reason, admitted.voice), titleOf(admitted.voice).text, admitted.voice);
  await desk.settings.client.views.update({
    view_id: there.id,
    ...(there.hash === undefined ? {} : { hash: there.hash }),
    view,
  });
}

/** A direct message is no place for others. */
const channelOf = (place: string | null): string | null => (place?.startsWith('D') === true ? null : place);
export const titleOf = ({ speak: { words } }: Voice): Phrase => words.subscriptions.formTitle();

async function first(
  desk: Desk,
  digests: DigestSettings,
  admitted: Admitted,
  asked: Parameters<typeof openForm>[2],
): Promise<ModalView> {
  const { voice, state, email } = admitted;
  const ready = usable(state, voice);
  if (ready.kind === 'message') return messageView(ready.message, titleOf(voice).text, voice);
  const { analyst } = ready;
  const edited = asked.edits === null ? undefined : await digests.store.subscriptions.find(asked.edits);
  const say = voice.speak.words.subscriptions;
  if (asked.edits !== null) {
    if (edited === undefined) return messageView(saying(say.gone()), titleOf(voice).text, voice);
    const mayChange = (await manages(asked.user, admitted, desk.settings))(edited);
    if (!mayChange) return messageView(saying(say.notYours()), titleOf(voice).text, voice);
    if (edited.origin === 'configuration')
      return messageView(saying(say.inConfiguration()), titleOf(voice).text, voice);
  }
  const own = await ownManager(email, analyst);
  const metadata: FormMetadata = { here: asked.here, edits: asked.edits };
  const filling: Filling = { sees: analyst.sees, manages: own !== null, metadata };
  const usual = usualState(admitted, analyst, filling, asked.report, digests, desk);
  if (edited === undefined) return formView(usual, filling, voice);
  const partners = await namesOf(edited, analyst);
  return formView(stateOf(edited, own, asked.here, partners, usual), filling, voice);
}

/** What stands in a new form. */
function usualState(
  { actor, voice }: Admitted,
  analyst: Pick<Sight, 'settings'>,
  { sees, manages: own, metadata }: Filling,
  report: ReportKind | null,
  digests: DigestSettings,
  desk: Desk,
): FormState {
  const { locale, zone } = actor.kind === 'known' ? actor : { locale: null, zone: undefined };
  return {
    report: report ?? 'weekly',
    scope: sees === 'everything' && !own ? 'program' : 'mine',
    ...nothingChosen,
    place: metadata.here === null ? 'direct' : 'here',
    weekday: digests.personal.day,
    monthday: 1,
    time: clockOf(digests.personal),
    zone:
      checkedZone(zone) ?? checkedZone(analyst.settings.timeZone) ?? checkedZone(voice.speak.format.timeZone) ?? 'UTC',
    language: languageOfLocale(locale, desk.settings.fallbackLanguage),
  };
}

const nothingChosen = {
  tier: null,
  region: null,
  manager: null,
  partners: [],
  channel: null,
  quietFrom: null,
  quietTo: null,
  holidays: '',
} as const;

/** What a form that was sent is read against: nothing that was not sent counts as chosen. */
export const unsent = (desk: Desk): FormState => ({
  ...nothingChosen,
  report: 'weekly',
  scope: 'partners',
  place: 'channel',
  weekday: 1,
  monthday: 1,
  time: '',
  zone: '',
  language: desk.settings.fallbackLanguage,
});

/** The partners of a list as the person may see them; of others the id alone, which says nothing. */
async function namesOf({ scope }: Subscription, sight: Sight): Promise<FormState['partners']> {
  const found = await Promise.all((scope.partners ?? []).map((id) => sight.findPartner(id)));
  return (scope.partners ?? []).map((id, index) => {
    const match = found[index];
    return { id, label: match?.kind === 'one' ? match.partner.name : id };
  });
}

/** Draws the form again with the fields that a choice asks for; what was filled in stays. */
export async function redraw(
  desk: Desk,
  user: string,
  view: { readonly id: string; readonly metadata: FormMetadata; readonly sent: unknown },
): Promise<void> {
  const { decision, ...admitted } = await desk.judge(ownView(user));
  const { voice, state, email } = admitted;
  const { id, metadata, sent } = view;
  const draw = async (): Promise<ModalView> => {
    const ready = usable(state, voice);
    if (ready.kind === 'message') return messageView(ready.message, titleOf(voice).text, voice);
    const own = await ownManager(email, ready.analyst);
    const filling = { sees: ready.analyst.sees, manages: own !== null, metadata };
    return formView(readForm(sent, unsent(desk)), filling, voice);
  };
  const drawing = decision.allow
    ? await drawn(desk, user, admitted, draw)
    : messageView(refusedMessage(decision.reason, voice), titleOf(voice).text, voice);
  try {
    await desk.settings.client.views.update({ view_id: id, view: drawing });
  } catch (error) {
    // Closed meanwhile.
    if (slackErrorOf(error) !== 'not_found') throw error;
  }
}

/** The view that work draws, or what to say of its failure. */
async function drawn(
  desk: Desk,
  user: string,
  { voice }: Admitted,
  draw: () => Promise<ModalView>,
): Promise<ModalView> {
  const broken = (error: unknown): ModalView =>
    messageView(desk.sorry(error, ownView(user), voice), titleOf(voice).text, voice);
  try {
    const view = await draw();
    const problems = validateView(view, 'modal');
    return problems.length === 0
      ? view
      : broken(new Error(`the form breaks a limit: ${JSON.stringify(problems.slice(0, 3))}`));
  } catch (error) {
    return broken(error);
  }
}
