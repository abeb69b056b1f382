import { describe, expect, it } from 'vitest';
import { closedPort, failureOf, get, type Handler, json, kit, serve, status, told } from './support.ts';

/** Answers the first calls with one handler and the rest with another. */
const first = (times: number, bad: Handler, good: Handler): Handler => {
  let calls = 0;
  return (request, response) => {
    calls += 1;
    (calls <= times ? bad : good)(request, response);
  };
};

describe('a fault that passes', () => {
  const cases: [string, Handler, string][] = [
    ['429', status(429), 'takes no more calls now: “sorry”.'],
    ['408', status(408), 'out of order (HTTP 408)'],
    ['500', status(500), 'out of order (HTTP 500)'],
    ['503', status(503), 'out of order (HTTP 503)'],
    [
      'a cut connection',
      (_request, response) => response.socket?.resetAndDestroy(),
      'the connection breaks (ECONNRESET)',
    ],
    ['a cut in mid-body', cutInBody, 'the connection breaks (ECONNRESET)'],
    ['an early end', json('{"a":'), 'the answer ends too early'],
    ['an empty answer', json(''), 'the answer ends too early'],
    [
      'a page',
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hi'),
      'with a page instead of data: “Hi”.',
    ],
  ];

  it.each(cases)('is tried again: %s', async (_name, fault) => {
    const { base, seen } = await serve(first(2, fault, json('{"a":1}')));
    const { transport, clock } = kit(base);
    expect((await transport.request(get('/x'))).body).toEqual({ a: 1 });
    expect(seen).toHaveLength(3);
    expect(clock.waits).toEqual([375, 750]);
  });

  it.each(cases)(
    'that stays is told with cause and remedy: %s',
    async (name, fault, words) => {
      const { base, seen } = await serve(fault);
      const failure = await failureOf(kit(base).transport.request(get('/x')));
      expect(told(failure)).toContain(words);
      expect(seen).toHaveLength(name === 'a page' ? 3 : 5);
    },
    20_000,
  );

  it('is not tried again where the call might have been done', async () => {
    const { base, seen } = await serve(status(503));
    const failure = await failureOf(kit(base).transport.request({ ...get('/x'), method: 'POST', body: 'x' }));
    expect(failure.code).toBe('crm-unreachable');
    expect(seen).toHaveLength(1);
    await failureOf(kit(base).transport.request({ ...get('/x'), method: 'POST', idempotent: true }));
    expect(seen).toHaveLength(6);
  });

  it('is half of a reason too', async () => {
    const half: Handler = (_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).end('[{"errorCode":"REQ');
    };
    const { base, seen } = await serve(first(2, half, json('{}')));
    await kit(base).transport.request(get('/x'));
    expect(seen).toHaveLength(3);
  });

  it('waits as long as the service asks, and a little of chance', async () => {
    const { base } = await serve(first(1, status(429, { 'retry-after': '7' }), json('{}')));
    const { transport, clock } = kit(base);
    await transport.request(get('/x'));
    expect(clock.waits).toEqual([7_125]);
  });

  it('understands a date in Retry-After', async () => {
    const { base } = await serve(first(1, status(503, { 'retry-after': 'Tue, 24 Nov 2026 10:00:03 GMT' }), json('{}')));
    const { transport, clock } = kit(base);
    await transport.request(get('/x'));
    expect(clock.waits).toEqual([3_125]);
  });

  it('is left for the next run where the service asks for hours', async () => {
    const { base, seen } = await serve(status(429, { 'retry-after': '7200' }));
    const failure = await failureOf(kit(base).transport.request(get('/x')));
    expect(failure.code).toBe('crm-limit');
    expect(failure.facts.waitMs).toBe(7_200_000);
    expect(seen).toHaveLength(1);
  });

  it('is a refused connection too, even for a call that may be done only once', async () => {
    const { transport, clock } = kit(new URL(`http://127.0.0.1:${await closedPort()}`));
    const failure = await failureOf(transport.request({ ...get('/x'), method: 'POST' }));
    expect(told(failure)).toContain('the connection is refused (ECONNREFUSED)');
    expect(clock.waits).toHaveLength(4);
  });
});

function cutInBody(...[, response]: Parameters<Handler>): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"a":', () => response.socket?.resetAndDestroy());
}
