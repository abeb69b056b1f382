import type { PartnerInfo } from '../../../src/kpi/answer.ts';
import { noQuestion, pack, type Question } from '../../../src/slack/question.ts';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import type { JsonObject } from '../../doubles/slack/json.ts';
import { COMMAND } from '../bot.ts';

export interface Where {
  readonly user: string;
  readonly channel: string;
}

/** One way to the bot. `about`: whose figures it asks for. `ends`: the last call to Slack that it leads to. */
export interface Entry {
  readonly name: string;
  readonly about: 'mine' | 'theirs' | 'program' | 'nothing';
  readonly does:
    | 'answers'
    | 'shares'
    | 'keeps'
    | 'opens'
    | 'filters'
    | 'suggests'
    /** A row of a digest is taken. */
    | 'works'
    /** A form to fill in. */
    | 'fills'
    /** A digest for the channel, or for the own direct messages. */
    | 'subscribes'
    | 'subscribes-directly';
  readonly go: (slack: SlackStandIn, where: Where) => Promise<unknown>;
}

const actionsBlock = (id: string, elements: JsonObject[]): JsonObject => ({ type: 'actions', block_id: id, elements });
const text = (label: string) => ({ type: 'plain_text', text: label });
const button = (action: string, value: string): JsonObject => ({
  type: 'button',
  action_id: action,
  text: text(action),
  value,
});
const option = (value: string): JsonObject => ({ text: text(value), value });

/** A message as an earlier answer may have left it for all to see: every button there is, about one question. */
function buttonsOf(question: Question, tag: string): JsonObject[] {
  const value = pack(question);
  return [
    actionsBlock(`b-${tag}`, [
      ...['ask:0', 'open:0', 'share', 'keep', 'definitions', 'records', 'crm-filter'].map((action) =>
        button(action, value),
      ),
    ]),
    actionsBlock(`q:${pack({ ...question, period: null })}`, [
      { type: 'static_select', action_id: 'period', options: [option('last-quarter')] },
      { type: 'static_select', action_id: 'pick-kpi', options: [option('sourced-revenue')] },
      { type: 'external_select', action_id: 'pick-partner', min_query_length: 0 },
    ]),
  ];
}

function fixture(slack: SlackStandIn, channel: string, question: Question, tag: string): string {
  const { userId, botId } = slack.workspace.bot;
  const blocks = buttonsOf(question, tag);
  return slack.workspace.add({ channel, user: userId, bot_id: botId, text: 'earlier', blocks }).ts;
}

const press =
  (question: Question, actionId: string, value?: string): Entry['go'] =>
  (slack, { user, channel }) => {
    const messageTs = fixture(slack, channel, question, actionId);
    const chosen = value === undefined ? {} : { selectedOption: option(value) };
    return slack.click({ user, channel, messageTs, actionId, ...chosen });
  };

const type =
  (words: string): Entry['go'] =>
  (slack, { user, channel }) =>
    slack.command({ user, channel, command: COMMAND, text: words });

/** Every entry point, about one's own partner, somebody else's, and the program. Names are typed in part, so that an echo gives none away. */
export function entriesFor(mine: PartnerInfo, theirs: PartnerInfo): readonly Entry[] {
  const begun = ({ name }: PartnerInfo): string => name.slice(0, -1);
  const of = (partner: PartnerInfo): Question => ({ ...noQuestion, partner: partner.id });
  const revenue: Question = { ...noQuestion, kpi: 'sourced-revenue', period: 'last-quarter' };
  const both = [
    ['mine', mine],
    ['theirs', theirs],
  ] as const;
  const answers = (name: string, about: Entry['about'], go: Entry['go']): Entry => ({
    name,
    about,
    does: 'answers',
    go,
  });
  return [
    answers('command: help', 'nothing', type('help')),
    answers('command: my partners', 'program', type('')),
    answers('command: program', 'program', type('revenue last-quarter')),
    answers('command: group', 'program', type('revenue tier:Gold last-quarter')),
    answers('command: manager', 'theirs', type(`revenue manager:${theirs.manager ?? ''}`)),
    answers('button: period', 'program', press(revenue, 'period', 'last-quarter')),
    answers('button: number', 'program', press({ ...revenue, kpi: null }, 'pick-kpi', 'sourced-revenue')),
    { name: 'button: share program', about: 'program', does: 'shares', go: press(revenue, 'share') },
    { name: 'modal: program records', about: 'program', does: 'opens', go: press(revenue, 'records') },
    { name: 'modal: program filter', about: 'program', does: 'filters', go: press(revenue, 'crm-filter') },
    { name: 'modal: definitions', about: 'nothing', does: 'opens', go: press(revenue, 'definitions') },
    { name: 'Home', about: 'program', does: 'opens', go: (slack, { user }) => slack.openHome(user) },
    ...both.flatMap(([about, partner]): Entry[] => [
      answers(`command: partner ${about}`, about, type(begun(partner))),
      answers(`command: id ${about}`, about, type(partner.id)),
      answers(`mention: ${about}`, about, (slack, where) => slack.mention({ ...where, text: begun(partner) })),
      answers(`direct message: ${about}`, about, (slack, { user }) => slack.dm(user, begun(partner))),
      answers(`button: ask ${about}`, about, press(of(partner), 'ask:0')),
      answers(`button: open ${about}`, about, press(of(partner), 'open:0')),
      answers(`list: pick ${about}`, about, press(revenue, 'pick-partner', partner.id)),
      { name: `button: share ${about}`, about, does: 'shares', go: press(of(partner), 'share') },
      { name: `button: keep ${about}`, about, does: 'keeps', go: press(of(partner), 'keep') },
      {
        name: `modal: filter ${about}`,
        about,
        does: 'filters',
        go: press({ ...revenue, partner: partner.id }, 'crm-filter'),
      },
      { name: `modal: records ${about}`, about, does: 'opens', go: press(of(partner), 'records') },
      {
        name: `list: suggestions ${about}`,
        about,
        does: 'suggests',
        go: (slack, { user, channel }) =>
          slack.suggest({
            user,
            channel,
            messageTs: fixture(slack, channel, revenue, 's'),
            actionId: 'pick-partner',
            value: begun(partner),
          }),
      },
    ]),
  ];
}
