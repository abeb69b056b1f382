import type { Program } from '../kpi/program/program.ts';
import type { Scope } from '../kpi/program/scope.ts';
import { formatMinor } from '../records/money.ts';
import { idOfKey, type Key, keyOf, sourceOfKey } from '../records/records.ts';
import { dayMs } from '../records/zone.ts';
import type { Inspector } from '../sources/crm/inspector.ts';
import { type Crm, type Mapping, matchesNeeded } from '../sources/mapping/index.ts';
import { saysMore } from './alternatives.ts';
import { CrmRows } from './ask.ts';
import { type ByKey, byKey, inProgram } from './by-key.ts';
import { compared, type Found } from './compare.ts';
import type { Difference } from './differences.ts';
import { type Edge, edgesOf } from './edges.ts';
import type { FilterFacts } from './facts.ts';
import { type Counted, countedIn, isDealFigure, type ProofFigure } from './figures.ts';
import { crmFilter, type FilterText } from './filter.ts';
import { type Asked, type CrmPartner, type CrmQuestion, questionOf } from './question.ts';
import { remade } from './remake.ts';
import { statementsOf } from './statements.ts';
import { needsLinks, type PartnerNames, partnerNames, valuesBy } from './their-records.ts';
import { rowsFor, rowsOf, type TheirSide, together } from './their-side.ts';

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

/**
 * What is read for a question: a segment is of the moment of each event, which the CRM does not know, and HubSpot writes
 * moments in more than one way, so that those at the edge are looked at here.
 */
function asRead(question: CrmQuestion, crm: Crm): CrmQuestion {
  const { window } = question;
  const wider = { ...window, start: window.start - dayMs, until: window.until + dayMs };
  return { ...question, segment: {}, window: crm === 'hubspot' ? wider : window };
}

/** What the filter finds, and the rows of what only we count. */
async function theirRows(question: CrmQuestion, facts: FilterFacts, ours: ByKey, side: TheirSide): Promise<Found> {
  const isExact = side.mapping.crm === 'salesforce' && Object.keys(question.segment).length === 0;
  const statements = statementsOf(asRead(question, side.mapping.crm), side.mapping, facts);
  const found = await rowsFor(statements, side);
  const missing = [...ours.keys()].filter((key) => !found.seen.has(key));
  const saysAll = !statements.some(({ where }) => saysMore(where) || where.some((part) => 'not' in part));
  return {
    all: together([found, await rowsOf(missing.map(idOfKey), side)]),
    exact: new Set(isExact && saysAll ? found.seen.keys() : []),
  };
}

function summed({ digits }: Program, figure: ProofFigure, counted: readonly Counted[]): Side {
  const total = counted.reduce((sum, { part }) => sum + (part ?? 0n), 0n);
  const isMoney = isDealFigure(figure) && figure !== 'lost';
  return { total: isMoney ? formatMinor(total, digits) : null, records: counted.length };
}
