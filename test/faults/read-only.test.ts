import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syncedFolder, writeProgram } from '../cli/program.ts';
import { pulse, type Run } from '../cli/pulse.ts';
import { temporaryFolder } from '../config/folder.ts';
import { environmentOf, startBotProcess, workspace } from '../main/bot.ts';
import { hasDisks, SmallDisk, unlessDisks } from './disks.ts';

function expectTold({ code, stderr, stdout }: Run, file: string): void {
  expect([code, stdout], stderr).toEqual([1, '']);
  expect(
    stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{')),
  ).toEqual([
    expect.stringMatching(
      `^partner-pulse: ${file} cannot be written\\. Check that the folder exists, is not read-only`,
    ),
  ]);
  expect(stderr).not.toMatch(/\n\s+at |internal/);
}

describe.skipIf(!hasDisks)(`a folder that nothing can be written to${unlessDisks}`, () => {
  it('is named, whoever needs to write there, and nothing in it changes', async () => {
    const disk = new SmallDisk(16);
    const { folder } = disk;
    await syncedFolder(folder);
    const store = join(folder, 'partner-pulse.db');
    const before = readdirSync(folder).map((name) => [
      name,
      name === 'data' ? '' : readFileSync(join(folder, name), 'hex'),
    ]);
    disk.readOnly = true;
    expectTold(await pulse(['sync'], { cwd: folder }), `${store}.lock`);
    // SQLite needs a file beside the store even to read it while nobody owns it.
    for (const command of [['status'], ['kpi', 'sourced-revenue']]) {
      expectTold(await pulse(command, { cwd: folder }), folder);
    }
    const slack = await workspace();
    expectTold(await startBotProcess(folder, environmentOf(slack)).outcome, `${store}.lock`);
    disk.readOnly = false;
    expect(
      readdirSync(folder).map((name) => [name, name === 'data' ? '' : readFileSync(join(folder, name), 'hex')]),
    ).toEqual(before);
    expect((await pulse(['sync'], { cwd: folder })).code).toBe(0);
  }, 60_000);

  it('is named by a command whose file is to go there', async () => {
    const folder = await syncedFolder(temporaryFolder());
    const disk = new SmallDisk(1);
    disk.readOnly = true;
    const other = join(disk.folder, 'copy.db');
    expectTold(await pulse(['backup', other], { cwd: folder }), `${other}[^ ]*`);
    const rejects = join(disk.folder, 'rejects.csv');
    writeProgram(folder, { 'deals.csv': 'id,name,status,created_at\nD1,One,nonsense,x\n' });
    expectTold(await pulse(['sync', '--rejects', rejects], { cwd: folder }), rejects);
    expect((await pulse(['sync'], { cwd: folder })).code).toBe(3);
  }, 60_000);

  it('a copy that a backup made can be read there', async () => {
    const folder = await syncedFolder(temporaryFolder());
    const disk = new SmallDisk(4);
    const copy = join(disk.folder, 'copy.db');
    expect((await pulse(['backup', copy], { cwd: folder })).code).toBe(0);
    disk.readOnly = true;
    expect((await pulse(['status', '--store', copy], { cwd: folder })).code).toBe(0);
  }, 60_000);
});
