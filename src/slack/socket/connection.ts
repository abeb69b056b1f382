import { SocketModeClient, type SocketModeOptions } from '@slack/socket-mode';
import { z } from 'zod';
import type { Log } from '../log.ts';

/** How long Slack may take from the first request to its hello. */
const OPENING = 15_000;
/** How long answers to what was received may take before a connection that Slack gave up is closed. */
const DRAINING = 2_000;
/** How long the peer may take to close. */
const CLOSING = 1_000;
/**
 * How old the last pong may be. The client looks at it in a timer, so that a process that was busy for longer would
 * drop a sound connection; it uses the same value as its pause before it reconnects, which we do ourselves.
 */
const PONG = 20_000;

/** One thing that Slack delivered and that wants an acknowledgement. */
export interface Envelope {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retry: { readonly attempt: number | undefined; readonly reason: string | undefined };
}

/** A connection from Slack's hello to its end; used once. */
export interface Connection {
  /** Milliseconds after which Slack will ask to replace it; null where Slack does not say. */
  readonly lifetime: number | null;
  /** The app that the token belongs to; null where Slack does not say. */
  readonly appId: string | null;
  /** Whether something can be sent. */
  readonly isOpen: () => boolean;
  /** Sends an acknowledgement; false where that is not possible any more. */
  readonly acknowledge: (envelope: string, payload: object) => boolean;
  /** Waits for acknowledgements under way, then closes; resolves within three seconds, whatever the peer does. */
  readonly close: () => Promise<void>;
}

export interface ConnectionSettings {
  readonly appToken: string;
  readonly client: Pick<SocketModeOptions, 'clientOptions' | 'dispatcher' | 'logger'>;
  readonly log: Log;
  readonly onEnvelope: (envelope: Envelope) => void;
  /** Slack asks for another connection in place of this one, which still works for a moment. */
  readonly onRefresh: (reason: string) => void;
  /** The connection is gone, whoever ended it. Not called where opening fails. */
  readonly onClosed: () => void;
}

const frame = z.object({
  type: z.string(),
  reason: z.string().optional(),
  envelope_id: z.string().optional(),
  payload: z.record(z.string(), z.unknown()).optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
  connection_info: z.object({ app_id: z.string().optional() }).optional(),
  debug_info: z.object({ approximate_connection_time: z.number().optional() }).optional(),
});
type Frame = z.infer<typeof frame>;

/**
 * Slack's client with the reading of frames in our hands: its own closes the socket in the middle of acknowledgements
 * when Slack asks for a refresh, and ends the process on an event envelope that has no event in it.
 */
class FrameClient extends SocketModeClient {
  onFrame: ((read: Frame | null) => void) | undefined;

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    const read = typeof data === 'string' ? frame.safeParse(parsed(data)).data : undefined;
    if (read?.type === 'hello') {
      this.onFrame?.(read);
      await super.onWebSocketMessage(data, isBinary);
    } else this.onFrame?.(read ?? null);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Opens one connection. Fails with what Slack's client fails with, or with an Error that says what ended it. */
export async function openConnection(settings: ConnectionSettings): Promise<Connection> {
  const { appToken, log, onEnvelope, onRefresh, onClosed } = settings;
  const client = new FrameClient({
    ...settings.client,
    appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: PONG,
  });
  const pending = new Set<string>();
  let lifetime: number | null = null;
  let appId: string | null = null;
  let ended = 'closed before hello';
  let idle: (() => void) | undefined;

  const isOpen = (): boolean => client.websocket?.isActive() === true;
  const acknowledge = (envelope: string, payload: object): boolean => {
    if (!isOpen()) return false;
    let sent = true;
    client.websocket?.send(JSON.stringify({ envelope_id: envelope, payload }), (error) => {
      sent = error === undefined || error === null;
    });
    pending.delete(envelope);
    if (pending.size === 0) idle?.();
    return sent;
  };

  client.onFrame = (read) => {
    if (read === null) return log.warn({}, 'Slack sent a frame that is no envelope; ignored');
    if (read.type === 'hello') {
      appId = read.connection_info?.app_id ?? null;
      const seconds = read.debug_info?.approximate_connection_time;
      lifetime = seconds === undefined ? null : seconds * 1_000;
    } else if (read.type === 'disconnect') {
      ended = read.reason ?? 'disconnect';
      onRefresh(ended);
    } else if (read.envelope_id !== undefined) {
      pending.add(read.envelope_id);
      onEnvelope({
        id: read.envelope_id,
        body: read.payload ?? {},
        retry: { attempt: read.retry_attempt, reason: read.retry_reason },
      });
    }
  };
  client.on('error', (error: Error) => {
    ended = error.message;
  });

  const opening = client.start();
  await Promise.race([opening, limit(OPENING, 'no hello from Slack')]).catch(async (error: unknown) => {
    // Should it open after all, it is closed again: nobody would read what comes over it.
    opening.then(
      () => shut(client),
      () => undefined,
    );
    await shut(client);
    throw error ?? new Error(ended);
  });
  client.on('disconnected', onClosed);

  return {
    get lifetime() {
      return lifetime;
    },
    get appId() {
      return appId;
    },
    isOpen,
    acknowledge,
    async close() {
      if (pending.size > 0 && isOpen()) {
        const drained = new Promise<void>((resolve) => {
          idle = resolve;
        });
        await Promise.race([drained, within(DRAINING)]);
      }
      await shut(client);
    },
  };
}

const shut = (client: SocketModeClient): Promise<unknown> => Promise.race([client.disconnect(), within(CLOSING)]);

const within = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

async function limit(ms: number, message: string): Promise<never> {
  await within(ms);
  throw new Error(`${message} within ${ms / 1_000} s`);
}
