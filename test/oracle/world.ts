import { oneOf, plainNumber, type Row, readTable, truth, wholeNumber } from './csv.ts';
import { survivors } from './merge.ts';
import { parseDecimal } from './numbers.ts';
import {
  type ContentEvent,
  DEAL_TYPES,
  type Deal,
  HISTORY_FIELDS,
  MILESTONES,
  type Partner,
  type Registration,
  STATES,
  type Survey,
  type World,
} from './records.ts';
import type { Settings } from './settings.ts';
import { type Ms, parseDate, parseInstant } from './time.ts';

const TOUCH_KINDS = ['email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat'] as const;

/** Reads a CSV folder as rule 7 describes it, skipping what rule 7.3 rejects. */
export function readWorld(folder: string, settings: Settings): World {
  const at = (text: string | null): Ms | null => (text === null ? null : parseInstant(settings.timeZone, text));
  const until = (text: string | null): Ms | null =>
    text === null ? null : parseInstant(settings.timeZone, text, 'expires');
  const rows = <T>(file: string, read: (row: Row) => T | null): T[] =>
    (readTable(folder, file) ?? []).map(read).filter((record) => record !== null);

  const allPartners = firstOfEachId(
    rows('partners.csv', (row): Partner | null => {
      const id = row('id');
      if (id === null || row('name') === null) return null;
      return {
        id,
        current: {
          tier: row('tier'),
          region: row('region'),
          motion: row('motion'),
          manager_email: row('manager_email'),
          active: oneOf(row('active'), ['true', 'false']),
        },
        joinedAt: at(row('joined_at')),
        onboardingStartedAt: at(row('onboarding_started_at')),
        onboardingCompletedAt: at(row('onboarding_completed_at')),
        mergedInto: row('merged_into'),
      };
    }),
  );
  const { survivorOf, inCycle } = survivors(allPartners);
  const partnerIds = new Set(allPartners.map((partner) => partner.id));
  const owner = (row: Row): string | null => survivorOf.get(row('partner_id') ?? '') ?? null;

  const rawDeals = firstOfEachId(
    rows('deals.csv', (row): Deal | null => {
      const id = row('id');
      const status = oneOf(row('status'), ['open', 'won', 'lost']);
      const createdAt = at(row('created_at'));
      if (id === null || row('name') === null || status === null || createdAt === null) return null;
      const amount = row('amount');
      return {
        id,
        status,
        createdAt,
        closedAt: at(row('closed_at')),
        amount: amount === null ? null : parseDecimal(amount),
        currency: row('currency')?.toUpperCase() ?? null,
        type: oneOf(row('type'), DEAL_TYPES),
        registration: row('registration_id'),
        direct: truth(row('direct')) === true,
        stage: row('stage'),
        expectedCloseOn: at(row('expected_close_on')),
        stageEnteredAt: at(row('stage_entered_at')),
        lastActivityAt: at(row('last_activity_at')),
      };
    }),
  );
  const dealIds = new Set(rawDeals.map((deal) => deal.id));
  const rawRegistrations = firstOfEachId(
    rows('registrations.csv', (row): Registration | null => {
      const id = row('id');
      const partner = owner(row);
      const status = oneOf(row('status'), STATES);
      const submittedAt = at(row('submitted_at'));
      if (id === null || partner === null || status === null || submittedAt === null) return null;
      const decidedAt = at(row('decided_at'));
      return { id, partner, status, submittedAt, decidedAt, deal: row('deal_id'), expiresAt: until(row('expires_at')) };
    }),
  );
  const registrationIds = new Set(rawRegistrations.map((registration) => registration.id));

  const assetsTable = readTable(folder, 'assets.csv');
  const assets =
    assetsTable === null
      ? null
      : firstOfEachId(
          rows('assets.csv', (row) => {
            const id = row('id');
            if (id === null || row('title') === null) return null;
            return { id, publishedAt: at(row('published_at')), retiredAt: at(row('retired_at')) };
          }),
        );
  const assetIds = assets === null ? null : new Set(assets.map((asset) => asset.id));

  return {
    partners: allPartners.filter((partner) => survivorOf.get(partner.id) === partner.id),
    survivorOf,
    inCycle,
    history: rows('partner_history.csv', (row) => {
      const partner = row('partner_id');
      const field = oneOf(row('field'), HISTORY_FIELDS);
      const validFrom = at(row('valid_from'));
      if (partner === null || !partnerIds.has(partner) || field === null || validFrom === null) return null;
      const value = field === 'active' ? oneOf(row('value'), ['true', 'false']) : row('value');
      return { partner, field, validFrom, value };
    }),
    deals: rawDeals.map((deal) => ({ ...deal, registration: known(deal.registration, registrationIds) })),
    attributions: rows('attributions.csv', (row) => {
      const deal = known(row('deal_id'), dealIds);
      const partner = owner(row);
      const role = oneOf(row('role'), ['sourced', 'influenced']);
      return deal === null || partner === null || role === null ? null : { deal, partner, role };
    }),
    registrations: rawRegistrations.map((record) => ({ ...record, deal: known(record.deal, dealIds) })),
    steps: rows('onboarding_steps.csv', (row) => {
      const partner = owner(row);
      const step = row('step');
      const position = plainNumber(row('position'));
      if (partner === null || step === null || position === null) return null;
      return { partner, step, position, startedAt: at(row('started_at')), completedAt: at(row('completed_at')) };
    }),
    trainings: rows('trainings.csv', (row) => {
      const partner = owner(row);
      const module = row('module');
      if (partner === null || module === null) return null;
      const required = truth(row('required'));
      const assignedAt = at(row('assigned_at'));
      return { partner, module, required, assignedAt, person: row('person_id'), completedAt: at(row('completed_at')) };
    }),
    certifications: rows('certifications.csv', (row) => {
      const partner = owner(row);
      const name = row('name');
      const earnedAt = at(row('earned_at'));
      if (partner === null || name === null || earnedAt === null) return null;
      return { partner, name, earnedAt, expiresAt: until(row('expires_at')), revokedAt: at(row('revoked_at')) };
    }),
    assets,
    contentEvents: rows('content_events.csv', (row): ContentEvent | null => {
      const partner = owner(row);
      const asset = assetIds === null ? row('asset_id') : known(row('asset_id'), assetIds);
      const kind = oneOf(row('kind'), ['view', 'download', 'share']);
      const when = at(row('at'));
      return partner === null || asset === null || kind === null || when === null
        ? null
        : { partner, asset, kind, at: when };
    }),
    sessions: rows('portal_sessions.csv', (row) => {
      const partner = owner(row);
      const when = at(row('at'));
      if (partner === null || when === null) return null;
      const seconds = notNegative(plainNumber(row('duration_seconds')));
      const pages = notNegative(plainNumber(row('pages')));
      return { partner, at: when, seconds, pages, failed: truth(row('failed')) === true };
    }),
    touches: rows('touches.csv', (row) => {
      const partner = owner(row);
      const when = at(row('at'));
      return partner === null || when === null || oneOf(row('kind'), TOUCH_KINDS) === null
        ? null
        : { partner, at: when };
    }),
    surveys: rows('surveys.csv', (row): Survey | null => {
      const partner = owner(row);
      const kind = oneOf(row('kind'), ['nps', 'csat']);
      if (partner === null || kind === null) return null;
      const invitedAt = at(row('invited_at'));
      const rest = {
        partner,
        kind,
        invitedAt,
        respondent: row('respondent_id'),
        milestone: oneOf(row('milestone'), MILESTONES),
        topic: row('topic'),
      };
      if (row('score') === null && row('at') === null) return invitedAt === null ? null : { ...rest, answer: null };
      const score = wholeNumber(row('score'));
      const when = at(row('at'));
      const [low, high] = kind === 'nps' ? [0, 10] : [1, 5];
      if (score === null || score < low || score > high || when === null) return null;
      return { ...rest, answer: { score, at: when } };
    }),
    targets: rows('targets.csv', (row) => {
      const kpi = row('kpi');
      const figure = row('figure');
      const period = row('period');
      const value = parseDecimal(row('value') ?? '');
      if (kpi === null || figure === null || period === null || value === null) return null;
      return { kpi, figure, period, value, segment: parseSegment(row('segment')) };
    }),
    rates: rows('exchange_rates.csv', (row) => {
      const currency = row('currency')?.toUpperCase() ?? null;
      const date = parseDate(row('date') ?? '');
      const rate = parseDecimal(row('rate') ?? '');
      return currency === null || date === null || rate === null || rate.n <= 0n ? null : { currency, date, rate };
    }),
  };
}

function parseSegment(text: string | null): Record<string, string> {
  const parts = (text ?? '').split('|').filter((part) => part !== '');
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
}

function firstOfEachId<T extends { readonly id: string }>(records: readonly T[]): T[] {
  return records.filter((record, i) => records.findIndex((other) => other.id === record.id) === i);
}

function known(id: string | null, ids: ReadonlySet<string>): string | null {
  return id !== null && ids.has(id) ? id : null;
}

function notNegative(value: number | null): number | null {
  return value !== null && value >= 0 ? value : null;
}
