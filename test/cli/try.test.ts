import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { temporaryFolder } from '../config/folder.ts';
import { account, org } from './crm.ts';
import { pulseHere } from './pulse.ts';
it('x', async () => {
  const sf = await org();
  const cwd = temporaryFolder();
  const env = { CRM_CLIENT_SECRET: sf.app.clientSecret };
  const run = await pulseHere(['init', '--crm', 'salesforce', '--login-url', sf.url, '--client-id', sf.app.clientId, '--admins', 'a@b.c', '--yes'], { cwd, env });
  console.log(run.code, run.stdout, run.stderr, sf.calls.length);
  console.log(readFileSync(`${cwd}/partner-pulse.yaml`, 'utf8'));
  for (const args of [['config', 'check'], ['sync'], ['kpi', 'sourced-revenue', '--period', 'all']]) {
    const next = await pulseHere(args, { cwd, env });
    console.log(next.code, next.stdout.slice(0, 1200), next.stderr);
  }
  const hs = await account();
  const folder = temporaryFolder();
  const two = await pulseHere(['init', '--crm', 'hubspot', '--base-url', hs.url, '--yes', '--lang', 'de'], { cwd: folder, env: { CRM_TOKEN: hs.token } });
  console.log(two.code, two.stdout, two.stderr, hs.calls.length);
  console.log(readFileSync(`${folder}/partner-pulse.yaml`, 'utf8'));
}, 60000);
