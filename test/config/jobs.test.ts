import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { BadConfig } from '../../src/config/problems.ts';
import { put, temporaryFolder } from './folder.ts';

it('jobs have the program’s zone unless they name their own, and copies a folder beside the file', () => {
  const folder = temporaryFolder();
  const yaml = [
    'program: {timeZone: Asia/Kolkata}',
    'jobs: {retention: {schedule: "30 6 * * 1", zone: Europe/Berlin}, reconciliation: {enabled: false}}',
    'backup: {folder: copies, keep: 3}',
  ].join('\n');
  put(folder, 'partner-pulse.yaml', yaml);
  const { jobs, backup } = loadConfig({ callerFolder: folder, env: {} });
  expect(jobs).toEqual({
    reconciliation: { cron: '10 5 * * *', zone: 'Asia/Kolkata', enabled: false },
    retention: { cron: '30 6 * * 1', zone: 'Europe/Berlin', enabled: true },
    backup: { cron: '40 3 * * *', zone: 'Asia/Kolkata', enabled: true },
  });
  expect(backup).toEqual({ folder: join(folder, 'copies'), keep: 3 });
  const plain = loadConfig({ callerFolder: temporaryFolder(), env: {} });
  expect([plain.backup, plain.jobs.backup.enabled]).toEqual([null, false]);
});

it('a schedule or a zone of a job that is none is refused, by line, with what was expected', () => {
  const yaml = [
    'jobs:',
    '  retention: {schedule: "0 9 1 * 1", zone: Europe/Atlantis}',
    '  reconciliation: {schedule: "0 9 * *"}',
    '  syncc: {}',
    'backup: {folder: b, keep: 0, schedule: "@daily", zone: +02:00}',
  ].join('\n');
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', yaml);
  const load = () => loadConfig({ callerFolder: folder, env: {} });
  expect(load).toThrow(BadConfig);
  expect(load).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          line: 2,
          key: 'jobs.retention.schedule',
          expected: { kind: 'phrase', text: expect.stringContaining('five cron fields') },
        }),
        expect.objectContaining({
          line: 2,
          key: 'jobs.retention.zone',
          expected: { kind: 'phrase', text: 'an IANA time zone such as Europe/Berlin' },
        }),
        expect.objectContaining({ line: 3, key: 'jobs.reconciliation.schedule' }),
        expect.objectContaining({ code: 'unknown-key', line: 4, key: 'jobs.syncc' }),
        expect.objectContaining({ line: 5, key: 'backup.keep', expected: { kind: 'integer', min: 1, max: 1_000 } }),
        expect.objectContaining({ line: 5, key: 'backup.schedule' }),
        expect.objectContaining({ line: 5, key: 'backup.zone' }),
      ],
    }),
  );
});
