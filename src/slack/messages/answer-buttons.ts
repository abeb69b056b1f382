import { hasFilters } from '../../proof/index.ts';
import { periodLabel } from '../../text/say/period.ts';
import {
  type ActionsBlockElement,
  actions,
  button,
  confirmation,
  linkButton,
  type OurBlock,
  option,
  select,
} from '../blocks/build.ts';
import { pack, type Question } from '../question.ts';
import type { Setting, Voice } from './voice.ts';

const PERIODS = [
  'last-30-days',
  'last-90-days',
  'this-month',
  'last-month',
  'this-quarter',
  'last-quarter',
  'this-year',
  'last-year',
  'all',
] as const;

/** A select's action carries no state of its own, so the question rides in its block's id, if it fits. */
const BLOCK_ID = 255;

/** The buttons under an answer. What was shared keeps only those that open something for the one who presses. */
export function answerButtons(
  question: Question,
  period: string,
  crm: string | null,
  setting: Setting,
  voice: Voice,
): OurBlock {
  const { talk } = voice.speak.words;
  const value = pack(question);
  const open = linkButton('open-crm', talk.openCrm(), crm);
  const reading: readonly ActionsBlockElement[] = [
    button({
      action: 'definitions',
      label: question.kpi === null ? talk.definitions() : talk.definition(),
      value,
    }),
    button({ action: 'records', label: talk.records(), value }),
    ...(voice.crmFilters === true && question.kpi !== null && hasFilters(question.kpi)
      ? [button({ action: 'crm-filter', label: talk.crmFilter(), value })]
      : []),
  ];
  const link: readonly ActionsBlockElement[] = open === null ? [] : [open];
  const anew: readonly ActionsBlockElement[] =
    voice.refreshes && question.partner !== null ? [button({ action: 'refresh', label: talk.refresh(), value })] : [];
  if (setting === 'shared') return actions([...reading, ...link]);
  const blockId = `q:${pack({ ...question, period: null, asOf: null })}`;
  const periods = [...new Set([period, ...PERIODS])].map((name) => option(periodLabel(name, voice.speak), name));
  const picker: readonly ActionsBlockElement[] =
    blockId.length > BLOCK_ID || period.length > 75 ? [] : [select('period', talk.period(), periods, period)];
  const share: readonly ActionsBlockElement[] =
    setting === 'direct'
      ? []
      : [
          button({
            action: 'share',
            label: talk.share(),
            value,
            confirm: confirmation(
              talk.confirmShareTitle(),
              talk.confirmShare(),
              talk.confirmShareYes(),
              talk.confirmShareNo(),
            ),
          }),
          button({ action: 'keep', label: talk.keep(), value }),
        ];
  return actions([...picker, ...reading, ...share, ...anew, ...link], picker.length === 0 ? undefined : blockId);
}

/** Buttons that ask something else, e.g. suggestions; each with its own action id. */
export function askButtons(choices: readonly { readonly label: string; readonly question: Question }[]): OurBlock {
  return actions(
    choices.map(({ label, question }, index) => button({ action: `ask:${index}`, label, value: pack(question) })),
  );
}
