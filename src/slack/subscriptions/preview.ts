import type { Segment } from '../../kpi/segment.ts';
import type { ReportKind, SubscriptionScope } from '../../store/ledger/subscriptions.ts';
import { Refused } from '../access/refused.ts';
import type { Sight } from '../access/sight.ts';
import { usable } from '../analyst-state.ts';
import { context } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { DigestWords } from '../commands/grammar/digest-words.ts';
import { knownSegment } from '../commands/understand.ts';
import type { Admitted } from '../desk.ts';
import type { Message } from '../messages/voice.ts';
import { unknownPartnerMessage, unknownSegmentMessage, whichPartnerMessage } from '../messages/which-one.ts';
import { noQuestion } from '../question.ts';
import { demandScope } from './entitled.ts';
import type { DigestSettings } from './settings.ts';
import { ownManager } from './wish.ts';
import { scopePhrase } from './words.ts';

type DigestAsked = Extract<DigestWords, { readonly kind: 'digest' }>;

/** Whether words that look like `digest …` name a partner altogether: “Digest Media”. */
export async function isPartner(typed: string, { state }: Pick<Admitted, 'state'>): Promise<boolean> {
  const sight = state.kind === 'loading' ? null : state.analyst;
  if (sight === null || sight.sees === 'nothing') return false;
  const match = await sight.findPartner(typed, { loose: true });
  if (match.kind === 'none' || match.how === 'fuzzy') return false;
  return !/^\S+$/.test(typed.trim());
}

/** Shows what would be posted now, to the person alone, about the words after `digest`. */
export async function digestFor(
  { report, scope: words }: DigestAsked,
  admitted: Admitted,
  digests: DigestSettings,
): Promise<void> {
  const { state, voice, email, reply } = admitted;
  const ready = usable(state, voice);
  if (ready.kind === 'message') return reply.privately(ready.message);
  const scope = await scopeOf(words, email, ready.analyst, admitted);
  if ('message' in scope) return reply.privately(scope.message);
  await showDigest({ report, scope: scope.scope }, admitted, digests);
}

/** Shows a digest of a scope to the person alone. Throws `Refused` where it is not for this person. */
export async function showDigest(
  asked: { readonly report: ReportKind; readonly scope: SubscriptionScope },
  admitted: Admitted,
  { preview }: DigestSettings,
): Promise<void> {
  const { state, voice, reply } = admitted;
  const ready = usable(state, voice);
  if (ready.kind === 'message') return reply.privately(ready.message);
  await demandScope(asked, ready.analyst);
  if (preview === undefined) return;
  const { words } = voice.speak;
  const say = words.subscriptions;
  const note = say.previewOf({ report: say[asked.report](), scope: scopePhrase(asked.scope, voice) });
  const [root, ...more] = await preview({ ...asked, language: words.language });
  if (root === undefined) return;
  await reply.privately({ ...root, blocks: [context([mrkdwn`${note}`]), ...root.blocks] });
  for (const message of more) await reply.privately(message);
}

async function scopeOf(
  { segment: typed, mine, name }: DigestAsked['scope'],
  email: string | null,
  sight: Sight,
  { voice }: Admitted,
): Promise<{ readonly scope: SubscriptionScope } | { readonly message: Message }> {
  if (name !== null) return partnerNamed(name, sight, voice);
  const known = await knownSegment(typed, sight);
  if ('unknown' in known) {
    const { key, value, there } = known.unknown;
    return { message: unknownSegmentMessage(key, value, there, voice) };
  }
  const own = mine ? await ownManager(email, sight) : null;
  if (mine && own === null) throw new Refused('not-linked');
  const segment: Segment = own === null ? known.known : { ...known.known, manager: own };
  return { scope: { segment: { ...(await sight.narrowed(segment)) }, partners: null } };
}

async function partnerNamed(
  name: string,
  sight: Sight,
  voice: Admitted['voice'],
): Promise<{ readonly scope: SubscriptionScope } | { readonly message: Message }> {
  const match = await sight.findPartner(name, { loose: true });
  if (match.kind === 'one') return { scope: { segment: {}, partners: [match.partner.id] } };
  if (match.kind === 'none') return { message: unknownPartnerMessage(name, match.suggestions, noQuestion, voice) };
  return { message: whichPartnerMessage(name, { fitting: match.partners, total: match.total }, noQuestion, voice) };
}
