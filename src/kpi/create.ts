import { parsePeriod } from '../records/period.ts';
import type { ProgramSettings } from '../records/settings.ts';
import { windowOf } from '../records/window.ts';
import type { Analyst, Examples, PartnerMatch, Visible } from './analyst.ts';
import { ANSWER_VERSION, DEFINITION_VERSION, type Mover, type PartnerInfo, type Scorecard } from './answer.ts';
import { attentionList } from './attention.ts';
import { warmGroups } from './benchmark-group.ts';
import { Calculator } from './calculator.ts';
import { answerQuery } from './compose.ts';
import { examplesAt } from './examples.ts';
import { kpis } from './list.ts';
import { Memo } from './memo.ts';
import type { Match } from './names/found.ts';
import { matchPartner } from './names/match.ts';
import { partnersLike } from './names/type-ahead.ts';
import { partnerInfo } from './partner-info.ts';
import type { PartnerFacts } from './program/facts.ts';
import { buildProgram } from './program/program.ts';
import type { ProgramReader } from './program/reader.ts';
import { nextChange } from './program/stamps.ts';
import { askedPartner, valuesOf } from './question.ts';
import { weeklyPoints } from './weekly.ts';

const SCORECARD_PERIOD = 'last-90-days';
const CHART_WEEKS = 26;
/** Whoever typed one letter chooses from a list that is searched; all names would hold up the thread that they cross. */
const MOST_TOLD = 1_000;

/** An analyst over one program's records, read once; everything is computed from them in memory and nothing is changed. */
export const createAnalyst = async (reader: ProgramReader, settings: ProgramSettings): Promise<Analyst> =>
  analystOf(await createCalculator(reader, settings));

/** What computes the figures of one program's records, read once: for an analyst and a reporter of the same data. */
export const createCalculator = async (reader: ProgramReader, settings: ProgramSettings): Promise<Calculator> =>
  new Calculator(await buildProgram(reader, settings));

/** The analyst of a program that has been read. */
export function analystOf(calculator: Calculator): Analyst {
  const { program } = calculator;
  const { settings } = program;
  const examples = new Memo<Examples>((asOf) => nextChange(program, asOf), 1);
  const latest = program.sources.reduce((at, s) => Math.max(at, Date.parse(s.dataAsOf)), 0);
  const info = (partner: PartnerFacts) => partnerInfo(partner, latest);
  return {
    settings,
    partnerCount: program.partners.length,
    dataAsOf: Object.fromEntries(program.sources.map(({ source, dataAsOf }) => [source, dataAsOf])),
    answer: (query) => answerQuery(calculator, query),
    scorecard: (partner, asOf, period) => scorecard(calculator, partner, asOf, period ?? SCORECARD_PERIOD),
    movers: (asOf) =>
      calculator
        .movements(asOf)
        .map(
          ({ partner, movement, signals }): Mover => ({ partner: partner.id, name: partner.name, movement, signals }),
        ),
    attention: (email, asOf) => attentionList(calculator, email, asOf),
    findPartner: (text, { loose, ...visible } = {}) =>
      shown(matchPartner(program, text, { loose, among: visibleAt(latest, visible) }), info),
    partnersLike: (text, { most, ...visible }) =>
      partnersLike(program, text, most, visibleAt(latest, visible) ?? (() => true)).map(info),
    partners: () => program.partners.map(info),
    segmentValues: (key) => valuesOf(program, key),
    examples: (asOf) => examples.at('', asOf, () => examplesAt(calculator, asOf)),
    warmUp: (asOf) => warmUp(calculator, asOf),
  };
}

function scorecard(calculator: Calculator, text: string, asOf: number, period: string): Scorecard {
  const { program } = calculator;
  const { partner, mergedFrom } = askedPartner(program, text);
  const own = calculator.movements(asOf).find((m) => m.partner === partner);
  return {
    version: ANSWER_VERSION,
    definitionVersion: DEFINITION_VERSION,
    partner: partner.id,
    partnerInfo: partnerInfo(partner, asOf, mergedFrom),
    kpis: kpis.map(({ id }) => answerQuery(calculator, { kpi: id, asOf, period, partner: partner.key })),
    movement: own?.movement ?? null,
    movementSignals: own?.signals ?? null,
    weekly: weeklyPoints(program, partner, asOf, CHART_WEEKS),
  };
}

/** Whether a partner is there for the asker; undefined where all are. */
function visibleAt(moment: number, { managers }: Visible): ((partner: PartnerFacts) => boolean) | undefined {
  if (managers === undefined) return undefined;
  const wanted = new Set(managers);
  return (partner) => {
    const manager = partner.manager.at(moment);
    return manager !== null && wanted.has(manager.toLowerCase());
  };
}

function shown(match: Match, info: (partner: PartnerFacts) => PartnerInfo): PartnerMatch {
  switch (match.kind) {
    case 'one': {
      const { partner, mergedFrom, how } = match.hit;
      return { kind: 'one', partner: { ...info(partner), mergedFrom }, how, near: match.near.map(info) };
    }
    case 'many':
      return {
        kind: 'many',
        partners: match.hits.slice(0, MOST_TOLD).map(({ partner }) => info(partner)),
        total: match.hits.length,
        how: match.how,
      };
    case 'none':
      return { kind: 'none', suggestions: match.suggestions.map(info) };
  }
}

function* warmUp(calculator: Calculator, asOf: number): Generator<void> {
  const { calendar } = calculator.program;
  yield* warmGroups(calculator, kpis, windowOf(parsePeriod(SCORECARD_PERIOD, calendar, asOf), calendar, asOf));
  calculator.movements(asOf);
  yield;
}
