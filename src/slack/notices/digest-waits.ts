import { isErrorCode } from '../../errors.ts';
import type { Speaker } from '../../text/say/speaker.ts';
import { section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { FailingSource } from '../digests/due.ts';
import type { Message } from '../messages/voice.ts';

/** What stands at the place of a digest whose data are too old: which source, since when, why, and how long it waits. */
export function digestWaitsMessage(
  failing: readonly FailingSource[],
  until: string,
  { words, format }: Speaker,
): Message {
  const { told } = words;
  const lines = failing.map(({ source, since }) =>
    told.digestWaits({ source, since: since === null ? '–' : format.instant(since), until: format.instant(until) }),
  );
  const causes = failing.flatMap(({ code, params }) =>
    isErrorCode(code) ? [told.digestWaitsCause({ cause: words.error(code, params).cause })] : [],
  );
  const [first] = lines;
  return {
    text: first === undefined ? '' : messageText(first),
    blocks: [...lines, ...causes].map((line) => section(mrkdwn`${line}`)),
  };
}
