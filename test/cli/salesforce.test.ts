import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { put, temporaryFolder } from '../config/folder.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import { closedPort } from '../sources/http/support.ts';
import { outcomeOf, pulse, startPulse } from './pulse.ts';

async function org(): Promise<SalesforceStandIn> {
  const salesforce = await startSalesforce({ startAt: new Date().toISOString() });
  onTestFinished(() => salesforce.close());
  return salesforce;
}

function folderFor(salesforce: SalesforceStandIn, flow: string): string {
  const folder = temporaryFolder();
  put(
    folder,
    'partner-pulse.yaml',
    `sources:
  - kind: salesforce
    loginUrl: ${salesforce.loginUrl}
    login: {flow: ${flow}, clientId: ${salesforce.app.clientId}}
    mapping: {ready: salesforce-junction}
`,
  );
  return folder;
}

describe('pulse salesforce', () => {
  it('prints the permission set of the mapping: reading and nothing else, asked of the org or offline', async () => {
    const salesforce = await org();
    const cwd = folderFor(salesforce, 'client-credentials');
    const env = { SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret };
    const [asked, offline] = await Promise.all([
      pulse(['salesforce', 'permissions'], { cwd, env }),
      pulse(['salesforce', 'permissions', '--offline'], { cwd }),
    ]);
    for (const { code, stdout, stderr } of [asked, offline]) {
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^<\?xml[\s\S]*<field>Account\.Partner_Tier__c<\/field>[\s\S]*<\/PermissionSet>\n$/);
      expect(stdout).not.toMatch(/<(allowCreate|allowEdit|allowDelete|editable|modifyAllRecords)>true/);
    }
  }, 30_000);

  it('lets somebody consent once in the browser, keeps the token 0600 beside the store, and syncs with it', async () => {
    const salesforce = await org();
    const cwd = folderFor(salesforce, 'refresh-token');
    const port = await closedPort();
    salesforce.app.redirectUris.push(`http://localhost:${port}/callback`);
    salesforce.app.scopes.push('refresh_token');
    const child = startPulse(['salesforce', 'consent', '--port', port], { cwd });
    const outcome = outcomeOf(child);
    const address = await new Promise<string>((found) => {
      let told = '';
      child.stderr?.on('data', (text: string) => {
        told += text;
        const [seen] = /http:\S+authorize\S+(?=\n)/.exec(told) ?? [];
        if (seen !== undefined) found(seen);
      });
    });
    const sent = await fetch(address, { redirect: 'manual' });
    const page = await fetch((sent.headers.get('location') ?? '').replace('localhost', '127.0.0.1'));
    expect(await page.text()).toContain('can be closed');
    const run = await outcome;
    expect(run.code, run.stderr).toBe(0);
    const [kept = ''] = readdirSync(cwd).filter((name) => name.endsWith('.refreshToken'));
    expect(statSync(join(cwd, kept)).mode & 0o777).toBe(0o600);
    const token = readFileSync(join(cwd, kept), 'utf8');
    expect(run.stdout + run.stderr).not.toContain(token);
    const sync = await pulse(['sync'], { cwd });
    expect(sync.code, sync.stderr).toBe(0);
    expect(sync.stdout).toMatch(/partner +6/);
  }, 40_000);

  it('says what is expected: another word, another flow, no such source', async () => {
    const salesforce = await org();
    const cwd = folderFor(salesforce, 'client-credentials');
    const wrong = await pulse(['salesforce', 'consent'], { cwd });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('refresh-token');
    expect((await pulse(['salesforce', 'delete'], { cwd })).stderr).toContain('salesforce permissions');
    expect((await pulse(['salesforce', 'permissions', '--source', 'sf'], { cwd })).stderr).toContain('salesforce');
    expect(existsSync(join(cwd, 'partner-pulse.db'))).toBe(false);
  }, 30_000);
});
