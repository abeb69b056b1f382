// What tests see of the traffic.

/** A recorded request. Secrets and tokens are not recorded. */
export interface RecordedCall {
  /** Such as `token`, `query`, `queryMore`, `describe`, `bulk.results`; `unknown` for what the service does not have. */
  route: string;
  /** The object that it is about, where there is one. */
  object: string | undefined;
  method: string;
  path: string;
  /** The query text of query, queryAll and new jobs. */
  soql: string | undefined;
  /** Milliseconds of the service's clock. */
  at: number;
  /** Milliseconds until the answer was complete or cut. */
  tookMs: number;
  /** HTTP status; undefined when the connection was cut before one. */
  status: number | undefined;
  /** Bytes of the body as sent. */
  bytes: number;
  /** Whether it counts against the daily allocation. */
  counted: boolean;
}
