import { PulseError } from '../errors.ts';
import { DEFINITION_VERSION } from '../kpi/answer.ts';
import { Calculator } from '../kpi/calculator.ts';
import { iso } from '../kpi/figures.ts';
import type { PartnerFacts } from '../kpi/program/facts.ts';
import type { Program } from '../kpi/program/program.ts';
import { isWholeProgram, partnerList, type Scope } from '../kpi/program/scope.ts';
import { UNKNOWN } from '../kpi/segment.ts';
import type { Key } from '../records/records.ts';
import type { Day } from '../records/zone.ts';
import type { PartnerName, ReportQuery, WeeklyReport } from './report.ts';

/** A report's question, looked up: what every part of it is computed from. */
export interface Asked {
  /** Computes figures of the scope. */
  readonly calculator: Calculator;
  /** Computes what is the same for every scope, and keeps it for whoever asks next. */
  readonly shared: Calculator;
  readonly program: Program;
  readonly scope: Scope;
  /** ms. */
  readonly asOf: number;
  /** The local day of as-of. */
  readonly today: Day;
}

/**
 * Looks up whom a report is about. Ids of partners that were merged stand for their survivors; ids that are not there any
 * more are left out. Throws `unknown-partner` where none of them is there.
 */
export function askedOf(calculator: Calculator, query: Pick<ReportQuery, 'asOf' | 'segment' | 'partners'>): Asked {
  const { program } = calculator;
  const { asOf, segment, partners } = query;
  const whole: Scope = { partner: null, segment };
  const scope = partners === null ? whole : { ...whole, among: partnerList(named(program, partners)) };
  return {
    // Figures of many scopes would drive out those that people ask for all day.
    calculator: isWholeProgram(scope) ? calculator : new Calculator(program),
    shared: calculator,
    program,
    scope,
    asOf,
    today: program.calendar.zone.dayOf(asOf),
  };
}

function named(program: Program, ids: readonly string[]): readonly PartnerFacts[] {
  const byId = idsOf(program);
  const found = ids.flatMap((id) => byId.get(id) ?? []);
  if (found.length === 0) throw new PulseError('unknown-partner', { partner: ids.join(', '), suggestions: '' });
  return found;
}

const indexes = new WeakMap<Program, ReadonlyMap<string, PartnerFacts>>();

/** Survivors by every id that stands for them: as answered, `source/id`, and the plain ids of partners merged into them. */
function idsOf(program: Program): ReadonlyMap<string, PartnerFacts> {
  const known = indexes.get(program);
  if (known !== undefined) return known;
  const byId = new Map<string, PartnerFacts>();
  for (const { key, id } of program.names) {
    const partner = program.partnerOf.get(key);
    if (partner !== undefined && !byId.has(id)) byId.set(id, partner);
  }
  for (const [key, partner] of program.partnerOf) byId.set(key satisfies Key, partner);
  for (const partner of program.partners) byId.set(partner.id, partner);
  indexes.set(program, byId);
  return byId;
}

/** What every report says first. */
export const headOf = ({
  program,
  scope,
  asOf,
}: Asked): Pick<
  WeeklyReport,
  'version' | 'definitionVersion' | 'asOf' | 'timeZone' | 'currency' | 'dataAsOf' | 'scope'
> => ({
  version: 1,
  definitionVersion: DEFINITION_VERSION,
  asOf: iso(asOf),
  timeZone: program.settings.timeZone,
  currency: program.settings.currency,
  dataAsOf: Object.fromEntries(program.sources.map((s) => [s.source, s.dataAsOf])),
  scope: {
    segment: Object.fromEntries(
      Object.entries(scope.segment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    partners: scope.among?.partners.map(nameOf) ?? null,
  },
});

export const nameOf = ({ id, name, url }: PartnerFacts): PartnerName => ({ id, name, url });

/** `(unknown)` of segments as reports carry it. */
export const orNull = (value: string): string | null => (value === UNKNOWN ? null : value);
