// What an app's answer to a command or click does: acknowledgement bodies and response_url posts.
import { postAsBot } from './api/chat.ts';
import { type ApiContext, ApiFailure } from './api/method.ts';
import { readContent } from './content.ts';
import { flagAt, type JsonObject } from './json.ts';
import type { Hook } from './tickets.ts';

/** Shows a command in the channel, as Slack does before an answer that everybody sees. */
function echoCommand(hook: Hook, { workspace }: ApiContext): void {
  if (hook.commandText === undefined) return;
  workspace.add({ channel: hook.channel, user: hook.user, text: hook.commandText, blocks: [] });
  delete hook.commandText;
}

/** Posts, replaces or deletes as the body says. Fails with Slack's error codes. */
export function applyResponse(hook: Hook, body: JsonObject, context: ApiContext): void {
  const { workspace } = context;
  const original = hook.messageTs === undefined ? undefined : workspace.find(hook.channel, hook.messageTs);
  if (flagAt(body, 'delete_original')) {
    if (original === undefined) throw new ApiFailure('message_not_found');
    workspace.remove(original);
    return;
  }
  if (flagAt(body, 'replace_original') && original !== undefined) {
    workspace.edit(original, readContent(body));
    return;
  }
  const inChannel = body.response_type === 'in_channel';
  readContent(body);
  if (inChannel) echoCommand(hook, context);
  const thread = body.thread_ts ?? hook.threadTs;
  const placed = { ...body, ...(thread !== undefined && { thread_ts: thread }) };
  postAsBot(context, hook.channel, placed, inChannel ? undefined : hook.user);
}
