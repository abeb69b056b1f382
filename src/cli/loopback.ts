import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Waits at this machine's port for a browser that comes back with an answer; shows `page` there. Throws the signal's reason, or what the
 * system says of the port.
 */
export async function browserBack(port: number, page: string, begun: () => void, signal: AbortSignal): Promise<URL> {
  const found = Promise.withResolvers<URL>();
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', `http://localhost:${port}`);
    const isAnswer = address.searchParams.has('code') || address.searchParams.has('error');
    // Browsers ask for an icon as well.
    response
      .writeHead(isAnswer ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      .end(isAnswer ? page : '');
    if (isAnswer) found.resolve(address);
  });
  const stop = (): void => found.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    begun();
    return await found.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    server.closeAllConnections();
    server.close();
  }
}
