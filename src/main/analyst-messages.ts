import type { ErrorCode, ErrorParams } from '../errors.ts';
import type { Analyst, AnalystMethod } from '../kpi/analyst.ts';
import type { KpiAnswer } from '../kpi/answer.ts';
import type { ProgramSettings } from '../records/settings.ts';
import type { Reporter } from '../reports/report.ts';

/** What the worker is started with. */
export interface WorkerStart {
  readonly store: string;
  readonly settings: ProgramSettings;
}

/** To the worker: load the newest data, or answer a question, or report, from what is loaded. */
export type ToWorker =
  | { readonly id: number; readonly kind: 'load' }
  | {
      [M in AnalystMethod]: {
        readonly id: number;
        readonly kind: 'ask';
        readonly method: M;
        readonly questions: Parameters<Analyst[M]>;
      };
    }[AnalystMethod]
  | {
      [M in keyof Reporter]: {
        readonly id: number;
        readonly kind: 'report';
        readonly method: M;
        readonly questions: Parameters<Reporter[M]>;
      };
    }[keyof Reporter];

/** What is known of the data that the worker holds now. */
export interface Loaded {
  readonly version: number;
  readonly partnerCount: number;
  readonly dataAsOf: KpiAnswer['dataAsOf'];
}

/** From the worker. A PulseError crosses by its code; anything else by its text, for the log. */
export type FromWorker =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WorkerError };

export type WorkerError =
  | { readonly kind: 'known'; readonly code: ErrorCode; readonly params: ErrorParams }
  | { readonly kind: 'unknown'; readonly text: string };
