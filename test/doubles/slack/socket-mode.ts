// Socket mode: tickets, the hello frame, envelopes and their acknowledgements, disconnects.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Delivery, Outgoing, Transport } from './delivery.ts';
import { isObject, type JsonObject, objectAt, parseJson, stringAt } from './json.ts';

const MAX_CONNECTIONS = 10;
/** Bolt gives a connection up when it hears no ping for 30 seconds. */
const PING_MS = 10_000;

export type DisconnectKind = 'warning' | 'refresh_requested' | 'link_disabled' | 'close' | 'terminate';

interface Waiting {
  socket: WebSocket;
  settle: (delivery: Delivery) => void;
}

export class SocketMode implements Transport {
  /** Frames that acknowledged an envelope nobody waits for (any more). */
  readonly strayAcks: string[] = [];
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets: WebSocket[] = [];
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #arrivals = new Set<() => void>();
  readonly #ackTimeoutMs: number;
  readonly #appId: string;
  readonly #lifetimeSeconds: number;
  /** Told to make room for another connection: nothing more is delivered over them. */
  readonly #replaced = new WeakSet<WebSocket>();
  readonly #pings: NodeJS.Timeout;
  #turn = 0;
  #missed: Outgoing[] = [];

  constructor(
    http: Server,
    { ackTimeoutMs, appId, lifetimeSeconds }: { ackTimeoutMs: number; appId: string; lifetimeSeconds: number },
  ) {
    this.#ackTimeoutMs = ackTimeoutMs;
    this.#lifetimeSeconds = lifetimeSeconds;
    this.#appId = appId;
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets) socket.ping();
    }, PING_MS).unref();
  }

  get connections(): number {
    return this.#sockets.length;
  }

  /** A WebSocket address that works once. */
  newUrl(httpUrl: string): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `${httpUrl.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  /** Resolves once at least `count` connections are greeted. */
  async connected(count: number, timeoutMs: number): Promise<void> {
    if (this.#sockets.length >= count) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#arrivals.delete(look);
        reject(new Error(`no ${count} socket connections within ${timeoutMs} ms, only ${this.#sockets.length}`));
      }, timeoutMs);
      const look = (): void => {
        if (this.#sockets.length < count) return;
        clearTimeout(timer);
        this.#arrivals.delete(look);
        resolve();
      };
      this.#arrivals.add(look);
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  #greet(socket: WebSocket): void {
    // A peer that vanishes is reported by 'close' as well; there is nothing to do for the error itself.
    socket.on('error', () => socket.terminate());
    if (this.#sockets.length >= MAX_CONNECTIONS) {
      socket.send(
        JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'stand-in' } }),
      );
      socket.close();
      return;
    }
    this.#sockets.push(socket);
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', () => this.#gone(socket));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.length,
        connection_info: { app_id: this.#appId },
        debug_info: { host: 'stand-in', approximate_connection_time: this.#lifetimeSeconds },
      }),
    );
    for (const look of [...this.#arrivals]) look();
    const missed = this.#missed;
    this.#missed = [];
    for (const one of missed) void this.deliver({ ...one, retry: { attempt: 1, reason: 'dispatch_failed' } });
  }

  #receive(text: string): void {
    const frame = parseJson(text);
    if (!isObject(frame)) return;
    const id = stringAt(frame, 'envelope_id') ?? '';
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) this.strayAcks.push(id);
    else waiting.settle({ ack: objectAt(frame, 'payload') ?? {}, ackMs: 0 });
  }

  #gone(socket: WebSocket): void {
    const index = this.#sockets.indexOf(socket);
    if (index >= 0) this.#sockets.splice(index, 1);
    for (const waiting of this.#waiting.values()) {
      if (waiting.socket === socket) waiting.settle({ ack: {}, ackMs: 0, error: 'dispatch_failed' });
    }
  }

  /** Sends one envelope over one of the connections; events without a connection are kept for the next. */
  async deliver(outgoing: Outgoing): Promise<Delivery> {
    const open = this.#sockets.filter((socket) => socket.readyState === WebSocket.OPEN && !this.#replaced.has(socket));
    const socket = open[this.#turn++ % Math.max(open.length, 1)];
    if (socket === undefined) {
      if (outgoing.kind === 'events_api') this.#missed.push(outgoing);
      return { ack: {}, ackMs: 0, error: 'dispatch_failed' };
    }
    const envelope_id = randomUUID();
    const started = performance.now();
    const settled = await new Promise<Delivery>((resolve) => {
      const timer = setTimeout(() => resolve({ ack: {}, ackMs: 0, error: 'operation_timeout' }), this.#ackTimeoutMs);
      const settle = (delivery: Delivery): void => {
        clearTimeout(timer);
        resolve(delivery);
      };
      this.#waiting.set(envelope_id, { socket, settle });
      const { kind: type, payload, retry } = outgoing;
      const accepts_response_payload = type !== 'events_api';
      const retries = retry
        ? { retry_attempt: retry.attempt, retry_reason: retry.reason }
        : { retry_attempt: 0, retry_reason: '' };
      socket.send(
        JSON.stringify({ type, envelope_id, payload, accepts_response_payload, ...(type === 'events_api' && retries) }),
      );
    });
    this.#waiting.delete(envelope_id);
    return { ...settled, ackMs: performance.now() - started };
  }

  /** Sends a frame of any kind over the oldest connection. */
  send(frame: JsonObject): void {
    this.#sockets[0]?.send(JSON.stringify(frame));
  }

  /**
   * Ends connections (all, or the oldest few): with Slack's disconnect frame, a clean close, or a cut. Resolves when they
   * are gone. After a warning Slack still delivers over a connection for some seconds, after the others no more.
   */
  async disconnect(kind: DisconnectKind, most = Number.POSITIVE_INFINITY): Promise<void> {
    const sockets = this.#sockets.filter((socket) => !this.#replaced.has(socket)).slice(0, most);
    const gone = sockets.map((socket) => once(socket, 'close'));
    for (const socket of sockets) {
      if (kind !== 'warning') this.#replaced.add(socket);
      if (kind === 'terminate') socket.terminate();
      else if (kind === 'close') socket.close();
      else socket.send(JSON.stringify({ type: 'disconnect', reason: kind, debug_info: { host: 'stand-in' } }));
    }
    await Promise.all(gone);
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    const gone = this.#sockets.map((socket) => once(socket, 'close'));
    for (const socket of [...this.#sockets]) socket.terminate();
    await Promise.all(gone);
    this.#server.close();
  }
}
