import { isGroup } from '../../slack/access/admins.ts';
import type { Check, Finding } from '../../slack/check.ts';
import { languageOfLocale } from '../../text/languages.ts';
import { UsageError } from '../arguments.ts';
import { type Command, exits } from '../command.ts';
import { createWords, type Words } from '../words.ts';

export const checkSlackCommand: Command = {
  name: 'check-slack',
  summary: 'command.check-slack',
  positionals: null,
  arity: [0, 0],
  options: {
    to: { type: 'string', value: 'USER', help: 'option.to' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['check-slack --to ana@example.com', 'check-slack --to U012ABCDEF --json'],
  notes: ['note.check-slack'],
  run: async ({ args, config: loadConfig, host, out, words }) => {
    const config = loadConfig();
    const { admins } = config.access;
    const to = recipient(args.text('to') ?? admins.find((admin) => !isGroup(admin)));
    // Slack's libraries are loaded only here: every other command would wait for them too.
    const [{ createLog }, { checkTokens }, { routeOutgoing }, { checkSlack, findings }] = await Promise.all([
      import('../../main/log.ts'),
      import('../../main.ts'),
      import('../../main/outgoing.ts'),
      import('../../slack/check.ts'),
    ]);
    checkTokens(config);
    const { slack } = config;
    const checks = checkSlack({
      tokens: { bot: slack.botToken?.reveal(), app: slack.appToken?.reveal() },
      apiUrl: slack.apiUrl,
      mode: slack.mode,
      dispatcher: routeOutgoing(config.proxy),
      // What went wrong stands in the findings; the libraries' own lines would say it again.
      log: createLog(host.stderr, 'silent'),
      to,
      groups: admins.some(isGroup),
      greeting: (locale) =>
        createWords(languageOfLocale(locale, slack.language))('check.greeting', { command: slack.command }),
    });
    const done: Check[] = [];
    for await (const check of checks) {
      done.push(check);
      if (!args.flag('json')) for (const line of linesOf(check, findings[check.finding], words)) await out.line(line);
    }
    const well = done.every(({ finding }) => findings[finding] !== 'failed');
    if (args.flag('json')) {
      const told = done.map((check) => ({
        check: check.check,
        outcome: findings[check.finding],
        finding: check.finding,
        details: check.details,
        text: words(`check.${check.finding}`, check.details),
        remedy: remedyOf(check.finding, words),
      }));
      await out.json({ version: 1, well, checks: told });
    }
    return well ? exits.well : exits.failed;
  },
};

function recipient(given: string | undefined): string {
  if (given === undefined) throw new UsageError('usage.check-to');
  if (!/^[UW][A-Z0-9]{2,}$/.test(given) && !/^[^\s@]+@[^\s@]+$/.test(given)) {
    throw new UsageError('usage.bad-to', { value: given });
  }
  return given;
}

const remedyOf = (finding: Finding, words: Words): string | null => words.maybe(`check.${finding}.remedy`, '') || null;

function linesOf(check: Check, outcome: 'ok' | 'warning' | 'failed' | 'skipped', words: Words): string[] {
  const told = words(`check.${check.finding}`, check.details);
  const remedy = remedyOf(check.finding, words);
  const end = remedy === null ? '' : ` ${words('check.remedy', { remedy })}`;
  return [`${words(`check.${outcome}`).padEnd(9)} ${words(`check.${check.check}`)}: ${told}${end}`];
}
