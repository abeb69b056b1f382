import type { Program } from '../kpi/program/program.ts';
import type { Scope } from '../kpi/program/scope.ts';
import { formatMinor } from '../records/money.ts';
import { idOfKey, type Key, keyOf, sourceOfKey } from '../records/records.ts';
import type { Inspector } from '../sources/crm/inspector.ts';
import { type Crm, type Mapping, matchesNeeded } from '../sources/mapping/index.ts';
import { saysMore } from './alternatives.ts';
import { CrmRows } from './ask.ts';
import { asKey, type ByKey, byKey, inProgram } from './by-key.ts';
import { type Difference, dealView, type RecordView, reasonOf, registrationView } from './differences.ts';
import { type Edge, edgesOf } from './edges.ts';
import type { FilterFacts } from './facts.ts';
import { type Counted, countedIn, isDealFigure, type ProofFigure } from './figures.ts';
import { crmFilter, type FilterText } from './filter.ts';
import { type Asked, type CrmPartner, type CrmQuestion, questionOf } from './question.ts';
import { remade } from './remake.ts';
import { statementsOf } from './statements.ts';
import { needsLinks, type PartnerNames, partnerNames, valuesBy } from './their-records.ts';
import { rowsFor, rowsOf, type TheirRows, type TheirSide, together } from './their-side.ts';

/** One side's sum; `total` is null for a figure that counts, not sums. */
export interface Side {
  readonly total: string | null;
  readonly records: number;
}

/** A figure of ours beside the same figure from the CRM's rows of this moment. */
export interface Reconciliation {
  readonly source: string;
  readonly crm: Crm;
  readonly figure: ProofFigure;
  readonly period: { readonly name: string; readonly start: string | null; readonly end: string };
  readonly timeZone: string;
  readonly currency: string;
  readonly asOf: string;
  /** When our data of this source were as they are; null before its first sync. */
  readonly dataAsOf: string | null;
  readonly here: Side;
  readonly there: Side;
  /** What other sources add to our figure; null where nothing. */
  readonly elsewhere: Side | null;
  readonly equal: boolean;
  readonly differences: readonly Difference[];
  /** Counted in another period by a report in the CRM's own time zone; no difference between the tables. */
  readonly edges: readonly Edge[];
  readonly filters: readonly FilterText[];
  /** False: the CRM's links could not be asked for, so both sides have our attributions. */
  readonly attributionAsked: boolean;
  /** Calls that this took. */
  readonly calls: number;
}

export interface Reconciling {
  readonly inspector: Inspector;
  readonly mapping: Mapping;
  /** The source's name: only its records are compared. */
  readonly source: string;
  readonly program: Program;
  readonly signal: AbortSignal;
  /** Addresses of rows that we do not know. */
  readonly urlOf?: (object: string, id: string) => string | null;
}

/**
 * Asks the CRM for the rows that a figure counts, computes the figure of them by the same rules, partners and rates, and
 * tells every record in which both differ, with the reason. Nothing is written anywhere. Throws as an answer would,
 * `bad-argument` for a figure that no CRM can be asked for, and CrmFailure of the calls.
 */
export async function reconcile(asked: Asked, around: Reconciling): Promise<Reconciliation> {
  const { program, source, mapping, inspector } = around;
  const before = inspector.calls;
  const { question: plain, scope } = questionOf(program, source, asked);
  const rows = new CrmRows(inspector, mapping, around);
  const facts = await rows.facts(objectsAsked(plain.figure, mapping));
  const names = await partnerNames(program, source, mapping, rows);
  const question = withKeys(plain, source, mapping, names);
  const side: TheirSide = {
    source,
    mapping,
    names,
    stages: facts.stages,
    record: isDealFigure(plain.figure) ? 'deal' : 'registration',
    program,
    rows,
    borrowed: needsLinks(mapping, plain.figure) && !rows.knowsLinks,
  };
  const ours = ourSide(program, scope, question, source, side.record);
  const found = await theirRows(question, facts, ours.own, side);
  const edges = await edgesOf(question, facts, scope, side);
  const theirs = await remade(program, found.all.records);
  const counted = byKey(
    theirs,
    side.record,
    countedIn(theirs, inProgram(scope, theirs), question.window, question.figure),
  );
  const dataAsOf = program.sources.find((one) => one.source === source)?.dataAsOf ?? null;
  const differences = compared({ program, theirs, ours: ours.own, counted, found, dataAsOf, side });
  const { window } = question;
  return {
    source,
    crm: mapping.crm,
    figure: question.figure,
    period: {
      name: window.period.name,
      start: Number.isFinite(window.start) ? new Date(window.start).toISOString() : null,
      end: new Date(window.end).toISOString(),
    },
    timeZone: program.settings.timeZone,
    currency: program.settings.currency,
    asOf: new Date(window.asOf).toISOString(),
    dataAsOf,
    here: summed(program, question.figure, [...ours.own.values()]),
    there: summed(program, question.figure, [...counted.values()]),
    elsewhere: ours.others.length === 0 ? null : summed(program, question.figure, ours.others),
    equal: differences.length === 0,
    differences,
    edges,
    filters: crmFilter(question, mapping, facts),
    attributionAsked: !side.borrowed,
    calls: inspector.calls - before,
  };
}

function objectsAsked(figure: ProofFigure, { entries }: Mapping): readonly string[] {
  const records = isDealFigure(figure) ? ['deal', 'attribution'] : ['registration'];
  return entries.filter(({ record }) => records.includes(record)).map(({ object }) => object);
}

/** The partner with the values by which the CRM's rows name it. */
function withKeys(question: CrmQuestion, source: string, mapping: Mapping, names: PartnerNames): CrmQuestion {
  if (question.partner === null) return question;
  const keys = new Set(question.partner.ids.map((id) => keyOf(source, id)));
  const properties = matchesNeeded(mapping).flatMap(({ record, by }) =>
    record === 'partner' && by.startsWith('property:') ? [by.slice('property:'.length)] : [],
  );
  const partner: CrmPartner = {
    ...question.partner,
    keys: new Map(properties.map((property) => [property, valuesBy(names, property, keys)])),
  };
  return { ...question, partner };
}

function ourSide(
  program: Program,
  scope: Scope,
  { window, figure }: CrmQuestion,
  source: string,
  record: TheirSide['record'],
): { own: ByKey; others: readonly Counted[] } {
  const all = [...byKey(program, record, countedIn(program, scope, window, figure))];
  const isOwn = (key: Key): boolean => sourceOfKey(key) === source;
  return {
    own: new Map(all.filter(([key]) => isOwn(key))),
    others: all.flatMap(([key, one]) => (isOwn(key) ? [] : [one])),
  };
}

interface Found {
  readonly all: TheirRows;
  /** Rows that the filter itself found, where it says all that makes a row count. */
  readonly exact: ReadonlySet<Key>;
}

/** What the filter finds, and the rows of what only we count. */
async function theirRows(question: CrmQuestion, facts: FilterFacts, ours: ByKey, side: TheirSide): Promise<Found> {
  // A segment is of the moment of each event, which the CRM does not know: it is told apart here.
  const statements = statementsOf({ ...question, segment: {} }, side.mapping, facts);
  const found = await rowsFor(statements, side);
  const missing = [...ours.keys()].filter((key) => !found.seen.has(key));
  const isExact =
    Object.keys(question.segment).length === 0 &&
    !statements.some(({ where }) => saysMore(where) || where.some((part) => 'not' in part));
  return {
    all: together([found, await rowsOf(missing.map(idOfKey), side)]),
    exact: new Set(isExact ? found.seen.keys() : []),
  };
}

interface Comparison {
  readonly program: Program;
  readonly theirs: Program;
  readonly ours: ByKey;
  readonly counted: ByKey;
  readonly found: Found;
  readonly dataAsOf: string | null;
  readonly side: TheirSide;
}

function compared({ program, theirs, ours, counted, found, dataAsOf, side }: Comparison): readonly Difference[] {
  const keys = new Set([...ours.keys(), ...counted.keys(), ...found.exact]);
  const [here, there] = [viewsOf(program, side.record, keys, ours), viewsOf(theirs, side.record, keys, counted)];
  const known = dataAsOf === null ? Number.NEGATIVE_INFINITY : Date.parse(dataAsOf);
  return [...keys].sort().flatMap((key): Difference[] => {
    const [mine, his] = [here.get(key) ?? null, there.get(key) ?? null];
    const changedSince = (found.all.seen.get(key) ?? Number.NEGATIVE_INFINITY) > known;
    const leftOut = his === null && found.all.seen.has(key);
    const reason = reasonOf(mine?.view ?? null, his?.view ?? null, { leftOut, changedSince });
    if (reason === null) return [];
    return [
      {
        record: side.record,
        id: idOfKey(key),
        url: mine?.url ?? his?.url ?? null,
        reason,
        changedSince,
        here: mine?.view ?? null,
        there: his?.view ?? null,
      },
    ];
  });
}

interface Viewed {
  readonly view: RecordView;
  readonly url: string | null;
}

/** What a program knows of some records. */
function viewsOf(
  program: Program,
  record: TheirSide['record'],
  keys: ReadonlySet<string>,
  counted: ByKey,
): ReadonlyMap<string, Viewed> {
  const { pools } = program;
  const views = new Map<string, Viewed>();
  const add = (key: string | null, url: string | null, view: (counts: Counted | undefined) => RecordView): void => {
    if (key !== null && keys.has(key)) views.set(key, { url, view: view(counted.get(asKey(key))) });
  };
  if (record === 'deal') {
    for (const deal of program.deals) {
      const { index } = deal;
      add(pools.dealKeys.at(index), pools.dealUrls.at(index), (counts) => dealView(program, deal, counts));
    }
  } else {
    for (const one of program.registrations) {
      const { index } = one;
      add(pools.registrationKeys.at(index), pools.registrationUrls.at(index), (counts) =>
        registrationView(one, counts),
      );
    }
  }
  return views;
}

function summed({ digits }: Program, figure: ProofFigure, counted: readonly Counted[]): Side {
  const total = counted.reduce((sum, { part }) => sum + (part ?? 0n), 0n);
  const isMoney = isDealFigure(figure) && figure !== 'lost';
  return { total: isMoney ? formatMinor(total, digits) : null, records: counted.length };
}
