import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder for one test, gone afterwards. */
export function temporaryFolder(): string {
  const folder = permanentFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty folder that the caller removes. */
export const permanentFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'partner-pulse-')));

/** Writes a file and the folders above it; its path. */
export function put(folder: string, name: string, text: string, mode = 0o644): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
  return file;
}
