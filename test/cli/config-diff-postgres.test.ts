import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { put, temporaryFolder } from '../config/folder.ts';
import { postgresMissing, startPostgres } from '../store/postgres-server.ts';
import { writeProgram } from './program.ts';
import { pulseHere } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const check = schemaChecker();

it.skipIf(postgresMissing !== undefined)(
  'a trial of a configuration says that it leaves out histories where the store is on PostgreSQL',
  async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const cwd = temporaryFolder();
    writeProgram(cwd);
    put(cwd, 'partner-pulse.yaml', 'program: {currency: EUR}\n');
    const on = (store: string) => ({
      cwd,
      env: { PARTNER_PULSE_STORE: store, PARTNER_PULSE_PERSON_KEY: 'ab'.repeat(32) },
    });
    const client = new pg.Client(server.admin);
    await client.connect();
    await client.query('create schema diff');
    await client.end();
    const onServer = on(server.schema('diff'));
    const file = on('local.db');
    for (const [where, leavesOutHistories] of [
      [onServer, true],
      [file, false],
    ] as const) {
      const sync = await pulseHere(['sync'], where);
      expect([0, 3], sync.stderr).toContain(sync.code);
      const told = JSON.parse((await pulseHere(['config', 'diff', '--json'], where)).stdout);
      check('config-diff', told);
      expect(told).toMatchObject({ leavesOutHistories, figures: [] });
      const { stdout } = await pulseHere(['config', 'diff'], where);
      expect(stdout.includes('Histories that were kept here')).toBe(leavesOutHistories);
    }
  },
  60_000,
);
