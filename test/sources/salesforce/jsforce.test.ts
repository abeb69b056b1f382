import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Connection, OAuth2, VERSION } from 'jsforce/lib/core.js';
import { expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { failureOf, signal } from '../http/support.ts';
import { bench, manyAccounts, pagesOf } from './support.ts';

it('has the property in which our transport is put, in the version that is pinned', () => {
  expect(packageJson.dependencies.jsforce).toBe(`npm:@jsforce/jsforce-node@${VERSION}`);
  for (const one of [new Connection(), new OAuth2({ loginUrl: 'http://127.0.0.1:1' })])
    expect(typeof Reflect.get(Reflect.get(one, '_transport'), 'httpRequest')).toBe('function');
});

it('is not loaded before the first call', async () => {
  const index = resolve('src/sources/salesforce/index.ts');
  const script = `await import(${JSON.stringify(index)});
    const { Module } = process.getBuiltinModule('node:module');
    console.log(Object.keys(Module._cache).filter((path) => path.includes('jsforce')).length);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout.trim()).toBe('0');
});

it('asks for tokens, descriptions and pages, and each of its calls is counted and timed by us', async () => {
  const { salesforce, client, budget, log } = await bench({ seed: manyAccounts(2_001) });
  await client.describe('Account', signal());
  await pagesOf(client, 'SELECT Id FROM Account ORDER BY Id');
  expect(salesforce.calls.map(({ route }) => route)).toEqual(['token', 'describe', 'queryAll', 'queryMore']);
  expect(budget.state.usedNow).toBe(3);
  expect(log.lines.filter((line) => line.startsWith('debug crm call'))).toHaveLength(4);
});

it('follows no redirect and takes no proxy from the environment', async () => {
  const { salesforce, client } = await bench();
  salesforce.fail('describe', { redirectTo: 'http://127.0.0.1:9' });
  expect((await failureOf(client.describe('Account', signal()))).code).toBe('crm-elsewhere');
  const before = process.env.http_proxy;
  process.env.http_proxy = 'http://127.0.0.1:9';
  try {
    expect((await client.describe('Account', signal())).changed).toBe(true);
  } finally {
    if (before === undefined) delete process.env.http_proxy;
    else process.env.http_proxy = before;
  }
});
