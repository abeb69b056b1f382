import type { App } from '@slack/bolt';
import type { Report, ReportQuery } from '../../reports/report.ts';
import { joined } from '../../text/phrase.ts';
import { decide, type Scope } from '../access/decide.ts';
import type { Sight } from '../access/sight.ts';
import { pressOf, tellOutdated } from '../actions/press.ts';
import { usable } from '../analyst-state.ts';
import { messageText } from '../blocks/mrkdwn.ts';
import type { Admitted, Desk } from '../desk.ts';
import { saying } from '../messages/plain-words.ts';
import { slackErrorOf } from '../post.ts';
import { type CsvFile, reportCsv } from './csv-rows.ts';
import { demand } from './demand.ts';
import type { DigestDesk } from './digest-desk.ts';
import { titleOf } from './edges.ts';
import { unpackReport } from './row-values.ts';

/** “CSV of all rows”: computed again for the digest's moment, as far as the one who pressed may see, into his direct message. */
export function registerCsv(app: App, desk: Desk, parts: DigestDesk): void {
  app.action('digest-csv', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const query = unpackReport(press.value);
    if (query === null) return tellOutdated(desk, press.turn(respond, 'download'));
    await desk.track('digest-csv', () =>
      desk.serve(press.turn(respond, 'download'), async (admitted) => {
        const ready = usable(admitted.state, admitted.voice);
        if (ready.kind === 'message') return admitted.reply.privately(ready.message);
        const partners = await seenPartners(query, ready.analyst, admitted, desk, press.channel);
        const report = await (await parts.reporter()).report(query);
        const work = new Map((await parts.rowWork.all()).map((row) => [`${row.record}/${row.id}`, row]));
        const file = reportCsv(report, work, { partners });
        await send(report, file, partners !== null, press.user, admitted, desk);
      }),
    );
  });
}

/** null: all of the report; else the partners whose rows this person may see. Throws `Refused`. */
async function seenPartners(
  { report, segment, partners }: ReportQuery,
  analyst: Sight,
  admitted: Admitted,
  desk: Desk,
  channel: string | null,
): Promise<ReadonlySet<string> | null> {
  const { actor, place, email } = admitted;
  const about = `csv ${report}`;
  const manager = segment.manager ?? null;
  const whole: Scope = partners === null && manager !== null ? { kind: 'segment', manager } : { kind: 'program' };
  if (decide({ actor, place, scope: whole, action: 'download' }).allow) {
    demand('download', whole, about, admitted, desk, channel);
    return null;
  }
  demand('download', { kind: 'segment', manager: email }, about, admitted, desk, channel);
  const own = new Set((await analyst.partnersLike('', { most: Number.POSITIVE_INFINITY })).map(({ id }) => id));
  return partners?.every((id) => own.has(id)) === true ? null : own;
}

async function send(
  report: Report,
  file: CsvFile,
  narrowed: boolean,
  user: string,
  { voice, reply }: Admitted,
  { settings }: Desk,
): Promise<void> {
  const { digest } = voice.speak.words;
  if (file.rows === 0) return reply.privately(saying(digest.csvNothing()));
  const title = titleOf(report, voice);
  const comment = [digest.csvComment({ title, rows: file.rows }), ...(narrowed ? [digest.csvOwn()] : [])];
  try {
    await settings.client.uploads.filesUploadV2({
      channel_id: await settings.directory.directChannel(user),
      // A byte-order mark, by which spreadsheets know UTF-8.
      file: Buffer.from(`\ufeff${file.text}`),
      filename: `${report.report}-${report.asOf.slice(0, 10)}.csv`,
      title: title.text,
      initial_comment: messageText(joined(comment, ' ')),
    });
  } catch (error) {
    if (slackErrorOf(error) !== 'missing_scope') throw error;
    return reply.privately(
      saying(digest.csvNoScope({ command: `pulse digest ${report.report} --preview --format json` })),
    );
  }
  await reply.privately(saying(digest.csvSent()));
}
