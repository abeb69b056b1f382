import { BadConfig, type ConfigProblem, type Expectation } from '../config/problems.ts';
import { PulseError } from '../errors.ts';
import { newReference } from '../main/reference.ts';
import { UsageError } from './arguments.ts';
import { type Exit, exits } from './command.ts';
import type { Words } from './words.ts';

/** How a failure is told: lines for stderr and the exit code. */
export interface Failure {
  readonly lines: readonly string[];
  readonly exit: Exit;
}

/**
 * The words of a failure. What nobody foresaw gets a reference id and one line for whoever looks for the fault; its stack
 * is shown with PULSE_DEBUG=1 only.
 */
export function tellFailure(error: unknown, words: Words, debug: boolean, command: string | null): Failure {
  const trace = debug && error instanceof Error ? traceOf(error) : [];
  if (error instanceof UsageError) {
    const help = command === null ? 'pulse --help' : `pulse ${command} --help`;
    return {
      lines: [`partner-pulse: ${words(error.key, error.params)} ${words('usage.see', { help })}`],
      exit: exits.badInput,
    };
  }
  if (error instanceof BadConfig) {
    const problems = error.problems.map((problem) => `  ${tellProblem(problem, error.file, words)}`);
    return { lines: [sentence(error, words), ...problems, ...trace], exit: error.exit };
  }
  if (error instanceof PulseError && error.code !== 'internal')
    return { lines: [sentence(error, words), ...trace], exit: error.exit };
  const reference = newReference();
  const told = sentence(new PulseError('internal', { reference }, error), words);
  return {
    lines: [told, JSON.stringify({ level: 'error', reference, ...faultOf(original(error)) }), ...trace],
    exit: exits.failed,
  };
}

function sentence(error: PulseError, words: Words): string {
  const { cause, remedy, page } = words.error(error.code, error.params);
  return `partner-pulse: ${cause} ${remedy} ${words('error.page', { page })}`;
}

/** What hides behind an `internal` failure. */
const original = (error: unknown): unknown =>
  error instanceof PulseError && error.cause !== undefined ? error.cause : error;

/** Kind and place of a fault, without its message, which could name partners or people. */
function faultOf(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const frame = error.stack?.split('\n').find((line) => /\/(src|jobs)\//.test(line));
  return { error: `${error.name}${code}`, at: frame?.match(/((src|jobs)\/[^\s)]+)/)?.[1] ?? '' };
}

function traceOf(error: Error): string[] {
  const cause = error.cause instanceof Error ? ['cause:', ...traceOf(error.cause)] : [];
  return [...(error.stack ?? error.message).split('\n'), ...cause];
}

function tellProblem(problem: ConfigProblem, file: string, words: Words): string {
  const place = problem.line === null ? '' : `${file}:${problem.line}: `;
  const known = {
    key: problem.key,
    value: problem.value ?? '',
    expected: problem.expected ? tellExpectation(problem, problem.expected, words) : '',
  };
  const hint = problem.nearest === null ? '' : ` ${words('config.did-you-mean', { nearest: problem.nearest })}`;
  return `${place}${words(`config.${problem.code}`, known)}${hint}`;
}

/** The key's own words where the catalogue has some (`config.expect.sync.every`), else what the schema says. */
function tellExpectation(problem: ConfigProblem, expected: Expectation, words: Words): string {
  const own = words.maybe(`config.expect.${problem.key.replace(/\[\d+\]/g, '')}`, '');
  if (own !== '' && problem.code !== 'unknown-key') return own;
  switch (expected.kind) {
    case 'one-of':
      return words('config.expect-one-of', { values: expected.values.join(', ') });
    case 'integer':
      return expected.min === null || expected.max === null
        ? words('config.expect-integer')
        : words('config.expect-integer-between', { min: expected.min, max: expected.max });
    case 'phrase':
      return expected.text;
    default:
      return words(`config.expect-${expected.kind}`);
  }
}
