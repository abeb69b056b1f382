import type { HomeView } from '@slack/types';
import type { Examples, RemoteAnalyst } from '../../kpi/analyst.ts';
import { kpiIds } from '../../kpi/list.ts';
import type { RefusalReason } from '../access/decide.ts';
import { context, divider, header, section } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import { dataAge } from './footer.ts';
import { helpMessage } from './help.ts';
import { loadingMessage, type Progress, refusedMessage } from './plain-words.ts';
import type { Voice } from './voice.ts';

/** What the Home tab can show. */
export type HomeContent =
  | {
      readonly kind: 'ready';
      readonly partners: number;
      readonly dataAsOf: RemoteAnalyst['dataAsOf'];
      readonly examples: Examples;
    }
  | { readonly kind: 'loading'; readonly progress: Progress | null }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** What the bot does, how to ask it, and how much it knows. */
export function homeView(content: HomeContent, voice: Voice): HomeView {
  const { words, format } = voice.speak;
  const { talk } = words;
  const intro = [header(talk.homeTitle()), section(mrkdwn`${talk.homeIntro()}`)];
  if (content.kind === 'refused')
    return { type: 'home', blocks: [...intro, ...refusedMessage(content.reason, voice).blocks] };
  const examples = content.kind === 'ready' ? content.examples : { partners: [], tier: null };
  const state =
    content.kind === 'loading'
      ? loadingMessage(content.progress, voice).blocks
      : [context([mrkdwn`${talk.homePartners({ count: content.partners })} · ${dataAge(content.dataAsOf, voice)}`])];
  const meanings = kpiIds.map((id) => mrkdwn`*${words.kpis[id].name}*: ${words.kpis[id].meaning}`);
  return {
    type: 'home',
    blocks: [
      ...intro,
      section(mrkdwn`${talk.homeHow({ command: `${voice.command} help` })}`),
      ...state,
      divider(),
      ...helpMessage(examples, voice, { long: true }).blocks,
      divider(),
      ...meanings.map((meaning) => section(meaning)),
      context([mrkdwn`${talk.homeUpdated({ moment: format.instant(new Date(voice.now).toISOString()) })}`]),
    ],
  };
}
