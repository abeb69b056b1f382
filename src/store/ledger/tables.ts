// The tables of the ledger; their columns are explained where they are used.

/** What commands ask the owner to do; see `ledger/requests.ts`. */
export interface RequestTable {
  id: string;
  command: string;
  /** JSON. */
  arguments: string;
  asked_at: string;
  /** JSON. */
  asked_by: string;
  state: string;
  /** JSON. */
  progress: string | null;
  exit_code: number | null;
  /** JSON. */
  report: string | null;
}

/** Who saw or was refused what; see `ledger/audit.ts`. */
export interface AuditTable {
  id: string;
  at: string;
  person: string;
  action: string;
  place: string;
  about: string;
  refused: string | null;
}

/** What somebody is to be told; see `ledger/notices.ts`. */
export interface NoticeTable {
  id: string;
  source: string | null;
  code: string;
  /** JSON. */
  params: string;
  since: string;
  last_at: string;
  ended_at: string | null;
}

export interface NoticeShownTable {
  id: string;
  place: string;
}

/** How often a source was asked on a day; see `ledger/runs.ts`. */
export interface SourceCallsTable {
  source: string;
  day: string;
  calls: number;
}

/** The last run of a source; see `ledger/runs.ts`. */
export interface SourceRunTable {
  source: string;
  started_at: string;
  ended_at: string;
  ok: number;
  code: string | null;
  /** JSON. */
  params: string;
  mode: string;
  calls: number;
  next_at: string | null;
  last_success_at: string | null;
}

/** Who gets which digest; see `ledger/subscriptions.ts`. */
export interface SubscriptionTable {
  id: string;
  /** JSON. */
  settings: string;
  created_at: string;
  /** JSON. */
  pause: string | null;
  last_as_of: string | null;
}

/** Which run of which job was done; see `ledger/job-runs.ts`. */
export interface JobRunTable {
  job: string;
  due_at: string;
  started_at: string;
  ended_at: string | null;
  outcome: string;
  late: number;
  attempts: number;
  code: string | null;
  /** JSON. */
  params: string;
  /** JSON. */
  progress: string | null;
}

/** Messages on their way; see `ledger/outbox.ts`. */
export interface OutboxTable {
  id: string;
  key: string;
  seq: number;
  subscription: string | null;
  destination: string;
  thread: string | null;
  bulk: number;
  figures: number;
  /** JSON. */
  body: string;
  state: string;
  created_at: string;
  not_before: string;
  expires_at: string | null;
  attempts: number;
  next_at: string;
  attempted_at: string | null;
  sent_at: string | null;
  channel: string | null;
  ts: string | null;
  error: string | null;
}

/** What stands in channels; see `ledger/posted.ts`. */
export interface PostedTable {
  channel: string;
  ts: string;
  file: string | null;
  at: string;
  replaced_at: string | null;
}

/** What digests told; see `ledger/published.ts`. */
export interface PublishedTable {
  subscription: string;
  kpi: string;
  figure: string;
  period: string;
  value: string;
  /** JSON. */
  parts: string;
  basis: string;
  as_of: string;
}

export interface RestatementTable {
  subscription: string;
  kpi: string;
  figure: string;
  period: string;
  before: string;
  after: string;
  /** JSON. */
  reasons: string;
  at: string;
}

/** Who works on what; see `ledger/row-work.ts`. */
export interface RowWorkTable {
  record: string;
  id: string;
  snoozed_until: string | null;
  snoozed_by: string | null;
  assigned_to: string | null;
  at: string;
  by: string;
}

/** Who was offered a personal digest; see `ledger/offers.ts`. */
export interface DigestOfferTable {
  person: string;
  answer: string;
  at: string;
}

export interface LedgerTables {
  request: RequestTable;
  audit: AuditTable;
  notice: NoticeTable;
  notice_shown: NoticeShownTable;
  source_calls: SourceCallsTable;
  source_run: SourceRunTable;
  subscription: SubscriptionTable;
  job_run: JobRunTable;
  outbox: OutboxTable;
  posted: PostedTable;
  published: PublishedTable;
  restatement: RestatementTable;
  row_work: RowWorkTable;
  digest_offer: DigestOfferTable;
}
