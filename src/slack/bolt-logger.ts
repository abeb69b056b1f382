import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from './log.ts';

/** Secrets that Slack's libraries might name. */
const SECRET = /xox[a-z]-[\w-]+|xapp-[\w-]+|https:\/\/hooks\.slack\.com\/\S+|(?<=ticket=)[\w-]+/g;

/** Lets Bolt and its clients write into our log, warnings and errors only, without tokens. */
export function boltLogger(log: Log): Logger {
  let name = 'slack';
  const line = (parts: readonly unknown[]): string => parts.map(written).join(' ').replace(SECRET, '[secret]');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ from: name }, line(parts)),
    error: (...parts) => log.error({ from: name }, line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: (given) => {
      name = given;
    },
  };
}

function written(part: unknown): string {
  if (part instanceof Error) return `${part.name}: ${part.message}`;
  return typeof part === 'string' ? part : JSON.stringify(part);
}
