import { it } from 'vitest';
import { account, hubspotFolder, org, salesforceFolder } from './crm.ts';
import { pulseHere } from './pulse.ts';
it('x', async () => {
  const sf = await org();
  const run = await pulseHere(['doctor', '--source', 'crm', '--since', '2026-11-01'], salesforceFolder(sf, '{ready: salesforce-lookup}'));
  console.log(run.code, run.stdout, run.stderr, sf.calls.map((c) => `${c.route} ${c.object ?? ''}`).join('\n'));
  const hs = await account();
  const two = await pulseHere(['doctor', '--source', 'crm', '--since', '2026-11-01', '--lang', 'de'], hubspotFolder(hs, '{ready: hubspot-custom-objects}'));
  console.log(two.code, two.stdout, two.stderr, hs.calls.map((c) => `${c.route} ${c.type ?? ''}`).join('\n'));
}, 60000);
