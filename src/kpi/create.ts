import type { ProgramSettings } from '../records/settings.ts';
import type { Analyst, PartnerMatch } from './analyst.ts';
import { ANSWER_VERSION, DEFINITION_VERSION, type Mover, type Scorecard } from './answer.ts';
import { attentionList } from './attention.ts';
import { answerQuery } from './compose.ts';
import { matchPartner, partnerInfo, similarPartners } from './find-partner.ts';
import { kpis } from './list.ts';
import { type Moved, movements } from './movement.ts';
import type { PartnerFacts } from './program/facts.ts';
import { buildProgram, type Program } from './program/program.ts';
import type { ProgramReader } from './program/reader.ts';
import { askedPartner, valuesOf } from './question.ts';
import { weeklyPoints } from './weekly.ts';

const SCORECARD_PERIOD = 'last-90-days';
const CHART_WEEKS = 26;

/** An analyst over one program's records, read once; everything is computed from them in memory and nothing is changed. */
export async function createAnalyst(reader: ProgramReader, settings: ProgramSettings): Promise<Analyst> {
  const program = await buildProgram(reader, settings);
  const movedAt = lastOnly((asOf: number) => movements(program, asOf));
  const latest = program.sources.reduce((at, s) => Math.max(at, Date.parse(s.dataAsOf)), 0);
  const info = (partner: PartnerFacts) => partnerInfo(partner, latest);
  return {
    settings,
    partnerCount: program.partners.length,
    answer: (query) => answerQuery(program, query),
    scorecard: (partner, asOf, period) => scorecard(program, partner, asOf, period ?? SCORECARD_PERIOD, movedAt(asOf)),
    movers: (asOf) =>
      movedAt(asOf).map(
        ({ partner, movement, signals }): Mover => ({ partner: partner.id, name: partner.name, movement, signals }),
      ),
    attention: (email, asOf) => attentionList(program, email, asOf),
    findPartner: (text, options) => findPartner(program, text, options?.loose === true, info),
    partners: () => program.partners.map(info),
    segmentValues: (key) => valuesOf(program, key),
  };
}

function scorecard(program: Program, text: string, asOf: number, period: string, moved: readonly Moved[]): Scorecard {
  const { partner, mergedFrom } = askedPartner(program, text);
  const own = moved.find((m) => m.partner === partner);
  return {
    version: ANSWER_VERSION,
    definitionVersion: DEFINITION_VERSION,
    partner: partner.id,
    partnerInfo: partnerInfo(partner, asOf, mergedFrom),
    kpis: kpis.map(({ id }) => answerQuery(program, { kpi: id, asOf, period, partner: partner.key })),
    movement: own?.movement ?? null,
    movementSignals: own?.signals ?? null,
    weekly: weeklyPoints(program, partner, asOf, CHART_WEEKS),
  };
}

function findPartner(
  program: Program,
  text: string,
  loose: boolean,
  info: (partner: PartnerFacts) => ReturnType<typeof partnerInfo>,
): PartnerMatch {
  const hits = matchPartner(program, text, loose);
  const [hit] = hits;
  if (hit === undefined) return { kind: 'none', suggestions: similarPartners(program, text).map(info) };
  if (hits.length > 1) return { kind: 'many', partners: hits.map((h) => info(h.partner)) };
  return { kind: 'one', partner: { ...info(hit.partner), mergedFrom: hit.mergedFrom }, how: hit.how };
}

/** Keeps the result of the last argument: a scorecard and its list are asked for the same instant. */
function lastOnly<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let kept: { readonly argument: A; readonly result: R } | null = null;
  return (argument) => {
    if (kept?.argument !== argument) kept = { argument, result: compute(argument) };
    return kept.result;
  };
}
