import type { Readable, Writable } from 'node:stream';
import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import type { CrmDoor } from './crm-door.ts';

/** What the command line needs of its process; tests and `main.ts` bind it. */
export interface Host {
  /** Without node and script. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly folder: string;
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: Writable & { readonly columns?: number | undefined };
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly now: () => number;
  /** The sources of a configuration that are CRMs; absent: none can be opened. */
  readonly crms?: (config: Config) => readonly CrmDoor[];
  /** Calls back once, on the first SIGINT or SIGTERM; returns how to stop listening. */
  readonly onStop: (stop: (signal: string) => void) => () => void;
}

/**
 * The folder that the caller stands in. npm runs scripts in the package's folder and names the caller's in INIT_CWD; a
 * process that merely inherited INIT_CWD from npm, but was started elsewhere, stands where it stands.
 */
export function callerFolder(host: Pick<Host, 'env' | 'folder'>, packageFolder: string): string {
  const { INIT_CWD: caller, npm_package_json: manifest } = host.env;
  if (caller === undefined || caller === '') return host.folder;
  const scriptFolder = manifest === undefined ? packageFolder : manifest.replace(/[\\/]package\.json$/, '');
  return host.folder === scriptFolder ? caller : host.folder;
}
