import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../config/folder.ts';

const binFolder = resolve(import.meta.dirname, '../../bin');
/** As a Node that cannot run TypeScript sees itself. */
const tooOld = ['--no-experimental-strip-types'];

const run = (bin: string, args: readonly string[], flags: readonly string[] = tooOld) =>
  spawnSync(process.execPath, [...flags, join(bin, 'partner-pulse.js'), ...args], {
    encoding: 'utf8',
    cwd: temporaryFolder(),
  });

/** The package without its node_modules, somewhere else. */
function copyOfBin(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(binFolder, bin, { recursive: true });
  return bin;
}

describe('a Node that cannot run TypeScript', () => {
  it('gets one line with the remedy, and exit code 2', () => {
    const bin = copyOfBin(temporaryFolder());
    const { status, stdout, stderr } = run(bin, ['kpis']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^partner-pulse: needs Node 24 or later, this is v\d+.* Remedy: run `npm ci` in .*\n$/);
  });

  it('hands over to the Node that npm ci brought, with arguments, output and exit code', () => {
    expect(run(binFolder, ['--version'])).toMatchObject({ status: 0, stderr: '' });
    const wrong = run(binFolder, ['kpo']);
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('did you mean “kpi”?');
  });

  it('can parse the file at all: nothing in it is younger than Node 12', () => {
    const text = readFileSync(join(binFolder, 'partner-pulse.js'), 'utf8');
    expect(text).not.toMatch(/\?\.[a-z[(]|\?\?|'node:|\bawait\b|#[a-z]+ =/);
  });
});

describe('a package without what it needs', () => {
  it('says so in one line: packages not installed, or installed where Node runs no TypeScript', () => {
    const bare = run(copyOfBin(temporaryFolder()), ['kpis'], []);
    expect([bare.status, bare.stderr]).toEqual([
      2,
      expect.stringMatching(/^partner-pulse: its packages are not installed\. Remedy: .*\n$/),
    ]);
    const inside = run(copyOfBin(join(temporaryFolder(), 'node_modules/partner-pulse')), ['kpis'], []);
    expect([inside.status, inside.stderr]).toEqual([
      2,
      expect.stringMatching(/^partner-pulse: Node does not run .*\n$/),
    ]);
  });
});
