// Opening, stacking and replacing views; used by views.* and by response actions.
import { ApiFailure, explain } from './api/method.ts';
import { validateView } from './blocks/validate.ts';
import { withIds } from './content.ts';
import { flagAt, isObject, type Json, type JsonObject, objectAt, objectsAt, stringAt } from './json.ts';
import type { SlackView } from './types.ts';
import { newId, type Workspace } from './workspace.ts';

const MAX_STACK = 3;

/** Checks a view payload. Fails with invalid_arguments (as Slack does for views) or view_too_large. */
function checked(payload: Json | undefined, type: 'modal' | 'home'): JsonObject {
  if (!isObject(payload)) throw new ApiFailure('invalid_arguments');
  const problems = validateView(payload, type);
  if (problems.length === 0) return payload;
  throw new ApiFailure(
    problems[0]?.code === 'view_too_large' ? 'view_too_large' : 'invalid_arguments',
    explain(problems),
  );
}

function build(
  payload: JsonObject,
  type: 'modal' | 'home',
  user: string,
  workspace: Workspace,
  place: Pick<SlackView, 'id' | 'root_view_id' | 'previous_view_id'>,
): SlackView {
  const title = objectAt(payload, 'title');
  const close = objectAt(payload, 'close');
  const submit = objectAt(payload, 'submit');
  return {
    ...place,
    type,
    user_id: user,
    ...(title !== undefined && { title }),
    ...(close !== undefined && { close }),
    ...(submit !== undefined && { submit }),
    blocks: withIds(structuredClone(objectsAt(payload, 'blocks'))),
    private_metadata: stringAt(payload, 'private_metadata') ?? '',
    callback_id: stringAt(payload, 'callback_id') ?? '',
    external_id: stringAt(payload, 'external_id') ?? '',
    clear_on_close: flagAt(payload, 'clear_on_close'),
    notify_on_close: flagAt(payload, 'notify_on_close'),
    hash: workspace.newHash(),
    errors: {},
  };
}

function refuseTakenExternalId(payload: JsonObject, workspace: Workspace, except?: string): void {
  const id = stringAt(payload, 'external_id');
  const taken = [...workspace.modals.values()].some((view) => view.external_id === id && view.id !== except);
  if (id !== undefined && id !== '' && taken) throw new ApiFailure('duplicate_external_id');
}

function store(view: SlackView, workspace: Workspace): SlackView {
  workspace.modals.set(view.id, view);
  workspace.changed({ kind: 'view', user: view.user_id });
  return view;
}

/** Opens a modal for a person; what was open before is gone. */
export function openModal(payload: Json | undefined, user: string, workspace: Workspace): SlackView {
  const good = checked(payload, 'modal');
  refuseTakenExternalId(good, workspace);
  for (const view of workspace.stack(user)) workspace.modals.delete(view.id);
  const id = newId('V');
  return store(build(good, 'modal', user, workspace, { id, root_view_id: id, previous_view_id: null }), workspace);
}

/** Puts a modal on top of another; at most three. */
export function pushModal(payload: Json | undefined, top: SlackView, workspace: Workspace): SlackView {
  const good = checked(payload, 'modal');
  refuseTakenExternalId(good, workspace);
  if (workspace.stack(top.user_id).length >= MAX_STACK) throw new ApiFailure('push_limit_reached');
  const place = { id: newId('V'), root_view_id: top.root_view_id, previous_view_id: top.id };
  return store(build(good, 'modal', top.user_id, workspace, place), workspace);
}

/** Replaces a modal's content; it keeps its id and place. */
export function replaceModal(payload: Json | undefined, view: SlackView, workspace: Workspace): SlackView {
  const good = checked(payload, 'modal');
  refuseTakenExternalId(good, workspace, view.id);
  return store(build(good, 'modal', view.user_id, workspace, view), workspace);
}

/** Sets a person's Home tab. */
export function publishHome(payload: Json | undefined, user: string, workspace: Workspace): SlackView {
  const good = checked(payload, 'home');
  const id = workspace.homes.get(user)?.id ?? newId('V');
  const view = build(good, 'home', user, workspace, { id, root_view_id: id, previous_view_id: null });
  workspace.homes.set(user, view);
  workspace.changed({ kind: 'view', user });
  return view;
}

/** Closes the top modal, or the whole stack. */
export function closeModals(view: SlackView, workspace: Workspace, { all }: { all: boolean }): void {
  const stack = workspace.stack(view.user_id);
  const from = all ? 0 : stack.findIndex((one) => one.id === view.id);
  for (const one of stack.slice(Math.max(from, 0))) workspace.modals.delete(one.id);
  workspace.changed({ kind: 'view', user: view.user_id });
}
