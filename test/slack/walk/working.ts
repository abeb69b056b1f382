import type { PartnerInfo } from '../../../src/kpi/answer.ts';
import { packRow } from '../../../src/slack/digests/row-values.ts';
import type { RowWorkEntry } from '../../../src/store/ledger/row-work.ts';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import type { Entry } from './entries.ts';

/** A digest's row as it may stand in any channel: nobody is asked whether that was right. */
function rowOf(slack: SlackStandIn, channel: string, partner: PartnerInfo) {
  const value = packRow('take', { record: 'deal', id: 'D-1', partner: partner.id });
  if (value === null) throw new Error('an id that does not fit into a menu');
  const option = { text: { type: 'plain_text', text: 'Assign to me' }, value };
  const accessory = { type: 'overflow', action_id: 'digest-row', options: [option] };
  const block = { type: 'section', block_id: 'row', text: { type: 'plain_text', text: 'a row' }, accessory };
  const { userId, botId } = slack.workspace.bot;
  const { ts } = slack.workspace.add({ channel, user: userId, bot_id: botId, text: 'earlier', blocks: [block] });
  return { ts, option };
}

/** Rows of digests, about one's own partner and somebody else's. */
export function workingEntries(mine: PartnerInfo, theirs: PartnerInfo): readonly Entry[] {
  const both = [
    ['mine', mine],
    ['theirs', theirs],
  ] as const;
  return both.map(
    ([about, partner]): Entry => ({
      name: `row: take ${about}`,
      about,
      does: 'works',
      go: (slack, { user, channel }) => {
        const { ts, option } = rowOf(slack, channel, partner);
        return slack.click({ user, channel, messageTs: ts, actionId: 'digest-row', selectedOption: option });
      },
    }),
  );
}

/** Whether the row is this person's where it may be, and nobody's elsewhere. */
export const wrongWork = (worked: readonly RowWorkEntry[], may: boolean, user: string): string[] =>
  worked.length === (may ? 1 : 0) && worked.every(({ assignedTo }) => assignedTo === user)
    ? []
    : ['worked on where it may not, or not where it may'];
