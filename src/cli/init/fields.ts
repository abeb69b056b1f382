import { join } from 'node:path';
import { UsageError } from '../arguments.ts';
import { hubspotFiles } from './fields-hubspot.ts';
import { salesforceFiles } from './fields-salesforce.ts';
import type { Kind } from './questions.ts';
import { type Files, writeNew } from './write.ts';

/**
 * Writes the five attribution fields (source or influence, partner account, registration id, tier, certification status) for an
 * administrator to deploy, with the mapping that reads them; the paths written. Throws `file-exists`, `file-not-writable`.
 */
export async function writeFields(kind: Kind, folder: string, force: boolean): Promise<readonly string[]> {
  if (kind === 'files')
    throw new UsageError('usage.init-bad', { option: '--crm', value: kind, expected: 'salesforce, hubspot' });
  const files: Files = kind === 'salesforce' ? salesforceFiles() : hubspotFiles();
  const written: string[] = [];
  for (const [path, text] of files) {
    const file = join(folder, path);
    await writeNew(file, text, force);
    written.push(file);
  }
  return written;
}
