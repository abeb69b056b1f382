// files.*: the three-step upload.
import { structured } from '../content.ts';
import { isObject, stringAt } from '../json.ts';
import type { SlackFile } from '../types.ts';
import { newId } from '../workspace.ts';
import { postAsBot } from './chat.ts';
import { type ApiContext, ApiFailure, type Method, required, visibleChannel } from './method.ts';
import { fileShape } from './shapes.ts';

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

const getUploadURL: Method = {
  scope: 'files:write',
  run(args, { workspace, baseUrl }) {
    const name = required(args, 'filename');
    if (!(Number(args.length) > 0)) throw new ApiFailure('invalid_arguments');
    const alt = stringAt(args, 'alt_txt');
    const file: SlackFile = {
      id: newId('F'),
      name,
      title: name,
      mimetype: TYPES[name.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream',
      content: Buffer.alloc(0),
      user: workspace.bot.userId,
      channels: [],
      complete: false,
      ...(alt !== undefined && { alt_txt: alt }),
    };
    workspace.files.set(file.id, file);
    return { upload_url: `${baseUrl()}/upload/${file.id}`, file_id: file.id };
  },
};

function uploaded(id: string | undefined, { workspace }: ApiContext): SlackFile {
  const file = id === undefined ? undefined : workspace.files.get(id);
  if (file === undefined || file.content.length === 0) throw new ApiFailure('file_not_found');
  return file;
}

const complete: Method = {
  scope: 'files:write',
  run(args, context) {
    const given = structured(args, 'files', 'invalid_arguments');
    if (!Array.isArray(given) || given.length === 0) throw new ApiFailure('invalid_arguments');
    const files = given.filter(isObject).map((one) => {
      const file = uploaded(stringAt(one, 'id'), context);
      file.title = stringAt(one, 'title') ?? file.name;
      file.complete = true;
      return file;
    });
    const target = stringAt(args, 'channel_id') ?? stringAt(args, 'channels');
    if (target !== undefined) share(files, visibleChannel(target, context).id, args, context);
    return { files: files.map((file) => fileShape(file, context.baseUrl())) };
  },
};

function share(files: SlackFile[], channel: string, args: Parameters<Method['run']>[0], context: ApiContext): void {
  if (!context.workspace.channels.get(channel)?.members.includes(context.workspace.bot.userId))
    throw new ApiFailure('not_in_channel');
  const text = stringAt(args, 'initial_comment') ?? files.map((file) => file.title).join(', ');
  const thread = stringAt(args, 'thread_ts');
  const message = postAsBot(context, channel, {
    text,
    ...(args.blocks !== undefined && { blocks: args.blocks }),
    ...(thread !== undefined && { thread_ts: thread }),
  });
  context.workspace.edit(message, { text: message.text, blocks: message.blocks, files: files.map((file) => file.id) });
  for (const file of files) file.channels.push(channel);
}

const info: Method = {
  scope: 'files:read',
  run(args, context) {
    const file = context.workspace.files.get(required(args, 'file', 'file_not_found'));
    if (file === undefined || !file.complete) throw new ApiFailure('file_not_found');
    return { file: fileShape(file, context.baseUrl()), comments: [] };
  },
};

/** The file, and its place in every message that showed it. */
const remove: Method = {
  scope: 'files:write',
  run(args, { workspace }) {
    const file = workspace.files.get(required(args, 'file', 'file_not_found'));
    if (file === undefined) throw new ApiFailure('file_not_found');
    if (file.user !== workspace.bot.userId) throw new ApiFailure('cant_delete_file');
    workspace.files.delete(file.id);
    for (const channel of file.channels) {
      for (const message of workspace.all(channel).filter(({ files }) => files?.includes(file.id))) {
        const files = message.files?.filter((id) => id !== file.id) ?? [];
        workspace.edit(message, { text: message.text, blocks: message.blocks, files });
      }
    }
    return {};
  },
};

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadURL,
  'files.completeUploadExternal': complete,
  'files.info': info,
  'files.delete': remove,
};
