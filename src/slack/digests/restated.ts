import { type KpiId, kpiIds, kpiOf } from '../../kpi/list.ts';
import type { Restated, RestatementReason } from '../../reports/restated.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { periodLabel } from '../../text/say/period.ts';
import { figureText } from '../../text/say/trend.ts';
import { context, header, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, linkTo, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { short } from './rows.ts';

/** Figures said in the root; the thread has all, with links. */
const IN_ROOT = 2;

const isKpi = (id: string): id is KpiId => kpiIds.some((known) => known === id);

/** “Q2 2026: sourced revenue was €412k, now €398k: 2 deals reopened, 1 amount changed”. */
export function restatedLine(one: Restated, voice: Voice): Phrase {
  const { speak } = voice;
  const { words } = speak;
  const unit = (isKpi(one.kpi) ? kpiOf(one.kpi).units[one.figure] : undefined) ?? 'count';
  const told = [one.before, one.after].map((value) => {
    const number = unit === 'money' ? value : Number(value);
    return figureText(Number.isNaN(number) ? value : number, unit, speak);
  });
  // Short money may hide a small change; then both are said to the cent.
  const [before = '', after = ''] =
    told[0] === told[1] && unit === 'money' ? [one.before, one.after].map((value) => speak.format.money(value)) : told;
  return words.digest.restated({
    period: periodLabel(one.period, speak),
    figure: words.figure(one.figure),
    before,
    after,
    reasons: joined(
      one.reasons.map((reason) => reasonText(reason.reason, reason.count, voice)),
      ', ',
    ),
  });
}

function reasonText(reason: RestatementReason, count: number, { speak: { words } }: Voice): Phrase {
  const { digest } = words;
  const said: Readonly<Record<RestatementReason, Phrase>> = {
    reopened: digest.reopened({ count }),
    added: digest.added({ count }),
    removed: digest.removed({ count }),
    'amount-changed': digest.amountChanged({ count }),
    'state-changed': digest.stateChanged({ count }),
    'basis-changed': digest.basisChanged(),
  };
  return said[reason];
}

/** In the root: the first figures in a line each, and how many more there are. */
export function restatedInRoot(restated: readonly Restated[], voice: Voice): readonly OurBlock[] {
  if (restated.length === 0) return [];
  const { digest } = voice.speak.words;
  const lines = restated.slice(0, IN_ROOT).map((one) => mrkdwn`${restatedLine(one, voice)}`);
  const more = restated.length - lines.length;
  return [
    section(
      joinedMarks(
        [
          mrkdwn`*${digest.restatedTitle()}*`,
          ...lines,
          mrkdwn`${more > 0 ? digest.moreInThread({ count: more }) : digest.linksInThread()}`,
        ],
        '\n',
      ),
    ),
  ];
}

/** In the thread: every figure with the records that moved it. */
export function restatedMessage(restated: readonly Restated[], voice: Voice): readonly Message[] {
  if (restated.length === 0) return [];
  const title = voice.speak.words.digest.restatedTitle();
  const blocks = restated.flatMap((one): readonly OurBlock[] => {
    const details = one.reasons.flatMap((reason) => reasonLines(reason, voice));
    return [section(mrkdwn`${restatedLine(one, voice)}`), ...details.map((line) => context([line]))];
  });
  return [{ text: messageText(title), blocks: [header(title), ...blocks] }];
}

function reasonLines({ reason, count, value, records }: Restated['reasons'][number], voice: Voice): readonly Mark[] {
  if (records.length === 0 && value === null) return [];
  const { words, format } = voice.speak;
  const links = records.map(({ label, record, id, url }) =>
    linkTo(short(label ?? words.answer.recordLine({ record: words.record(record), id }).text), url),
  );
  const more = count - records.length;
  const moved = value === null ? '' : signed(value, format);
  const list = joinedMarks(
    [...links, ...(more > 0 && records.length > 0 ? [words.digest.more({ count: more })] : [])],
    ', ',
  );
  return [joinedMarks([reasonText(reason, count, voice), moved, list], ' · ')];
}

const signed = (value: string, format: Voice['speak']['format']): string =>
  value.startsWith('-') || /^0*(\.0*)?$/.test(value) ? format.money(value) : `+${format.money(value)}`;
