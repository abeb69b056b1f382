import { join } from 'node:path';
import { put } from '../config/folder.ts';
import { pulse } from './pulse.ts';

/** A small program as CSV files: two partners with a deal, one merged away, people and an amount with cents. */
const files: Readonly<Record<string, string>> = {
  'partners.csv': `id,name,aliases,tier,region,active,joined_at,merged_into,url
P1,Acme GmbH,acme|ACME Cloud,Gold,DACH,true,2025-01-01,,https://crm.example/P1
P2,Beta Ltd,,Silver,UKI,true,2025-02-01,,
P3,Old Acme,,,,true,2025-01-01,P1,
`,
  'deals.csv': `id,name,amount,currency,type,status,created_at,closed_at
D1,First,1000.50,EUR,new,won,2026-07-01,2026-08-10
D2,Second,2000,EUR,expansion,won,2026-07-02T10:00:00Z,2026-09-30T21:30:00Z
D3,Third,500,EUR,new,open,2026-09-01,
`,
  'attributions.csv': `deal_id,partner_id,role
D1,P1,sourced
D2,P3,sourced
D2,P2,sourced
D3,P2,sourced
`,
  'registrations.csv': `id,partner_id,deal_id,status,submitted_at,decided_at
R1,P1,D1,approved,2026-07-01,2026-07-04
R2,P2,D3,submitted,2026-09-15,
`,
  'trainings.csv': `partner_id,person_id,module,required,assigned_at,completed_at
P1,ann@acme.example,Basics,true,2026-01-01,2026-02-01
P2,bob@beta.example,Basics,true,2026-01-01,
`,
  'content_events.csv': `partner_id,asset_id,kind,at
P1,A1,view,2026-09-01T08:00:00Z
P1,A1,view,2026-09-01T08:00:00Z
`,
};

/** Writes the small program's folder, with some files replaced or added; its path. */
export function writeProgram(folder: string, changed: Readonly<Record<string, string>> = {}): string {
  for (const [name, text] of Object.entries({ ...files, ...changed })) put(folder, `data/${name}`, text);
  return join(folder, 'data');
}

/** Puts a configuration and the small program into a folder and syncs it; the folder. */
export async function syncedFolder(folder: string): Promise<string> {
  put(folder, 'partner-pulse.yaml', 'program: {timeZone: Europe/Berlin}\n');
  writeProgram(folder);
  const run = await pulse(['sync'], { cwd: folder });
  if (run.code !== 0) throw new Error(`sync failed: ${run.stderr}`);
  return folder;
}
