import type { Report } from '../../reports/report.ts';
import type { DigestContent } from '../../slack/digests/content.ts';
import { digestPage, digestPng } from '../../slack/digests/page.ts';
import { workAt } from '../../slack/digests/produce.ts';
import { type Speaker, speaker } from '../../text/say/speaker.ts';
import { UsageError } from '../arguments.ts';
import type { Context } from '../command.ts';
import { withStore } from '../open.ts';

/** A digest as one HTML page. */
export const printPage = async (report: Report, context: Context): Promise<void> =>
  context.out.line(digestPage(await contentOf(report, context), speakerOf(report, context)).trimEnd());

/** The same as a PNG; a terminal shows none. */
export async function printPicture(report: Report, context: Context): Promise<void> {
  if (context.host.stdout.columns !== undefined) throw new UsageError('usage.digest-png', { report: report.report });
  await context.out.bytes(await digestPng(await contentOf(report, context), speakerOf(report, context)));
}

const speakerOf = ({ timeZone, currency }: Report, { words }: Context): Speaker =>
  speaker(words.language, timeZone, currency);

/** What nobody subscribed to: nothing was told before, and what people did about its rows counts all the same. */
async function contentOf(report: Report, context: Context): Promise<DigestContent> {
  const work = await withStore(context, 'read', (store) => workAt(store, Date.parse(report.asOf)));
  return { report, work, subscription: null, restated: [], late: null, stale: [], account: null, next: null };
}
