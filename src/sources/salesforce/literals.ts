import { CrmFailure } from '../http/failure.ts';

/** A value in a condition: text, number, truth, nothing, a calendar date, or a moment in milliseconds. */
export type Literal = string | number | boolean | null | { readonly date: string } | { readonly at: number };

/** The failure of a query that is not sent. */
export const unfit = (words: string): CrmFailure => new CrmFailure('crm-query', { words });

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in a literal.
  text.replace(/[\\'\n\r\t\u0008\f]/g, (char) => escapes[char] ?? char);

/** A text as a string of SOQL. */
export const textLiteral = (text: string): string => `'${escaped(text)}'`;

/** A pattern for LIKE, in which the text stands for itself. */
export const likeLiteral = (before: '' | '%', text: string, after: '' | '%'): string =>
  `'${before}${escaped(text).replace(/[%_]/g, '\\$&')}${after}'`;

/** A value as SOQL writes it. Throws `crm-query` for one that it cannot. */
export function literal(value: Literal): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number') {
    const text = String(value);
    if (/^-?\d+(\.\d+)?$/.test(text)) return text;
    throw unfit(`${text} as a number`);
  }
  if ('at' in value) {
    if (!Number.isFinite(value.at) || Math.abs(value.at) > 8.64e15) throw unfit(`${value.at} as a moment`);
    return new Date(value.at).toISOString();
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value.date)) throw unfit(`“${value.date}” as a date`);
  return value.date;
}
