import { Worker } from 'node:worker_threads';
import { PulseError } from '../errors.ts';
import type { Analyst, AnalystMethod, RemoteAnalyst } from '../kpi/analyst.ts';
import type { RemoteReporter, Reporter } from '../reports/report.ts';
import type { FromWorker, Loaded, ToWorker, WorkerError, WorkerStart } from './analyst-messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type Asked = ToWorker extends infer M ? (M extends { readonly id: number } ? Omit<M, 'id'> : never) : never;

/** The thread that computes answers; started when first needed. One that dies fails what it was asked and is started anew. */
export class AnalystThread {
  readonly #start: WorkerStart;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;

  constructor(start: WorkerStart) {
    this.#start = start;
  }

  get running(): boolean {
    return this.#worker !== null;
  }

  /** Reads the newest data and gives what is known of them. */
  async load(): Promise<{
    readonly loaded: Loaded;
    readonly analyst: RemoteAnalyst;
    readonly reporter: RemoteReporter;
  }> {
    const loaded = await this.#ask<Loaded>({ kind: 'load' });
    return { loaded, analyst: this.#analyst(loaded), reporter: this.#reporter };
  }

  get #reporter(): RemoteReporter {
    const asking =
      <M extends keyof Reporter>(method: M) =>
      (...questions: Parameters<Reporter[M]>): Promise<ReturnType<Reporter[M]>> =>
        this.#ask({ kind: 'report', method, questions } as Asked);
    return {
      report: asking('report'),
      told: asking('told'),
      retell: asking('retell'),
      restated: asking('restated'),
      edition: asking('edition'),
    };
  }

  /** Ends the thread; what it was asked fails. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#failAll(new Error('the analyst thread was stopped'));
  }

  #analyst({ partnerCount, dataAsOf }: Loaded): RemoteAnalyst {
    const asking =
      <M extends AnalystMethod>(method: M) =>
      (...questions: Parameters<Analyst[M]>): Promise<ReturnType<Analyst[M]>> =>
        this.#ask({ kind: 'ask', method, questions } as Asked);
    return {
      settings: this.#start.settings,
      partnerCount,
      dataAsOf,
      answer: asking('answer'),
      scorecard: asking('scorecard'),
      movers: asking('movers'),
      attention: asking('attention'),
      findPartner: asking('findPartner'),
      partnersLike: asking('partnersLike'),
      partners: asking('partners'),
      segmentValues: asking('segmentValues'),
      examples: asking('examples'),
    };
  }

  /** Both ends of the thread are compiled together: the value is of the type that the question has. */
  #ask<T>(message: Asked): Promise<T> {
    const worker = this.#worker ?? this.#open();
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      worker.postMessage({ ...message, id });
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL('./analyst-worker.ts', import.meta.url), { workerData: this.#start });
    worker.on('message', (reply: FromWorker) => this.#settle(reply));
    worker.on('error', (error) => this.#failAll(error));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      this.#failAll(new Error('the analyst thread ended'));
    });
    this.#worker = worker;
    return worker;
  }

  #settle(reply: FromWorker): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(revived(reply.error));
  }

  #failAll(error: unknown): void {
    const cause = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.values()) reject(cause);
    this.#waiting.clear();
  }
}

const revived = (error: WorkerError): Error =>
  error.kind === 'known' ? new PulseError(error.code, error.params) : new Error(error.text);
