import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Config, ProxySettings } from '../config/config.ts';
import { type SourceSecrets, secretStore } from '../sources/secrets.ts';
import type { Outside } from '../sources/sync.ts';
import type { OutsideStart } from './sync-messages.ts';

/** What a thread is told of the world beyond the machine; secrets in the clear, since only it gets them. */
export const outsideOf = ({ beside, secrets, proxy }: Config): OutsideStart => ({
  beside,
  secrets: Object.fromEntries(
    [...secrets].map(([source, own]) => [
      source,
      Object.fromEntries(Object.entries(own).map(([name, secret]) => [name, secret.reveal()])),
    ]),
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
