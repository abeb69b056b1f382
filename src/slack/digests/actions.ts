import type { App } from '@slack/bolt';
import type { RowWorkEntry } from '../../store/ledger/row-work.ts';
import { joined, type Phrase, verbatim } from '../../text/phrase.ts';
import type { Sight } from '../access/sight.ts';
import { pressOf, tellOutdated } from '../actions/press.ts';
import { usable } from '../analyst-state.ts';
import { actions, button, section } from '../blocks/build.ts';
import { mention, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Admitted, Desk } from '../desk.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { registerCsv } from './csv-file.ts';
import { demand } from './demand.ts';
import type { DigestDesk } from './digest-desk.ts';
import { packRow, type RowPress, unpackRow } from './row-values.ts';
import { short } from './rows.ts';

const SNOOZE_DAYS = 14;
const DAY = 86_400_000;

/** The menus of rows, their undo, and the button for all rows as a file. */
export function registerDigestActions(app: App, desk: Desk, parts: DigestDesk): void {
  for (const id of ['digest-row', 'digest-undo']) {
    app.action(id, async ({ ack, action, body, respond }) => {
      await ack();
      const press = pressOf(body, action);
      const row = unpackRow(press.value);
      if (row === null) return tellOutdated(desk, press.turn(respond, 'work'));
      // The browser opens the CRM by itself.
      if (row.verb === 'open') return;
      await desk.track('digest-row', () =>
        desk.serve(press.turn(respond, 'work'), async (admitted) => {
          const ready = usable(admitted.state, admitted.voice);
          if (ready.kind === 'message') return admitted.reply.privately(ready.message);
          const name = await allowedRow(row, admitted, ready.analyst, desk, press.channel);
          const message = await work(row, name, press.user, parts.rowWork, admitted.voice);
          // What an undo undoes is the message that it stands in.
          await (id === 'digest-undo' ? admitted.reply.instead(message) : admitted.reply.privately(message));
        }),
      );
    });
  }
  registerCsv(app, desk, parts);
}

/** Whoever works on a row must be allowed to see its partner; a row of nobody is for those who see everything. Its name. */
async function allowedRow(
  { record, id, partner }: RowPress,
  admitted: Admitted,
  analyst: Sight,
  desk: Desk,
  channel: string | null,
): Promise<Phrase> {
  const { words } = admitted.voice.speak;
  const label = words.answer.recordLine({ record: words.record(record), id: short(id) });
  const about = `row ${record} ${id}`;
  if (partner === null) {
    demand('work', { kind: 'program' }, about, admitted, desk, channel);
    return label;
  }
  // Finds only what this person may see.
  const found = await analyst.findPartner(partner);
  const info = found.kind === 'one' ? found.partner : null;
  demand('work', { kind: 'partner', id: partner, manager: info?.manager ?? null }, about, admitted, desk, channel);
  return info === null ? label : joined([label, verbatim(short(info.name))], ', ');
}

async function work(
  row: RowPress,
  name: Phrase,
  user: string,
  rowWork: DigestDesk['rowWork'],
  voice: Voice,
): Promise<Message> {
  const { digest } = voice.speak.words;
  const at = new Date(voice.now).toISOString();
  const before = (await rowWork.all()).find(({ record, id }) => record === row.record && id === row.id);
  switch (row.verb) {
    case 'snooze': {
      const until = new Date(voice.now + SNOOZE_DAYS * DAY).toISOString();
      await rowWork.snooze(row, until, user, at);
      return confirmed(
        digest.rowSnoozed({ row: name, date: voice.speak.format.date(until) }),
        row,
        before,
        user,
        voice,
      );
    }
    case 'take':
      await rowWork.assign(row, user, at);
      return confirmed(digest.rowTaken({ row: name }), row, before, user, voice);
    default:
      await rowWork.clear(row);
      return confirmed(digest.rowFree({ row: name }), null, before, user, voice);
  }
}

/** What was done, whose the row was before, and the way back. */
function confirmed(
  said: Phrase,
  undo: RowPress | null,
  before: RowWorkEntry | undefined,
  user: string,
  { speak: { words } }: Voice,
): Message {
  const { digest } = words;
  const others = before?.assignedTo ?? null;
  const value = undo === null ? null : packRow('undo', undo);
  const note = others === null || others === user ? '' : mrkdwn`\n${digest.wasOf()} ${mention(others)}`;
  return {
    text: messageText(said),
    blocks: [
      section(mrkdwn`${said}${note}`),
      ...(value === null ? [] : [actions([button({ action: 'digest-undo', label: digest.undoButton(), value })])]),
    ],
  };
}
