// Cuts a SOQL text into tokens.
import { at, unexpected } from './errors.ts';

export interface Token {
  kind: 'name' | 'string' | 'number' | 'date' | 'datetime' | 'sign' | 'end';
  /** As written; a string without its quotes, escapes still in it. */
  text: string;
  at: number;
}

const PATTERNS: [Token['kind'], RegExp][] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}(?![T\d])/y],
  ['number', /[+-]?\d+(\.\d+)?(?![\w.-])/y],
  ['name', /[A-Za-z_]\w*(\.[A-Za-z_]\w*)*/y],
  ['sign', /<=|>=|!=|<>|[=<>(),:]/y],
];

function readString(text: string, start: number): Token {
  let end = start + 1;
  while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw at(text, start, 'MALFORMED_QUERY', 'unterminated string literal');
  return { kind: 'string', text: text.slice(start + 1, end), at: start };
}

/** The tokens of a query, ending with one of kind `end`. Throws MALFORMED_QUERY. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const char = text[position] ?? '';
    if (/\s/.test(char)) {
      position += 1;
      continue;
    }
    if (char === "'") {
      const token = readString(text, position);
      tokens.push(token);
      position += token.text.length + 2;
      continue;
    }
    const found = match(text, position);
    if (found === undefined) throw unexpected(text, position, char);
    tokens.push(found);
    position += found.text.length;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

function match(text: string, position: number): Token | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, at: position };
  }
  return undefined;
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
};

/** The characters of a string literal, each with whether a backslash made it plain (for LIKE). */
export function charactersOf(raw: string, text: string, offset: number): { char: string; escaped: boolean }[] {
  const out: { char: string; escaped: boolean }[] = [];
  for (let i = 0; i < raw.length; i += 1) {
    const char = raw[i] ?? '';
    if (char !== '\\') {
      out.push({ char, escaped: false });
      continue;
    }
    i += 1;
    const next = raw[i] ?? '';
    if (!/[nrtbf"'\\_%]/i.test(next))
      throw at(text, offset, 'MALFORMED_QUERY', 'Illegal string literal: Invalid string escape');
    out.push({ char: ESCAPES[next] ?? next, escaped: true });
  }
  return out;
}
