// users.*, bots.*, usergroups.*, auth.test.
import { flagAt, stringAt } from '../json.ts';
import { type ApiContext, ApiFailure, type Method, page, required } from './method.ts';
import { userShape } from './shapes.ts';

function mayReadEmail({ settings }: ApiContext): boolean {
  return settings.scopes.has('users:read.email');
}

const info: Method = {
  scope: 'users:read',
  run(args, context) {
    const user = context.workspace.users.get(required(args, 'user', 'user_not_found'));
    if (user === undefined) throw new ApiFailure('user_not_found');
    return { user: userShape(user, { email: mayReadEmail(context), locale: flagAt(args, 'include_locale') }) };
  },
};

const lookupByEmail: Method = {
  scope: 'users:read.email',
  run(args, context) {
    const email = required(args, 'email', 'users_not_found').toLowerCase();
    const user = [...context.workspace.users.values()].find(
      (one) => one.email?.toLowerCase() === email && !one.deleted,
    );
    if (user === undefined) throw new ApiFailure('users_not_found');
    return { user: userShape(user, { email: true, locale: false }) };
  },
};

const list: Method = {
  scope: 'users:read',
  run(args, context) {
    const { items, next } = page([...context.workspace.users.values()], args, 1000);
    const shown = { email: mayReadEmail(context), locale: flagAt(args, 'include_locale') };
    return {
      members: items.map((user) => userShape(user, shown)),
      cache_ts: Math.floor(context.clock.now() / 1000),
      ...next,
    };
  },
};

const botInfo: Method = {
  scope: 'users:read',
  run(args, { workspace }) {
    const { botId, appId, userId, name } = workspace.bot;
    if (stringAt(args, 'bot') !== botId) throw new ApiFailure('bot_not_found');
    return { bot: { id: botId, deleted: false, name, app_id: appId, user_id: userId, icons: {} } };
  },
};

const groupUsers: Method = {
  scope: 'usergroups:read',
  run(args, { workspace }) {
    const group = workspace.usergroups.get(required(args, 'usergroup', 'no_such_subteam'));
    if (group === undefined) throw new ApiFailure('no_such_subteam');
    return { users: [...group.users] };
  },
};

const authTest: Method = {
  run(_args, { workspace, baseUrl }) {
    const { team, bot } = workspace;
    return {
      url: `${baseUrl()}/`,
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    };
  },
};

export const peopleMethods: Record<string, Method> = {
  'users.info': info,
  'users.lookupByEmail': lookupByEmail,
  'users.list': list,
  'bots.info': botInfo,
  'usergroups.users.list': groupUsers,
  'auth.test': authTest,
};
