import { failed } from '../../doctor/findings.ts';
import { type Finding, found } from '../../doctor/index.ts';
import { PulseError } from '../../errors.ts';
import { isGroup } from '../../slack/access/admins.ts';
import type { Context } from '../command.ts';
import type { Told } from './section.ts';

const levelOf = { ok: 'ok', warning: 'warning', failed: 'error', skipped: 'note' } as const;

/** What `check-slack` finds, but for its message: nobody is written to. */
export async function slackFindings(
  { words, host, config: loadConfig }: Context,
  offline: boolean,
): Promise<readonly (Finding | Told)[]> {
  // Slack's libraries are loaded only here: every other command would wait for them too.
  const [{ createLog }, { checkTokens }, { routeOutgoing }, { checkSlack, findings }] = await Promise.all([
    import('../../main/log.ts'),
    import('../../main.ts'),
    import('../../main/outgoing.ts'),
    import('../../slack/check.ts'),
  ]);
  const config = loadConfig();
  try {
    checkTokens(config);
  } catch (error) {
    if (error instanceof PulseError) return [failed(error)];
    throw error;
  }
  if (offline) return [found('not-asked', { what: 'Slack' })];
  const { slack, access } = config;
  const checks = checkSlack({
    tokens: { bot: slack.botToken?.reveal(), app: slack.appToken?.reveal() },
    apiUrl: slack.apiUrl,
    mode: slack.mode,
    dispatcher: routeOutgoing(config.proxy),
    log: createLog(host.stderr, 'silent'),
    to: '',
    groups: access.admins.some(isGroup),
    greeting: () => '',
  });
  const told: Told[] = [];
  for await (const { check, finding, details } of checks) {
    const level = levelOf[findings[finding]];
    const text = words(`check.${finding}`, details);
    const remedy = words.maybe(`check.${finding}.remedy`, '') || null;
    const isWell = level === 'ok' || level === 'note';
    const what = `${words(`check.${check}`)}: ${isWell ? text : words(`check.${findings[finding]}`)}`;
    told.push({ level, code: finding, what, cause: isWell ? null : text, remedy, details });
    // The next one would send a message.
    if (check === 'socket') break;
  }
  return told;
}
