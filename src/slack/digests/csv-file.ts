import type { App } from '@slack/bolt';
import type { Report, ReportQuery } from '../../reports/report.ts';
import { reportCsv } from '../../reports/report-csv.ts';
import { joined } from '../../text/phrase.ts';
import { decide, type Scope } from '../access/decide.ts';
import type { Sight } from '../access/sight.ts';
import { pressOf, tellOutdated } from '../actions/press.ts';
import { usable } from '../analyst-state.ts';
import { messageText } from '../blocks/mrkdwn.ts';
import type { Admitted, Desk } from '../desk.ts';
import { saying } from '../messages/plain-words.ts';
import { slackErrorOf } from '../post.ts';
import { demand } from './demand.ts';
import type { DigestDesk } from './digest-desk.ts';
import { commandOf, titleOf } from './edges.ts';
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
        const seen = partners === null ? report : only(report, partners);
        await send(seen, partners !== null, press.user, admitted, desk);
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
  narrowed: boolean,
  user: string,
  { voice, reply }: Admitted,
  { settings }: Desk,
): Promise<void> {
  const { digest } = voice.speak.words;
  const file = reportCsv(report);
  const rows = rowCount(report);
  if (rows === 0) return reply.privately(saying(digest.csvNothing()));
  const title = titleOf(report, voice);
  const comment = [digest.csvComment({ title, rows }), ...(narrowed ? [digest.csvOwn()] : [])];
  try {
    await settings.client.uploads.filesUploadV2({
      channel_id: await settings.directory.directChannel(user),
      // A byte-order mark, by which spreadsheets know UTF-8.
      file: Buffer.from(`\ufeff${file}`),
      filename: `${report.report}-${report.asOf.slice(0, 10)}.csv`,
      title: title.text,
      initial_comment: messageText(joined(comment, ' ')),
    });
  } catch (error) {
    if (slackErrorOf(error) !== 'missing_scope') throw error;
    return reply.privately(saying(digest.csvNoScope({ command: commandOf(report, 'csv') })));
  }
  await reply.privately(saying(digest.csvSent()));
}

const owned = <R extends { readonly partner: { readonly id: string } | null }>(
  rows: readonly R[],
  partners: ReadonlySet<string>,
): readonly R[] => rows.filter(({ partner }) => partner !== null && partners.has(partner.id));

/** The report with the rows of these partners alone. */
function only(report: Report, partners: ReadonlySet<string>): Report {
  switch (report.report) {
    case 'weekly':
      return {
        ...report,
        expired: owned(report.expired, partners),
        expiring: owned(report.expiring, partners),
        stalled: owned(report.stalled, partners),
      };
    case 'monthly':
      return { ...report, expiring: owned(report.expiring, partners) };
    case 'quarterly':
      return { ...report, movers: owned(report.movers, partners) };
  }
}

function rowCount(report: Report): number {
  switch (report.report) {
    case 'weekly':
      return report.expired.length + report.expiring.length + report.stalled.length;
    case 'monthly':
      return report.expiring.length;
    case 'quarterly':
      return report.movers.length;
  }
}
