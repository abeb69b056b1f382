import { describe, expect, it } from 'vitest';
import { Budget } from '../../../src/sources/http/budget.ts';
import { directWay } from '../../../src/sources/http/transport.ts';
import { failureOf, get, json, kit, serve, status, told } from './support.ts';

describe('an answer', () => {
  it('brings body, status and the clock of the service', async () => {
    const { base } = await serve((_request, response) => {
      response.setHeader('date', 'Tue, 24 Nov 2026 10:00:00 GMT');
      json('{"a":1}')(_request, response);
    });
    const answer = await kit(base).transport.request(get('/x'));
    expect(answer).toMatchObject({ status: 200, body: { a: 1 }, at: Date.parse('2026-11-24T10:00:00Z') });
  });

  it('of an accepted status has no body', async () => {
    const { base } = await serve((_request, response) => response.writeHead(304).end());
    const answer = await kit(base).transport.request({ ...get('/x'), accept: [304] });
    expect(answer).toMatchObject({ status: 304, body: null });
  });

  it('comes as a stream, piece by piece', async () => {
    const { base } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('a,b\n');
      response.end('1,2\n');
    });
    const { body } = await kit(base).transport.request({ ...get('/x'), expect: 'stream', type: /csv/ });
    let text = '';
    for await (const piece of body ?? []) text += Buffer.from(piece).toString();
    expect(text).toBe('a,b\n1,2\n');
  });
});

describe('time-outs', () => {
  it('end a call whose head does not come', async () => {
    const { base, seen } = await serve(() => undefined);
    const { transport } = kit(base, { timeouts: { headersMs: 30 }, retries: { attempts: 2 } });
    expect(told(await failureOf(transport.request(get('/x'))))).toContain('no answer in time');
    expect(seen).toHaveLength(2);
  });

  it('end a call whose body stalls', async () => {
    const { base } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
    });
    const { transport } = kit(base, { timeouts: { bodyMs: 30 }, retries: { attempts: 1 } });
    expect(told(await failureOf(transport.request(get('/x'))))).toContain('no answer in time');
  });

  it('end a body that comes drop by drop, but no stream', async () => {
    const { base } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      let drops = 0;
      const timer = setInterval(() => {
        drops += 1;
        if (drops < 20) response.write(' ');
        else response.end('{}');
        if (drops === 20 || response.destroyed) clearInterval(timer);
      }, 20);
    });
    const { transport } = kit(base, { timeouts: { bodyMs: 200, wholeMs: 100 }, retries: { attempts: 1 } });
    expect((await failureOf(transport.request(get('/x')))).params.why).toBe('timeout');
    const { body } = await transport.request({ ...get('/x'), expect: 'stream' });
    let bytes = 0;
    for await (const piece of body ?? []) bytes += piece.byteLength;
    expect(bytes).toBe(21);
  });

  it('end a stream that stalls, but not one whose reader is slow', async () => {
    const { base } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' }).write('a');
    });
    const { transport } = kit(base, { timeouts: { bodyMs: 50 } });
    const { body } = await transport.request({ ...get('/x'), expect: 'stream' });
    const read = async (): Promise<void> => {
      for await (const _piece of body ?? []) await new Promise((resolve) => setTimeout(resolve, 80));
    };
    expect((await failureOf(read())).params.why).toBe('timeout');
  });

  it('have a way of their own for the connection', async () => {
    const { base } = await serve(json('{"a":1}'));
    const dispatcher = directWay({ connectMs: 1_000 });
    expect((await kit(base, { dispatcher }).transport.request(get('/x'))).status).toBe(200);
    await dispatcher.close();
  });

  it('leave the wish of the caller as it is', async () => {
    const controller = new AbortController();
    const { base, seen } = await serve(() => controller.abort(new Error('enough')));
    await expect(kit(base).transport.request({ ...get('/x'), signal: controller.signal })).rejects.toThrow('enough');
    expect(seen).toHaveLength(1);
  });
});

describe('what is not accepted', () => {
  it('a redirect: its host is named, nothing is sent there', async () => {
    const other = await serve(json('{}'));
    const { base } = await serve((_request, response) =>
      response.writeHead(302, { location: `${other.base.href}login?token=secret` }).end(),
    );
    const failure = await failureOf(kit(base).transport.request(get('/x')));
    expect(failure).toMatchObject({ code: 'crm-elsewhere', params: { target: other.base.host, why: 'redirect' } });
    expect(told(failure)).toContain(`redirects to ${other.base.host}. Nothing was sent there.`);
    expect(told(failure)).not.toContain('secret');
    expect(other.seen).toEqual([]);
  });

  it('an address of another origin', async () => {
    const other = await serve(json('{}'));
    const { base, seen } = await serve(json('{}'));
    for (const url of [`${other.base.href}x`, `//${other.base.host}/x`, 'ftp://x/y'])
      expect((await failureOf(kit(base).transport.request(get(url)))).code).toBe('crm-elsewhere');
    expect([...other.seen, ...seen]).toEqual([]);
  });

  it('more than the largest answer', async () => {
    const { base } = await serve(json(JSON.stringify('x'.repeat(5_000))));
    const failure = await failureOf(kit(base, { largest: 1_000 }).transport.request(get('/x')));
    expect(failure).toMatchObject({ code: 'crm-unexpected-answer', params: { why: 'size' } });
  });

  it('a page where data are expected: only its first words are told', async () => {
    const page = `<html><head><title>Log in</title><script>var a = "b"</script></head><body>${'word '.repeat(500)}</body></html>`;
    const { base } = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    );
    const failure = await failureOf(kit(base).transport.request(get('/x')));
    expect(String(failure.params.words)).toMatch(/^Log in word word .*…$/);
    expect(String(failure.params.words).length).toBeLessThan(130);
  });

  it('a page where a stream of another type is expected', async () => {
    const { base } = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in'),
    );
    const failure = await failureOf(
      kit(base).transport.request({ ...get('/x'), expect: 'stream', type: /^text\/csv/ }),
    );
    expect(told(failure)).toContain('“Log in”');
  });

  it.each([
    [401, 'crm-refused'],
    [403, 'crm-forbidden'],
    [404, 'crm-unexpected-answer'],
  ])('status %d', async (code, expected) => {
    const { base, seen } = await serve(status(code));
    const failure = await failureOf(kit(base).transport.request(get('/x')));
    expect(failure.code).toBe(expected);
    expect(told(failure)).toContain('sorry');
    expect(seen).toHaveLength(1);
  });
});

describe('secrets', () => {
  it('stand in no error and no log line', async () => {
    const { base } = await serve((_request, response) =>
      response
        .writeHead(403, { 'content-type': 'text/plain' })
        .end('no: tok-en-123456, Bearer abcdef, client_secret=xyz'),
    );
    const { transport, mask, log } = kit(base);
    mask.add('tok-en-123456');
    const failure = await failureOf(transport.request({ ...get('/at/tok-en-123456?q=tok-en-123456') }));
    const everything = `${told(failure)} ${failure.message} ${JSON.stringify(failure.params)} ${log.lines.join(' ')}`;
    expect(everything).not.toMatch(/tok-en-123456|abcdef|xyz/);
    expect(everything).toContain('[secret]');
  });
});

describe('a budget', () => {
  it('counts every try, stops before the share is passed, and says so', async () => {
    const { base, seen } = await serve(status(503));
    const budget = new Budget({ host: base.host, share: 0.1, usedBefore: 6, limit: 100 });
    const failure = await failureOf(kit(base, { budget }).transport.request(get('/x')));
    expect(told(failure)).toContain('needs one more call');
    expect(told(failure)).toContain('10 of the 10');
    expect(seen).toHaveLength(4);
    expect(budget.state).toMatchObject({ used: 10, usedNow: 4, allowed: 10 });
  });

  it('refuses a run that is predicted to pass it, before the first call', () => {
    const budget = new Budget({ host: 'crm', share: 0.05, usedBefore: 10 });
    budget.predict(1_000);
    budget.learn(1_000, 990);
    budget.predict(10);
    expect(() => budget.predict(11)).toThrow('crm-budget');
    expect(() => new Budget({ host: 'crm', share: 1, limit: 50 }).predict(51)).toThrow('crm-budget');
  });

  it('leaves calls alone that the service does not count', async () => {
    const { base } = await serve(json('{}'));
    const budget = new Budget({ host: base.host, share: 1, limit: 0 });
    await kit(base, { budget }).transport.request({ ...get('/x'), counted: false });
    expect(budget.state.used).toBe(0);
  });
});
