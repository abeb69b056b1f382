import { expect, it } from 'vitest';
import type { Fault } from '../../doubles/hubspot/index.ts';
import { failureOf, told } from '../http/support.ts';
import { bench, idsIn, signal } from './support.ts';

const passing: readonly (readonly [string, Fault])[] = [
  ['a reset before the answer', { reset: 'before' }],
  ['a reset in mid-body', { reset: 'middle' }],
  ['JSON without its end', { truncate: true }],
  ['a 503 without a content type', { status: 503, contentType: null, body: '' }],
  ['a 502 page', { status: 502, html: true }],
  ['a page with status 200', { html: true }],
  ['a lock', { status: 423 }],
  ['an account that moves for a moment', { status: 477, retryAfter: 5 }],
  ['a server that is out of order', { status: 521 }],
];

it.each(passing)('tries again after %s', async (_name, fault) => {
  const { hubspot, client, clock } = await bench();
  hubspot.portal.create('deals', { dealname: 'One' });
  hubspot.fail('list', { ...fault, times: 2 });
  expect(await idsIn(client.list('deals', { properties: ['dealname'], signal: signal() }))).toHaveLength(1);
  expect(clock.waits).toHaveLength(2);
});

it.each([
  ['a login page that stays', { html: true }, 'crm-unexpected-answer'],
  ['JSON without results', { status: 200, body: '{"status":"ok"}' }, 'crm-unexpected-answer'],
  ['another address', { redirect: 'https://elsewhere.example/' }, 'crm-elsewhere'],
  ['an account that moves for hours', { status: 477, retryAfter: 7200 }, 'crm-unreachable'],
  ['an address that is too long', { status: 414, body: 'URI Too Long', contentType: 'text/plain' }, 'crm-query'],
] as const)('fails with its cause and remedy: %s', async (_name, fault, code) => {
  const { hubspot, client } = await bench();
  hubspot.fail('list', { ...fault, times: Number.POSITIVE_INFINITY });
  const failure = await failureOf(idsIn(client.list('deals', { properties: [], signal: signal() })));
  expect(failure.code).toBe(code);
  told(failure);
});

it('gives up a stalled body after its time, and the caller’s wish to stop is no failure of the service', async () => {
  const { hubspot, connect } = await bench();
  hubspot.fail('account', { stall: true, times: 5 });
  const client = connect({}, { timeouts: { bodyMs: 50 }, retries: { attempts: 2 } });
  expect((await failureOf(client.account(signal()))).params).toMatchObject({ why: 'timeout' });
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(client.account(stop.signal)).rejects.toThrow('enough');
});

it('does not believe ids that do not advance', async () => {
  const { hubspot, client } = await bench();
  const row = { id: '5', properties: {} };
  hubspot.fail('search', { status: 200, body: JSON.stringify({ total: 2, results: [row, row], paging: null }) });
  const asked = client.search('deals', [], { properties: [], behind: '0', signal: signal() });
  expect((await failureOf(asked)).code).toBe('crm-unexpected-answer');
});

it('does not take an unknown error beside rows for a deletion', async () => {
  const { hubspot, client } = await bench();
  const body = { status: 'COMPLETE', results: [], numErrors: 1, errors: [{ category: 'INTERNAL_ERROR' }] };
  hubspot.fail('batch', { status: 207, body: JSON.stringify(body) });
  const pages = client.batch('deals', ['5'], { properties: [], signal: signal() });
  expect((await failureOf(idsIn(pages))).facts.serviceCode).toBe('INTERNAL_ERROR');
});

it('refuses object types and cursors that are none', async () => {
  const { hubspot, client } = await bench();
  const failure = await failureOf(client.properties('deals/../../owners', signal()));
  expect(failure.code).toBe('crm-query');
  expect(hubspot.calls).toEqual([]);
  const body = JSON.stringify({ results: [], paging: { next: { after: '1&archived=true' } } });
  hubspot.fail('list', { status: 200, body });
  expect((await failureOf(idsIn(client.list('deals', { properties: [], signal: signal() })))).code).toBe(
    'crm-unexpected-answer',
  );
});
