// Bulk API 2.0 query jobs. A job moves one state on each time somebody asks for it, so tests need no waiting.
import { ApiError, notFound } from '../errors.ts';
import type { OrgState } from '../org/state.ts';
import { formatDatetime } from '../org/values.ts';
import type { Cursors } from '../query/cursors.ts';
import { compileFor } from '../query/run.ts';
import type { RowQuery } from '../soql/compile.ts';
import { type CsvFile, DELIMITERS, toCsv } from './csv.ts';
import { type JobRequest, readJobRequest } from './request.ts';

export type JobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface Job {
  id: string;
  request: JobRequest;
  object: string;
  version: string;
  state: JobState;
  createdAt: number;
  changedAt: number;
  polls: number;
  error: string | undefined;
  file: CsvFile | undefined;
}

export interface BulkOptions {
  /** How many questions a job answers with InProgress before it is complete; 1 by default. */
  polls: number;
  /** Most records in one file of results, whatever maxRecords says. */
  pageSize: number;
}

const ENDED = new Set<JobState>(['JobComplete', 'Failed', 'Aborted']);

export class BulkJobs {
  readonly #state: OrgState;
  readonly #cursors: Cursors;
  readonly #options: BulkOptions;
  readonly #jobs = new Map<string, Job>();
  #held = false;
  #failures: string[] = [];

  constructor(state: OrgState, cursors: Cursors, options: BulkOptions) {
    this.#state = state;
    this.#cursors = cursors;
    this.#options = options;
  }

  /** Jobs stay where they are until `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  /** The next job that starts fails with this message. */
  failNext(message: string): void {
    this.#failures.push(message);
  }

  /** All jobs, newest first. */
  all(): Job[] {
    return [...this.#jobs.values()].reverse();
  }

  create(body: string, version: string): Job {
    const request = readJobRequest(body);
    const query = this.#compile(request);
    const now = this.#state.clock.stamp();
    const job: Job = {
      id: this.#state.ids.next('750'),
      request,
      object: query.object.name,
      version,
      state: 'UploadComplete',
      createdAt: now,
      changedAt: now,
      polls: 0,
      error: undefined,
      file: undefined,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  find(id: string): Job {
    const job = this.#jobs.get(id) ?? [...this.#jobs.values()].find((one) => one.id.slice(0, 15) === id);
    if (job === undefined) throw notFound();
    return job;
  }

  /** Asks for a job: it moves on. */
  poll(id: string): Job {
    const job = this.find(id);
    if (ENDED.has(job.state) || this.#held) return job;
    if (job.state === 'UploadComplete') this.#start(job);
    else if (job.polls >= this.#options.polls) this.#become(job, 'JobComplete');
    job.polls += 1;
    return job;
  }

  abort(id: string): Job {
    const job = this.find(id);
    if (ENDED.has(job.state)) throw new ApiError(400, 'API_ERROR', `Aborting already ${job.state} Job not allowed`);
    job.file = undefined;
    this.#become(job, 'Aborted');
    return job;
  }

  delete(id: string): void {
    const job = this.find(id);
    if (!ENDED.has(job.state)) throw new ApiError(400, 'API_ERROR', 'Deleting not closed Job not allowed');
    this.#jobs.delete(job.id);
  }

  /** A page of results, and where the next one begins (undefined after the last). */
  results(
    id: string,
    version: string,
    from: number,
    max: number | undefined,
  ): { text: string; count: number; next?: number } {
    const job = this.find(id);
    if (job.version !== version)
      throw new ApiError(409, 'API_ERROR', `the job was created with API version ${job.version}, not ${version}`);
    if (job.state !== 'JobComplete' || job.file === undefined) throw notFound();
    const { header, lines } = job.file;
    if (from > lines.length) throw new ApiError(400, 'API_ERROR', 'Invalid locator');
    const until = Math.min(lines.length, from + Math.min(max ?? this.#options.pageSize, this.#options.pageSize));
    const end = job.request.lineEnding === 'CRLF' ? '\r\n' : '\n';
    const text = [header, ...lines.slice(from, until)].map((line) => line + end).join('');
    return { text, count: until - from, ...(until < lines.length && { next: until }) };
  }

  /** What the service tells of a job. */
  describe(job: Job): Record<string, unknown> {
    const { request } = job;
    return {
      id: job.id,
      operation: request.operation,
      object: job.object,
      createdById: this.#state.actor,
      createdDate: formatDatetime(job.createdAt, 'rest'),
      systemModstamp: formatDatetime(job.changedAt, 'rest'),
      state: job.state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: Number(job.version),
      lineEnding: request.lineEnding,
      columnDelimiter: request.columnDelimiter,
    };
  }

  /** What it tells when asked for one job. */
  describeFully(job: Job): Record<string, unknown> {
    return {
      ...this.describe(job),
      jobType: 'V2Query',
      numberRecordsProcessed: job.file?.lines.length ?? 0,
      retries: 0,
      totalProcessingTime: job.changedAt - job.createdAt,
      isPkChunkingSupported: true,
      ...(job.error !== undefined && { errorMessage: job.error }),
    };
  }

  #become(job: Job, state: JobState): void {
    job.state = state;
    job.changedAt = this.#state.clock.stamp();
  }

  #start(job: Job): void {
    const planned = this.#failures.shift();
    try {
      if (planned !== undefined) throw new ApiError(400, 'InvalidBatch', planned);
      const query = this.#compile(job.request);
      const { rows } = this.#cursors.run(query, 0);
      job.file = toCsv(this.#state, query, rows, DELIMITERS[job.request.columnDelimiter] ?? ',');
      this.#become(job, 'InProgress');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      job.error = `${error.code} : ${error.message}`;
      this.#become(job, 'Failed');
    }
  }

  #compile(request: JobRequest): RowQuery {
    const query = compileFor(this.#state, request.query, request.operation === 'queryAll');
    if (query.kind !== 'rows')
      throw new ApiError(
        400,
        'API_ERROR',
        'Aggregate Relationships not supported in Bulk V2 Query with CSV content type',
      );
    if (query.children.length > 0)
      throw new ApiError(400, 'API_ERROR', 'Nested queries are not supported in Bulk V2 Query');
    if (query.object.definition.bulk === false)
      throw new ApiError(400, 'INVALIDENTITY', `Entity '${query.object.name}' is not supported by the Bulk API.`);
    if (/\bOFFSET\s+\d+\s*$/i.test(request.query))
      throw new ApiError(400, 'API_ERROR', 'OFFSET is not supported in Bulk V2 Query');
    return query;
  }
}
