import { type FilterText, isFilter, type Part, type ProofFigure, positive } from '../../proof/index.ts';
import { formatter } from '../formatter.ts';
import type { Phrase } from '../phrase.ts';
import type { Speaker } from './speaker.ts';

/** A CRM's filter as somebody reads and pastes it. */
export interface FilterWords {
  readonly title: Phrase;
  /** To be pasted, or to be clicked together line by line; indented by two blanks a level. */
  readonly lines: readonly string[];
  /** What to say before each text of `searches`; null without any. */
  readonly searchTitle: Phrase | null;
  /** JSON texts for HubSpot's search. */
  readonly searches: readonly string[];
  readonly caveats: readonly string[];
}

/** Words for the filters of a figure; `period` as it is shown. None where no record of the CRM can count. */
export const filterWords = (
  filters: readonly FilterText[],
  figure: ProofFigure,
  period: string,
  speak: Speaker,
): readonly FilterWords[] =>
  filters.map((filter) => {
    const { words } = speak;
    const { soql, searches, where, caveats, object } = filter;
    return {
      title: words.filter.title({ figure: words.proofFigure(figure), object, period }),
      lines: soql === null ? linesOf(where, filter, speak) : [soql],
      searchTitle: searches.length === 0 ? null : words.filter.search({ object }),
      searches: searches.map((search) => JSON.stringify(search)),
      caveats: caveats.map((code) => words.caveat(code)),
    };
  });

function linesOf(where: readonly Part[], filter: FilterText, speak: Speaker): readonly string[] {
  const lines = where.flatMap((part) => partLines(part, filter, speak));
  return lines.length === 0 ? [speak.words.filter.every().text] : lines;
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function partLines(part: Part, filter: FilterText, speak: Speaker): readonly string[] {
  const { words } = speak;
  const below = (parts: readonly Part[]): readonly string[] =>
    indented(parts.flatMap((one) => partLines(one, filter, speak)));
  if (isFilter(part)) return [testLine(part, filter, speak)];
  if ('any' in part) {
    const groups = part.any.flatMap((parts, index) => [
      ...(index === 0 ? [] : [`  ${words.filter.or().text}`]),
      ...indented(below(parts)),
    ]);
    return [words.filter.either().text, ...groups];
  }
  if ('not' in part) return [words.filter.none().text, ...below(part.not)];
  if ('related' in part) {
    const { object, field: property, where } = part.related;
    return [words.filter.related({ object, property }).text, ...below(where)];
  }
  const { to: object, labels, ids, where } = part.linked;
  const link =
    labels === null
      ? words.filter.linked({ object })
      : words.filter.linkedBy({ object, labels: quoted(labels, speak) });
  const named = ids === null ? [] : [`  ${words.filter.linkedIds({ ids: ids.join(', ') }).text}`];
  return [link.text, ...named, ...below(where)];
}

const quoted = (texts: readonly string[], { words }: Speaker): string =>
  texts.map((text) => words.filter.quoted({ text }).text).join(' / ');

function testLine(part: Extract<Part, { readonly op: unknown }>, filter: FilterText, speak: Speaker): string {
  const { field: property, op, values: raw } = positive(part);
  const { filter: say } = speak.words;
  const values = raw.map((value) => valueText(String(value), filter, speak)).join(' / ');
  switch (op) {
    case 'filled':
    case 'empty':
      return say[op]({ property }).text;
    case 'eq':
    case 'in':
      return say.eq({ property, values }).text;
    case 'ne':
    case 'not-in':
      return say.ne({ property, values }).text;
    default:
      return say[op]({ property, values }).text;
  }
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Moments as the CRM's own pages show them, in its zone; everything else as it stands there. */
function valueText(value: string, { timeZone }: FilterText, { words, format }: Speaker): string {
  if (!moment.test(value)) return value;
  const zone = timeZone ?? format.timeZone;
  return words.filter.moment({ moment: formatter(words.language, zone, format.currency).instant(value), zone }).text;
}
