import { join } from 'node:path';
import { permanentFolder, put } from '../config/folder.ts';
import { generateWorld, writeWorld } from '../demo/world/index.ts';
import { pulse } from './pulse.ts';

/** The demo program (60 partners, two years), synced through the real command line; the caller removes the folder. */
export async function demoFolder(): Promise<string> {
  const folder = permanentFolder();
  put(folder, 'partner-pulse.yaml', 'program: {timeZone: Europe/Berlin}\n');
  await writeWorld(generateWorld({ seed: 7, asOf: new Date('2026-11-20T10:00:00Z') }), join(folder, 'data'));
  const run = await pulse(['sync'], { cwd: folder });
  if (run.code !== 0 && run.code !== 3) throw new Error(`sync failed: ${run.stderr}`);
  return folder;
}
