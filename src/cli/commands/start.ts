import { PulseError } from '../../errors.ts';
import { type Command, exits } from '../command.ts';

/** How long a clean end may take before it is cut short. */
const stopWithinMs = 4_500;

export const start: Command = {
  name: 'start',
  summary: 'command.start',
  positionals: null,
  arity: [0, 0],
  options: {},
  examples: ['start', 'start --config /etc/partner-pulse/partner-pulse.yaml'],
  notes: ['note.start'],
  run: async ({ config: loadConfig, host, note, words }) => {
    const config = loadConfig();
    // Slack's libraries are loaded only here: every other command would wait for them too.
    const [{ createLog }, { startBot }] = await Promise.all([import('../../main/log.ts'), import('../../main.ts')]);
    const log = createLog(host.stderr, config.log.level);
    const stopped = Promise.withResolvers<string>();
    const unlisten = host.onStop(stopped.resolve);
    try {
      const starting = startBot({ config, log, now: host.now });
      const running = starting.then((bot) => {
        note(words('start.ready', { command: config.slack.command, mode: config.slack.mode }));
        return bot.failed;
      });
      const end = await Promise.race([stopped.promise, running]);
      if (typeof end === 'string') note(words('start.stopping', { signal: end }));
      await within(
        stopWithinMs,
        starting.then((bot) => bot.stop()),
      );
      if (end instanceof PulseError) throw end;
      return exits.well;
    } finally {
      unlisten();
    }
  },
};

/** Waits for the end of a piece of work, but not for ever: a process that hangs is ended by main. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
