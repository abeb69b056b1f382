import type { Segment, SegmentKey } from '../../../kpi/segment.ts';
import type { ReportKind } from '../../../store/ledger/subscriptions.ts';
import type { Vocabulary } from '../../../text/keys/vocabulary.ts';
import { vocabularies } from './keywords.ts';
import { type Token, tokens } from './tokens.ts';

/** Words that ask for something to be done with digests. */
export type DigestWords =
  | { readonly kind: 'subscribe'; readonly report: ReportKind | null }
  | { readonly kind: 'unsubscribe' }
  | { readonly kind: 'subscriptions' }
  | {
      readonly kind: 'digest';
      readonly report: ReportKind;
      /** `name`: of a partner; the words may as well be a partner's name altogether. */
      readonly scope: { readonly segment: Segment; readonly mine: boolean; readonly name: string | null };
    };

type CommandWord = keyof Vocabulary['commands'];
type Word = Extract<Token, { readonly kind: 'word' }>;

const commands = new Map<string, CommandWord>();
const reports = new Map<string, ReportKind>();
const mine = new Set<string>();
const program = new Set<string>();
const fillers = new Set<string>();
for (const vocabulary of vocabularies) {
  for (const command of ['subscribe', 'unsubscribe', 'subscriptions', 'digest'] as const)
    for (const word of vocabulary.commands[command]) commands.set(word, command);
  for (const report of ['weekly', 'monthly', 'quarterly'] as const)
    for (const word of vocabulary.reports[report]) reports.set(word, report);
  for (const word of vocabulary.mine) mine.add(word);
  for (const word of vocabulary.program) program.add(word);
  for (const word of vocabulary.fillers) fillers.add(word);
}
/** Several words of ours are one: “my partners”. */
const LONGEST = 2;

/**
 * What words about digests ask for; null where they are a question about partners. The first word decides, and all others
 * must be known (`digest` takes a partner's name as well): “Subscribe Technologies” is a partner. Quotes make a name literal.
 */
export function digestWords(typed: string): DigestWords | null {
  const all = tokens(typed, vocabularies);
  const command = commandAt(all);
  if (command === null) return null;
  const { report, isMine, segment, left } = readRest(all.slice(command.length));
  if (command.is === 'digest') {
    const name = left.join(' ');
    return {
      kind: 'digest',
      report: report ?? 'weekly',
      scope: { segment, mine: isMine, name: name === '' ? null : name },
    };
  }
  if (left.length > 0 || isMine || Object.keys(segment).length > 0) return null;
  if (command.is === 'subscribe') return { kind: 'subscribe', report };
  return report === null ? { kind: command.is } : null;
}

const isWord = (token: Token): token is Word => token.kind === 'word';
const phraseOf = (words: readonly Token[]): string =>
  words
    .filter(isWord)
    .map(({ norm }) => norm)
    .join('-');

function commandAt(all: readonly Token[]): { readonly is: CommandWord; readonly length: number } | null {
  for (let length = Math.min(LONGEST, all.length); length > 0; length -= 1) {
    const words = all.slice(0, length);
    const is = words.every(isWord) ? commands.get(phraseOf(words)) : undefined;
    if (is !== undefined) return { is, length };
  }
  return null;
}

interface Rest {
  readonly report: ReportKind | null;
  readonly isMine: boolean;
  readonly segment: Segment;
  readonly left: readonly string[];
}

function readRest(all: readonly Token[]): Rest {
  const segment: { [K in SegmentKey]?: string } = {};
  const left: string[] = [];
  let report: ReportKind | null = null;
  let isMine = false;
  for (let at = 0; at < all.length; ) {
    const token = all[at];
    if (token === undefined) break;
    const known = token.kind === 'word' ? longestAt(all, at) : null;
    if (known !== null) {
      report ??= reports.get(known.phrase) ?? null;
      isMine ||= mine.has(known.phrase);
      at += known.length;
      continue;
    }
    if (token.kind === 'segment') segment[token.key] = token.value;
    else left.push(token.text);
    at += 1;
  }
  return { report, isMine, segment, left };
}

function longestAt(all: readonly Token[], at: number): { readonly phrase: string; readonly length: number } | null {
  for (let length = Math.min(LONGEST, all.length - at); length > 0; length -= 1) {
    const words = all.slice(at, at + length);
    const phrase = phraseOf(words);
    if (words.every(isWord) && [reports, mine, program, fillers].some((known) => known.has(phrase)))
      return { phrase, length };
  }
  return null;
}
