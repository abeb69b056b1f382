// All Web API methods, and the checks that come before each: token, scope.
import { validateBlocks } from '../blocks/validate.ts';
import { structured } from '../content.ts';
import { type JsonObject, toJsonObject } from '../json.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { type ApiContext, ApiFailure, type Method } from './method.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';

const blocksValidate: Method = {
  token: 'none',
  run(args) {
    const problems = validateBlocks(structured(args, 'blocks', 'invalid_blocks_format') ?? [], 'message');
    if (problems.length > 0)
      throw new ApiFailure('invalid_blocks', { errors: problems.map((one) => toJsonObject(one)) });
    return {};
  },
};

const methods: Record<string, Method> = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...viewMethods,
  'blocks.validate': blocksValidate,
};

export interface Tokens {
  bot: string;
  app: string;
}

function checkToken(method: Method, given: string | undefined, tokens: Tokens, refusal: string | null): void {
  if (method.token === 'none') return;
  if (given === undefined || given === '') throw new ApiFailure('not_authed');
  const wanted = method.token === 'app' ? tokens.app : tokens.bot;
  if (given === tokens.bot && refusal !== null) throw new ApiFailure(refusal);
  if (given === wanted) return;
  throw new ApiFailure(given === tokens.app || given === tokens.bot ? 'not_allowed_token_type' : 'invalid_auth');
}

function checkScope(method: Method, args: JsonObject, context: ApiContext): void {
  const needed = typeof method.scope === 'function' ? method.scope(args, context) : method.scope;
  if (needed === undefined || context.settings.scopes.has(needed)) return;
  throw new ApiFailure('missing_scope', { needed, provided: [...context.settings.scopes].join(',') });
}

/** Answers one call as Slack would; `extra` adds methods of the transport (apps.connections.open). */
export function callMethod(
  name: string,
  args: JsonObject,
  token: string | undefined,
  { context, tokens, extra }: { context: ApiContext; tokens: Tokens; extra: Record<string, Method> },
): JsonObject {
  try {
    const method = extra[name] ?? (Object.hasOwn(methods, name) ? methods[name] : undefined);
    if (method === undefined) throw new ApiFailure('unknown_method', { req_method: name });
    checkToken(method, token, tokens, context.settings.refusal);
    checkScope(method, args, context);
    return { ok: true, ...method.run(args, context) };
  } catch (error) {
    if (error instanceof ApiFailure) return { ok: false, error: error.code, ...error.extra };
    throw error;
  }
}
