// What goes to the app, however it travels.
import type { JsonObject } from './json.ts';

export interface Outgoing {
  kind: 'slash_commands' | 'interactive' | 'events_api';
  payload: JsonObject;
  retry?: { attempt: number; reason: string };
}

/** What came of one delivery. Without `error` the app acknowledged in time. */
export interface Delivery {
  /** The acknowledgement's payload; empty when the app sent none. */
  ack: JsonObject;
  /** Real milliseconds until the acknowledgement, or until it was given up. */
  ackMs: number;
  /** dispatch_failed: nobody took it; operation_timeout: no acknowledgement in time; http_error: not a 2xx. */
  error?: 'dispatch_failed' | 'operation_timeout' | 'http_error';
  /** HTTP status, in HTTP mode. */
  status?: number;
}

export interface Transport {
  deliver(outgoing: Outgoing): Promise<Delivery>;
  close(): Promise<void>;
}
