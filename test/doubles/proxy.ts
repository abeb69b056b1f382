// A company's proxy on the loopback: tunnels by CONNECT, counts, and resolves names that only it knows.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface ProxyOptions {
  /** Ports by `host:port`, as asked for. */
  readonly routes: Readonly<Record<string, number>>;
  /** `user:password` that must be given. */
  readonly credentials?: string;
}

export interface Proxy {
  readonly port: number;
  /** What was asked for, in order; refused ones too. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts the proxy. It passes nothing on but what `routes` names. */
export async function startProxy({ routes, credentials }: ProxyOptions): Promise<Proxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const expected = credentials === undefined ? null : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('connect', (request, socket: Socket) => {
    const target = request.url ?? '';
    asked.push(target);
    const port = routes[target];
    if (expected !== null && request.headers['proxy-authorization'] !== expected) {
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    }
    if (port === undefined) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    port: address.port,
    asked,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
