import type { App, Receiver } from '@slack/bolt';
import type { SocketModeOptions } from '@slack/socket-mode';
import type { Log } from '../log.ts';
import { type Connection, type ConnectionSettings, type Envelope, openConnection } from './connection.ts';
import { keepSockets, type SocketKeeper } from './keeper.ts';

export interface SocketSettings {
  readonly appToken: string;
  readonly client: Pick<SocketModeOptions, 'clientOptions' | 'dispatcher' | 'logger'>;
  readonly connections: number;
  readonly log: Log;
  /** Slack withdrew the app token while running. */
  readonly onRefused: (error: unknown) => void;
}

/** Brings to Bolt what comes over any of the connections, and its acknowledgements back. */
export function socketReceiver({ appToken, client, connections, log, onRefused }: SocketSettings): Receiver {
  let app: App | undefined;

  const dispatch = async (envelope: Envelope, from: Connection): Promise<void> => {
    const ack = (payload: object): void => {
      if (keeper.acknowledge(from, envelope.id, payload)) return;
      // The work goes on: an answer without acknowledgement is better than none.
      log.warn({ envelope: envelope.id }, 'no connection is left for an acknowledgement; answering all the same');
    };
    if (typeof envelope.body.type === 'string' && envelope.body.type.startsWith('app_rate_limited')) {
      log.warn({ minute: envelope.body.minute_rate_limited }, 'Slack holds events back: too many in one hour');
      return ack({});
    }
    if (envelope.body.type === 'event_callback' && typeof envelope.body.event !== 'object') {
      log.warn({ envelope: envelope.id }, 'Slack sent an event without its content; ignored');
      return ack({});
    }
    await app?.processEvent({
      body: envelope.body,
      ...(envelope.retry.attempt === undefined ? {} : { retryNum: envelope.retry.attempt }),
      ...(envelope.retry.reason === undefined ? {} : { retryReason: envelope.retry.reason }),
      ack: async (response?: unknown) => ack(payloadOf(response)),
    });
  };

  const handle = (envelope: Envelope, from: Connection): void => {
    dispatch(envelope, from).catch((error: unknown) => {
      log.error({ err: error, envelope: envelope.id }, 'a delivery from Slack could not be handled');
    });
  };

  const open = async (events: Pick<ConnectionSettings, 'onRefresh' | 'onClosed'>): Promise<Connection> => {
    let connection: Connection | null = null;
    // Slack may deliver in one breath with its hello, before there is a connection to answer over.
    const early: Envelope[] = [];
    const onEnvelope = (envelope: Envelope): void => {
      if (connection === null) early.push(envelope);
      else handle(envelope, connection);
    };
    connection = await openConnection({ appToken, client, log, ...events, onEnvelope });
    for (const envelope of early) handle(envelope, connection);
    return connection;
  };

  const keeper: SocketKeeper = keepSockets({ count: connections, open, log, onRefused });
  return {
    init: (given) => {
      app = given;
    },
    start: () => keeper.connect(),
    stop: () => keeper.close(),
  };
}

function payloadOf(response: unknown): object {
  if (typeof response === 'string') return { text: response };
  return typeof response === 'object' && response !== null ? response : {};
}
