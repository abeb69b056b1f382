/** The columns of every file of rule table 7, in the order in which they are written. */
export const columns = {
  partners: [
    'id',
    'name',
    'aliases',
    'tier',
    'region',
    'motion',
    'manager_email',
    'active',
    'joined_at',
    'onboarding_started_at',
    'onboarding_completed_at',
    'merged_into',
    'url',
  ],
  partner_history: ['partner_id', 'field', 'value', 'valid_from'],
  deals: [
    'id',
    'name',
    'amount',
    'currency',
    'type',
    'stage',
    'status',
    'created_at',
    'closed_at',
    'expected_close_on',
    'stage_entered_at',
    'last_activity_at',
    'owner_email',
    'account',
    'registration_id',
    'direct',
    'url',
  ],
  attributions: ['deal_id', 'partner_id', 'role'],
  registrations: [
    'id',
    'partner_id',
    'deal_id',
    'account',
    'status',
    'submitted_at',
    'decided_at',
    'expires_at',
    'url',
  ],
  onboarding_steps: ['partner_id', 'step', 'position', 'started_at', 'completed_at'],
  trainings: ['partner_id', 'person_id', 'module', 'required', 'assigned_at', 'completed_at'],
  certifications: ['partner_id', 'person_id', 'name', 'earned_at', 'expires_at', 'revoked_at'],
  assets: ['id', 'title', 'published_at', 'retired_at'],
  content_events: ['partner_id', 'asset_id', 'kind', 'at'],
  portal_sessions: ['partner_id', 'person_id', 'at', 'duration_seconds', 'pages', 'failed'],
  touches: ['partner_id', 'kind', 'at', 'deal_id'],
  surveys: ['partner_id', 'respondent_id', 'kind', 'score', 'milestone', 'topic', 'invited_at', 'at'],
  program_events: ['date', 'kind', 'title'],
  targets: ['kpi', 'figure', 'period', 'value', 'segment'],
  exchange_rates: ['currency', 'date', 'rate'],
} as const;

export type FileName = keyof typeof columns;

/** One CSV row; every value as it is written, '' = unknown. */
export type Row<F extends FileName> = { readonly [C in (typeof columns)[F][number]]: string };

export type Tables = { readonly [F in FileName]: readonly Row<F>[] };

export interface World {
  readonly seed: number;
  readonly zone: string;
  readonly asOf: Date;
  readonly tables: Tables;
}
