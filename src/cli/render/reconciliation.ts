import type { Difference, FilterText, ProofFigure, Reconciliation, RecordView, Side } from '../../proof/index.ts';
import { filterWords } from '../../text/say/filter.ts';
import { type Speaker, speaker } from '../../text/say/speaker.ts';
import type { Words } from '../words.ts';
import { printable, tableLines } from './table.ts';

/** Differences and edges that a terminal shows. */
const MOST = 200;

/** Both totals, every difference with its reason, and the filter to paste. */
export function reconciliationText(result: Reconciliation, words: Words, width: number): string[] {
  const { figure, period, source, filters, timeZone, currency, calls } = result;
  const speak = speaker(words.language, timeZone, currency);
  return [
    words('reconcile.heading', { figure: speak.words.proofFigure(figure), period: period.name, source }),
    '',
    ...totals(result, words, speak, width),
    '',
    ...differences(result, words, speak, width),
    ...edges(result, words, width),
    ...(result.attributionAsked ? [] : ['', words('reconcile.attribution-not-asked')]),
    '',
    words('reconcile.filter'),
    ...filterLines(filters, figure, period.name, words, speak),
    '',
    words('reconcile.calls', { calls }),
  ];
}

/** Filters as lines that can be copied whole: nothing is wrapped. */
export function filterLines(
  filters: readonly FilterText[],
  figure: ProofFigure,
  period: string,
  words: Words,
  speak: Speaker,
): string[] {
  if (filters.length === 0) return [speak.words.filter.nothing().text];
  return filterWords(filters, figure, period, speak).flatMap(({ title, lines, searchTitle, searches, caveats }) => [
    '',
    title.text,
    '',
    ...lines.map(printable),
    ...(searchTitle === null ? [] : ['', searchTitle.text, ...searches]),
    ...(caveats.length === 0 ? [] : ['', ...caveats.map((text) => words('reconcile.caveat', { text }))]),
  ]);
}

function totals(result: Reconciliation, words: Words, { format }: Speaker, width: number): string[] {
  const { here, there, elsewhere, dataAsOf } = result;
  const money = ({ total }: Side): string => (total === null ? '' : format.money(total));
  const mine =
    dataAsOf === null ? words('reconcile.here-never') : words('reconcile.here', { moment: format.instant(dataAsOf) });
  const rows = [
    [mine, money(here), String(here.records)],
    [words('reconcile.there'), money(there), String(there.records)],
  ];
  const isMoney = here.total !== null;
  const heading = [words('reconcile.side'), words('reconcile.total'), words('reconcile.records')];
  const shown = (row: readonly string[]): readonly string[] => row.filter((_, column) => isMoney || column !== 1);
  return [
    ...tableLines({ heading: shown(heading), rows: rows.map(shown) }, width),
    ...(elsewhere === null
      ? []
      : ['', words('reconcile.elsewhere', { total: money(elsewhere), records: elsewhere.records })]),
  ];
}

function differences(result: Reconciliation, words: Words, speak: Speaker, width: number): string[] {
  if (result.equal) return [words('reconcile.equal')];
  const shown = result.differences.slice(0, MOST);
  const rows = shown.map((one) => [
    one.id,
    reasonText(one, words, speak),
    viewText(one.here, one, words, speak),
    viewText(one.there, one, words, speak),
    one.url ?? '',
  ]);
  const heading = (['id', 'reason', 'value-here', 'value-there', 'link'] as const).map((name) =>
    words(`reconcile.${name}`),
  );
  const more = result.differences.length - shown.length;
  return [
    words('reconcile.different', { count: result.differences.length }),
    '',
    ...tableLines({ heading, rows }, width),
    ...(more > 0 ? [words('reconcile.shown', { count: more })] : []),
  ];
}

function reasonText({ reason, changedSince }: Difference, words: Words, { words: spoken }: Speaker): string {
  const told = spoken.difference(reason);
  return changedSince && reason !== 'not-synced' ? words('reconcile.since', { reason: told }) : told;
}

/** What differs, as far as its reason asks for it. */
function viewText(view: RecordView | null, { reason, record }: Difference, words: Words, { format }: Speaker): string {
  if (view === null) return words('reconcile.not-there');
  const amount = view.part === null ? given(view) : format.money(view.part);
  const facts: Record<string, () => string[]> = {
    attribution: () => [...attribution(view, words), amount],
    currency: () => [given(view)],
    date: () => [format.date(record === 'deal' ? (view.closedAt ?? view.createdAt) : view.createdAt), amount],
    stage: () => [view.status, amount],
  };
  const told = (facts[reason]?.() ?? [amount]).filter((text) => text !== '');
  return [...told, ...(view.counted ? [] : [words('reconcile.not-counted')])].join(', ');
}

function attribution({ sourced, influenced }: RecordView, words: Words): string[] {
  return [
    ...(sourced.length === 0 ? [] : [words('reconcile.partners', { sourced: sourced.join(', ') })]),
    ...(influenced.length === 0 ? [] : [words('reconcile.influencers', { influenced: influenced.join(', ') })]),
  ];
}

const given = ({ amount, currency }: RecordView): string => [amount ?? '', currency ?? ''].join(' ').trim();

function edges({ edges: found }: Reconciliation, words: Words, width: number): string[] {
  if (found.length === 0) return [];
  const heading = (['id', 'day-here', 'day-there', 'link'] as const).map((name) => words(`reconcile.${name}`));
  const rows = found.slice(0, MOST).map(({ id, dayHere, dayThere, url }) => [id, dayHere, dayThere, url ?? '']);
  return ['', words('reconcile.edges', { count: found.length }), '', ...tableLines({ heading, rows }, width)];
}
