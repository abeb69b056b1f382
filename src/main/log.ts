import { type Logger, pino } from 'pino';
import { PulseError } from '../errors.ts';

/** Where the log goes; pino writes one JSON line at a time. */
export interface LogStream {
  write(line: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const secret = /xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=:)[^:@/\s]+(?=@)/g;

/**
 * The bot's log on stderr: JSON lines, on a terminal readable ones. Tokens are masked wherever they turn up; of our own
 * failures only the code is kept, since their values may name partners.
 */
export function createLog(stream: LogStream, level: string): Logger {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describe } },
    stream.isTTY === true
      ? { write: (line: string) => stream.write(readable(line)) }
      : { write: (line: string) => stream.write(mask(line)) },
  );
}

const mask = (text: string): string => text.replace(secret, '[secret]');

/** What the log keeps of an error. */
export function describe(error: unknown): object {
  if (error instanceof PulseError) {
    return {
      type: error.name,
      code: error.code,
      ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
    };
  }
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? { code: String(error.code) } : {};
  return { type: error.name, ...code, message: error.message, stack: error.stack };
}

/** `09:46:12 WARN sync failed source=exports code=bad-file` */
function readable(line: string): string {
  const { time, level, msg, ...rest }: Record<string, unknown> = JSON.parse(line);
  const name = pino.levels.labels[Number(level)] ?? String(level);
  const values = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return mask(`${String(time).slice(11, 19)} ${name.toUpperCase()} ${[String(msg ?? ''), ...values].join(' ')}\n`);
}
