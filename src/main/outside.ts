import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Config, ProxySettings } from '../config/config.ts';
import type { SourceTools } from '../sources/index.ts';
import { type SourceSecrets, secretNames, secretStore } from '../sources/secrets.ts';
import type { Outside, SyncLog } from '../sources/sync.ts';
import type { OutsideStart } from './sync-messages.ts';

/** What a thread is told of the world beyond the machine; secrets in the clear, since only it gets them. */
export const outsideOf = ({ beside, secrets, sourceSecrets, proxy }: Config): OutsideStart => ({
  beside,
  secrets: Object.fromEntries(
    [...secrets].map(([source, own]) => [
      source,
      Object.fromEntries(Object.entries(own).map(([name, secret]) => [name, secret.reveal()])),
    ]),
  ),
  named: Object.fromEntries(
    Object.entries(sourceSecrets).flatMap(([name, secret]) => (secret === undefined ? [] : [[name, secret.reveal()]])),
  ),
  proxy: proxyOf(proxy),
});

function proxyOf({ http, https, except }: ProxySettings): OutsideStart['proxy'] {
  if (http === undefined && https === undefined) return null;
  return { http: http?.reveal() ?? '', https: https?.reveal() ?? '', except: except ?? '' };
}

/** The file in which the rows of a CRM are kept. */
export const mirrorFile = (beside: string, source: string): string => `${beside}.${source}.mirror`;

/** The world as one source meets it. */
export function outsideFor(start: OutsideStart, source: string, dispatcher: Dispatcher | undefined): Outside {
  const given: SourceSecrets = start.secrets[source] ?? {};
  return {
    secrets: secretStore(source, given, `${start.beside}.${source}`),
    random: Math.random,
    sleep: (ms, signal) => pause(ms, undefined, { signal }),
    dispatcher,
    mirror: mirrorFile(start.beside, source),
  };
}

/** What sources that fetch files are given. */
export const toolsFor = (start: OutsideStart, dispatcher: Dispatcher | undefined, log: SyncLog): SourceTools => ({
  cacheFolder: `${start.beside}.copies`,
  secret: (name) => start.named[name],
  clock: { now: Date.now, sleep: (ms, signal) => pause(ms, undefined, { signal }) },
  random: Math.random,
  log: { debug: () => undefined, warn: (fields, message) => log.warn(fields, message) },
  ...(dispatcher === undefined ? {} : { dispatcher }),
});

/** Removes what lies beside the store of a source that is forgotten: rows of a CRM, copies of files, a renewed token. */
export function removeBeside(beside: string, source: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${mirrorFile(beside, source)}${end}`, { force: true });
  rmSync(join(`${beside}.copies`, source), { force: true, recursive: true });
  for (const name of secretNames.salesforce) rmSync(`${beside}.${source}.${name}`, { force: true });
}
