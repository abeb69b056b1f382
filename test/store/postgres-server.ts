import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const programs = '/usr/lib/postgresql/15/bin';

/** Why there is no PostgreSQL server to test on, or undefined. */
export const postgresMissing: string | undefined = existsSync(join(programs, 'initdb'))
  ? undefined
  : 'PostgreSQL 15 is not installed';

const idOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

/** The server refuses to run as root. */
const user = (): { uid: number; gid: number } | undefined =>
  process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;

async function untilReady(server: ChildProcess): Promise<void> {
  const lines: string[] = [];
  for await (const chunk of server.stderr ?? []) {
    lines.push(String(chunk));
    if (lines.join('').includes('ready to accept connections')) return;
  }
  throw new Error(`PostgreSQL did not start: ${lines.join('')}`);
}

export interface PostgresServer {
  /** Address of an empty schema in it. */
  schema(name: string): string;
  readonly admin: string;
  stop(): Promise<void>;
}

/** A throw-away server on a socket in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-pg-'));
  chmodSync(folder, 0o755);
  const account = user();
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const as = { ...account, cwd: folder };
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'pulse', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const settings = ['-c', 'listen_addresses=', '-c', 'fsync=off', '-c', `unix_socket_directories=${folder}`];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], {
    ...as,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  await untilReady(server);
  server.stderr?.destroy();
  const admin = `postgres://pulse@/postgres?host=${encodeURIComponent(folder)}`;
  return {
    admin,
    schema: (name) => `${admin}&options=${encodeURIComponent(`-c search_path=${name}`)}`,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
