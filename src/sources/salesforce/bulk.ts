import { z } from 'zod';
import { CrmFailure, isCrmFailure, unreachable } from '../http/failure.ts';
import { type RetryPolicy, usualRetries, waitBefore } from '../http/retry.ts';
import type { HttpClock } from '../http/types.ts';
import { csvRows } from './bulk-csv.ts';
import type { Door } from './door.ts';
import { shaped } from './shapes.ts';

const jobAnswer = z.looseObject({
  id: z.string().regex(/^\w{15,18}$/),
  state: z.string(),
  numberRecordsProcessed: z.number().nullish(),
  errorMessage: z.string().nullish(),
});

/** Records of one file: what has to be read again when it breaks. */
const FILE_RECORDS = 50_000;
const FIRST_POLL_MS = 2_000;
const LONGEST_POLL_MS = 30_000;
/** After this the run is over; the next one asks for the same job. */
const PATIENCE_MS = 3_600_000;

export interface JobsContext {
  readonly door: Door;
  readonly version: string;
  readonly clock: HttpClock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly retries?: Partial<RetryPolicy>;
}

/** Some lines of a job's results. */
export interface FilePart {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
  /** Lines of this file so far. */
  readonly done: number;
  /** Only with the last lines of a file, all of which came: where the next file is, or null after the last. */
  readonly end?: { readonly next: string | null };
}

/** Query jobs of the Bulk API 2.0. It only reads; its jobs are deleted when their results have come. */
export class BulkJobs {
  readonly #context: JobsContext;
  readonly #root: string;

  constructor(context: JobsContext) {
    this.#context = context;
    this.#root = `/services/data/v${context.version}/jobs/query`;
  }

  /** Starts a job for a query, deleted records included: its id. Null where the Bulk API does not serve it. */
  async start(query: string, signal: AbortSignal): Promise<string | null> {
    const body = JSON.stringify({ operation: 'queryAll', query, contentType: 'CSV', lineEnding: 'LF' });
    const headers = { 'content-type': 'application/json' };
    try {
      // Not repeated: a second job would stay behind.
      const answer = await this.#context.door.json(this.#root, signal, { method: 'POST', headers, body });
      return shaped(jobAnswer, answer.body, await this.#host(signal)).id;
    } catch (error) {
      if (isCrmFailure(error) && isUnsupported(error)) return null;
      throw error;
    }
  }

  /** Waits until the results are there: how many records. Null for a job that failed, or that the org no longer has. */
  async finished(job: string, signal: AbortSignal): Promise<number | null> {
    const { clock, random } = this.#context;
    const until = clock.now() + PATIENCE_MS;
    for (let wait = FIRST_POLL_MS; ; wait = Math.min(LONGEST_POLL_MS, wait * 1.5)) {
      const told = await this.#ask(job, signal);
      if (told === null || told.state === 'Failed' || told.state === 'Aborted') return null;
      if (told.state === 'JobComplete') return told.numberRecordsProcessed ?? 0;
      if (clock.now() >= until)
        throw new CrmFailure('crm-slow-query', {
          host: await this.#host(signal),
          words: `job ${job} is ${told.state} after ${PATIENCE_MS / 60_000} min`,
        });
      await clock.sleep(wait * (0.75 + random() / 2), signal);
    }
  }

  /** The lines of one file of results as they come. A file that breaks is read again from its beginning. */
  async *file(job: string, locator: string | null, signal: AbortSignal): AsyncGenerator<FilePart> {
    const { clock, random } = this.#context;
    const policy = { ...usualRetries, ...this.#context.retries };
    for (let attempt = 1; ; attempt += 1) {
      try {
        yield* this.#once(job, locator, signal);
        return;
      } catch (error) {
        if (!isCrmFailure(error)) throw error;
        const wait = waitBefore(error, attempt, true, policy, random);
        if (wait === undefined) throw error;
        await clock.sleep(wait, signal);
      }
    }
  }

  /** Deletes a job. One that cannot be deleted is left to the service, which does so after seven days. */
  async delete(job: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#context.door.json(`${this.#root}/${job}`, signal, {
        method: 'DELETE',
        accept: [204, 404],
        idempotent: true,
      });
    } catch (error) {
      if (!isCrmFailure(error)) throw error;
    }
  }

  async *#once(job: string, locator: string | null, signal: AbortSignal): AsyncGenerator<FilePart> {
    const place = locator === null ? '' : `&locator=${encodeURIComponent(locator)}`;
    const url = `${this.#root}/${job}/results?maxRecords=${FILE_RECORDS}${place}`;
    const { body, headers } = await this.#context.door.stream(url, signal, { type: /\btext\/csv\b/i });
    const host = await this.#host(signal);
    const next = headers.get('sforce-locator');
    const count = Number(headers.get('sforce-numberofrecords') ?? Number.NaN);
    // Without it a file that is cut short, or a last one, could not be told.
    if (body === null || next === null || next === locator || !Number.isInteger(count))
      throw new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words: 'headers of bulk results' });
    let done = 0;
    for await (const { header, lines, isLast } of csvRows(body, host)) {
      done += lines.length;
      if (isLast && done !== count) throw unreachable(host, 'truncated', `${done} of ${count} records`);
      yield { header, lines, done, ...(isLast && { end: { next: next === 'null' ? null : next } }) };
    }
  }

  async #ask(job: string, signal: AbortSignal): Promise<z.infer<typeof jobAnswer> | null> {
    try {
      const { body } = await this.#context.door.json(`${this.#root}/${job}`, signal);
      return shaped(jobAnswer, body, await this.#host(signal));
    } catch (error) {
      if (isCrmFailure(error) && isGone(error)) return null;
      throw error;
    }
  }

  async #host(signal: AbortSignal): Promise<string> {
    return (await this.#context.door.transport(signal)).base.host;
  }
}

/** Some objects, fields and orgs have no Bulk API; what is wrong with the query itself, the REST API says again. */
const isUnsupported = ({ code, facts }: CrmFailure): boolean =>
  code !== 'crm-limit' &&
  code !== 'crm-refused' &&
  facts.passing !== true &&
  [400, 403, 404].includes(facts.status ?? 0);

/** A job that is no longer there, or that was made with another version of the API. */
export const isGone = ({ facts }: CrmFailure): boolean => facts.status === 404 || facts.status === 409;
