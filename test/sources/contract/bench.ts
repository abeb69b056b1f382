import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connections } from '../../../src/sources/crm/source.ts';
import { refreshCrm } from '../../../src/sources/crm/sync.ts';
import { type DryReport, dryRun } from '../../../src/sources/dry-run.ts';
import { openSource, type SourceSettings } from '../../../src/sources/index.ts';
import { secretStore } from '../../../src/sources/secrets.ts';
import { type SyncOptions, type SyncReport, syncSource } from '../../../src/sources/sync.ts';
import type { Outside, ReconcileAsked } from '../../../src/sources/sync-options.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Service } from './service.ts';
import { differences, recordsIn } from './truth.ts';

/** Our side of a service: a store, the mirror beside it, and the sync. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'pulse-contract-'));
  readonly service: Service;
  readonly connections: Connections = new Map();
  readonly logged: string[] = [];
  /** Is asked before each wait. */
  onSleep: () => Promise<void> | void = () => undefined;
  settings: SourceSettings;
  random: () => number = () => 0.5;
  #store: Store | null = null;

  constructor(service: Service) {
    this.service = service;
    this.settings = service.settings;
  }

  get storeFile(): string {
    return join(this.folder, 'store.db');
  }

  get mirrorFile(): string {
    return join(this.folder, `${this.settings.name}.mirror`);
  }

  get store(): Store {
    if (this.#store === null) throw new Error('the store is closed');
    return this.#store;
  }

  /** Opens the store that is in the folder, or another one. */
  async open(store?: Store): Promise<this> {
    this.#store =
      store ??
      (await openStore({
        address: this.storeFile,
        mode: 'own',
        role: 'sync',
        now: () => this.service.now(),
        warn: (message) => void this.logged.push(message),
      }));
    return this;
  }

  /** Ends the process, as far as it can be told from outside. */
  async shut(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
    this.connections.clear();
  }

  async close(): Promise<void> {
    await this.shut();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get outside(): Outside {
    const { service } = this;
    return {
      secrets: secretStore(this.settings.name, service.secrets, null),
      random: this.random,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        service.advance(ms);
        await this.onSleep();
        signal.throwIfAborted();
      },
      mirror: this.mirrorFile,
      connections: this.connections,
    };
  }

  get log() {
    const line = (fields: object, message: string): void => {
      this.logged.push(`${message} ${JSON.stringify(fields)}`);
    };
    return { info: line, warn: line };
  }

  async sync(more: Partial<SyncOptions> = {}): Promise<SyncReport> {
    return await syncSource({
      source: openSource(this.settings, 'UTC'),
      store: this.store,
      now: () => this.service.now(),
      acceptDeletions: true,
      rejectsFile: null,
      outside: this.outside,
      onProgress: () => undefined,
      log: this.log,
      signal: new AbortController().signal,
      ...more,
    });
  }

  async dry(reconcile: ReconcileAsked = false): Promise<DryReport> {
    return await dryRun({
      source: openSource(this.settings, 'UTC'),
      store: this.store,
      outside: this.outside,
      full: false,
      reconcile,
      now: () => this.service.now(),
      onProgress: () => undefined,
      log: this.log,
      signal: new AbortController().signal,
    });
  }

  /** Reads partners of a CRM anew. */
  async refresh(...partners: readonly string[]): Promise<number> {
    const source = openSource(this.settings, 'UTC');
    if ('records' in source) throw new Error('no CRM');
    const { store, outside, log } = this;
    const now = () => this.service.now();
    return await refreshCrm({ source, store, outside, partners, log, now, signal: new AbortController().signal });
  }

  /** How the store differs from the service. */
  async differences(): Promise<readonly string[]> {
    const { service, store } = this;
    const truth = service.truth((id) => store.personHash(id));
    return differences(await recordsIn(store), truth, service.merged());
  }
}
