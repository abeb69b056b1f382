import { PulseError } from '../errors.ts';
import type { KpiId } from '../kpi/list.ts';
import { kpiOf } from '../kpi/list.ts';
import type { PartnerFacts } from '../kpi/program/facts.ts';
import type { Program } from '../kpi/program/program.ts';
import type { Scope } from '../kpi/program/scope.ts';
import { askedPartner, askedPeriod } from '../kpi/question.ts';
import { type Segment, segmentKeys } from '../kpi/segment.ts';
import { idOfKey, sourceOfKey } from '../records/records.ts';
import { type Window, windowOf } from '../records/window.ts';
import type { Zone } from '../records/zone.ts';
import { type ProofFigure, provableFigure } from './figures.ts';

/** What a filter is asked for: one figure, whose, and when. */
export interface CrmQuestion {
  readonly figure: ProofFigure;
  readonly window: Window;
  readonly zone: Zone;
  /** Deal types that count; empty: all (rule 2.5). */
  readonly countTypes: readonly string[];
  readonly partner: CrmPartner | null;
  readonly segment: Segment;
}

/** One partner as a CRM knows it. */
export interface CrmPartner {
  /** Its ids there, those of partners that were merged into it included (rule 1.3). */
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Its values of a property by which the mapping matches, where they are known. */
  readonly keys?: ReadonlyMap<string, readonly string[]>;
}

export interface Asked {
  readonly kpi: KpiId;
  readonly figure?: string | undefined;
  readonly partner?: string | undefined;
  readonly segment?: Segment | undefined;
  readonly period?: string | undefined;
  readonly asOf: number;
}

/** The question as a filter needs it, and as the engine does. Throws as an answer would, and `bad-argument` for a figure. */
export function questionOf(program: Program, source: string, asked: Asked): { question: CrmQuestion; scope: Scope } {
  const figure = provableFigure(asked.kpi, asked.figure);
  const partner = asked.partner === undefined ? null : askedPartner(program, asked.partner).partner;
  const { period } = askedPeriod(program, asked.period, kpiOf(asked.kpi).cadence, asked.asOf);
  const { calendar, settings } = program;
  const segment = asked.segment ?? {};
  if (figure === 'totalWon' && (partner !== null || segmentKeys.some((key) => segment[key] !== undefined))) {
    // Rule 3.1: direct sales stand beside the whole program only.
    throw new PulseError('bad-argument', { reason: 'totalWon: --partner, --segment' });
  }
  return {
    question: {
      figure,
      window: windowOf(period, calendar, asked.asOf),
      zone: calendar.zone,
      countTypes: settings.countTypes,
      partner: partner === null ? null : crmPartner(program, source, partner),
      segment,
    },
    scope: { partner, segment },
  };
}

function crmPartner(program: Program, source: string, partner: PartnerFacts): CrmPartner {
  const keys = [...program.partnerOf].flatMap(([key, survivor]) => (survivor === partner ? [key] : []));
  return {
    ids: keys.filter((key) => sourceOfKey(key) === source).map(idOfKey),
    names: [...new Set([partner.name, ...partner.aliases])],
  };
}

export const isWhole = ({ partner, segment }: Pick<CrmQuestion, 'partner' | 'segment'>): boolean =>
  partner === null && segmentKeys.every((key) => segment[key] === undefined);
