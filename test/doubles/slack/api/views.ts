// views.*: modals and the Home tab.
import { structured } from '../content.ts';
import { type JsonObject, stringAt } from '../json.ts';
import { initialState } from '../state-values.ts';
import type { SlackView } from '../types.ts';
import { openModal, publishHome, pushModal, replaceModal } from '../views.ts';
import { type ApiContext, ApiFailure, type Method, required } from './method.ts';
import { viewShape } from './shapes.ts';

function answer(view: SlackView, { workspace }: ApiContext): JsonObject {
  return { view: viewShape(view, workspace, initialState(view.blocks)) };
}

function payloadOf(args: JsonObject): ReturnType<typeof structured> {
  return structured(args, 'view', 'invalid_arguments');
}

function exchange(args: JsonObject, { tickets }: ApiContext): { user: string; viewId?: string } {
  const taken = tickets.takeTrigger(stringAt(args, 'trigger_id'));
  if ('error' in taken) throw new ApiFailure(taken.error);
  return taken;
}

const open: Method = {
  run: (args, context) => answer(openModal(payloadOf(args), exchange(args, context).user, context.workspace), context),
};

const push: Method = {
  run(args, context) {
    const { user, viewId } = exchange(args, context);
    const top = viewId === undefined ? undefined : context.workspace.modals.get(viewId);
    if (top === undefined || top.user_id !== user) throw new ApiFailure('not_found');
    return answer(pushModal(payloadOf(args), top, context.workspace), context);
  },
};

function refuseStaleHash(args: JsonObject, view: SlackView | undefined): void {
  const hash = stringAt(args, 'hash');
  if (hash !== undefined && hash !== '' && view !== undefined && hash !== view.hash)
    throw new ApiFailure('hash_conflict');
}

const update: Method = {
  run(args, context) {
    const { workspace } = context;
    const id = stringAt(args, 'view_id');
    const external = stringAt(args, 'external_id');
    const view =
      id !== undefined
        ? workspace.modals.get(id)
        : [...workspace.modals.values()].find((one) => one.external_id === external);
    if (view === undefined) throw new ApiFailure('not_found');
    refuseStaleHash(args, view);
    return answer(replaceModal(payloadOf(args), view, workspace), context);
  },
};

const publish: Method = {
  run(args, context) {
    const user = required(args, 'user_id', 'user_not_found');
    if (!context.workspace.users.has(user)) throw new ApiFailure('user_not_found');
    refuseStaleHash(args, context.workspace.homes.get(user));
    return answer(publishHome(payloadOf(args), user, context.workspace), context);
  },
};

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
