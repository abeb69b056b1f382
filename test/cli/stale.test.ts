import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { put, temporaryFolder } from '../config/folder.ts';
import { writeProgram } from './program.ts';
import { pulse } from './pulse.ts';

it('a file that is too old is told with each figure that rests on it, and in the status, until a new one comes', async () => {
  const cwd = temporaryFolder();
  put(
    cwd,
    'partner-pulse.yaml',
    'sources: [{kind: files, name: lms, folder: data, files: [{record: trainings, maxAge: 8d}]}]\n',
  );
  writeProgram(cwd, { 'trainings.csv': 'partner_id,module\nP1,Basics\n' });
  const file = join(cwd, 'data/trainings.csv');
  const dayMs = 86_400_000;
  const touch = (ageMs: number): void => utimesSync(file, (Date.now() - ageMs) / 1000, (Date.now() - ageMs) / 1000);
  touch(9 * dayMs);
  expect((await pulse(['sync'], { cwd })).code).toBe(0);
  const training = await pulse(['kpi', 'training-certification'], { cwd });
  expect(training.stderr).toMatch(/trainings\.csv is of .*, older than it may be/);
  expect((await pulse(['scorecard', 'P1'], { cwd })).stderr).toContain('trainings.csv is of');
  expect((await pulse(['kpi', 'registered-deals'], { cwd })).stderr).not.toContain('trainings.csv');
  expect((await pulse(['status'], { cwd })).stdout).toMatch(
    /lms since .*trainings\.csv is of .*, older than the 192 h/,
  );
  touch(0);
  expect((await pulse(['sync'], { cwd })).code).toBe(0);
  expect((await pulse(['kpi', 'training-certification'], { cwd })).stderr).not.toContain('trainings.csv');
  expect(JSON.parse((await pulse(['status', '--json'], { cwd })).stdout).notices).toEqual([]);
}, 40_000);
