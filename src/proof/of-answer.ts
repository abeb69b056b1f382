import type { KpiAnswer } from '../kpi/answer.ts';
import { type Segment, segmentKeys } from '../kpi/segment.ts';
import { openCalendar, parsePeriod } from '../records/period.ts';
import type { ProgramSettings } from '../records/settings.ts';
import { windowOf } from '../records/window.ts';
import type { Mapping } from '../sources/mapping/index.ts';
import type { FilterFacts } from './facts.ts';
import { type ProofFigure, provableKpis } from './figures.ts';
import { crmFilter, type FilterText } from './filter.ts';
import type { CrmPartner, CrmQuestion } from './question.ts';

/** A source that is a CRM, as far as a filter needs it. */
export interface FilterSource {
  readonly name: string;
  readonly mapping: Mapping;
  readonly facts?: FilterFacts;
}

/** The filters for one figure of an answer in one CRM. */
export interface AnswerFilter {
  readonly source: string;
  readonly figure: ProofFigure;
  readonly filters: readonly FilterText[];
}

/** Whether an answer has figures that a CRM can be asked for. */
export const hasFilters = (kpi: KpiAnswer['kpi']): boolean => provableKpis.includes(kpi);

const shown: Partial<Record<KpiAnswer['kpi'], readonly ProofFigure[]>> = {
  'sourced-revenue': ['sourced', 'influenced'],
  'registered-deals': ['registrations'],
};

/**
 * The CRMs' filters for the figures that an answer shows. Pure: it knows of the partner what the answer says, so ids of
 * partners that were merged into it are not among them. Throws `crm-query` for SOQL that is too long.
 */
export const filtersOf = (
  answer: KpiAnswer,
  settings: ProgramSettings,
  sources: readonly FilterSource[],
): readonly AnswerFilter[] =>
  (shown[answer.kpi] ?? []).flatMap((figure) =>
    sources.map(({ name, mapping, facts }) => ({
      source: name,
      figure,
      filters: crmFilter(questionIn(answer, figure, settings, name), mapping, facts),
    })),
  );

function questionIn(answer: KpiAnswer, figure: ProofFigure, settings: ProgramSettings, source: string): CrmQuestion {
  const calendar = openCalendar(settings);
  const asOf = Date.parse(answer.asOf);
  const given = answer.scope.segment;
  const segment: Segment = Object.fromEntries(
    segmentKeys.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])),
  );
  return {
    figure,
    window: windowOf(parsePeriod(answer.period.name, calendar, asOf), calendar, asOf),
    zone: calendar.zone,
    countTypes: settings.countTypes,
    partner: answer.scope.partner === null ? null : partnerIn(answer, answer.scope.partner, source),
    segment,
  };
}

/** An id stands with its source where several sources use it (rule 8). */
function partnerIn({ dataAsOf, partner }: KpiAnswer, id: string, source: string): CrmPartner {
  const owner = Object.keys(dataAsOf).find((name) => id.startsWith(`${name}/`));
  const ids = owner === undefined ? [id] : owner === source ? [id.slice(owner.length + 1)] : [];
  return { ids, names: partner === null ? [] : [partner.name] };
}
