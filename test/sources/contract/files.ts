import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyRecord, keyOf, type RecordOf } from '../../../src/records/records.ts';
import { sourceSettings } from '../../../src/sources/index.ts';
import { writeFolder } from '../../bench/world/folder.ts';
import type { Random } from '../../demo/world/random.ts';
import type { Change, Service } from './service.ts';
import { sourceName } from './truth.ts';

/** A folder of CSV files that somebody writes anew. */
export class FilesService implements Service {
  readonly folder = mkdtempSync(join(tmpdir(), 'pulse-files-'));
  readonly settings = sourceSettings.parse({ kind: 'files', name: sourceName, folder: this.folder });
  readonly secrets = {};
  readonly changes: readonly Change[];
  #records: AnyRecord[] = [];
  #now = Date.parse('2026-11-24T10:00:00Z');
  #made = 0;

  constructor() {
    for (let i = 0; i < 5; i += 1) this.#records.push(this.#partner());
    for (let i = 0; i < 8; i += 1) this.#records.push(this.#deal());
    for (let i = 0; i < 4; i += 1) this.#records.push(this.#attribution(`P${1 + (i % 3)}`, `D${6 + i}`));
    this.#write();
    const change = (name: string, work: (random: Random) => void): Change => ({
      name,
      settles: 'now',
      make: (random) => {
        work(random);
        this.#write();
        return true;
      },
    });
    this.changes = [
      change('a partner joins', () => void this.#records.push(this.#partner())),
      change('a deal is created', () => void this.#records.push(this.#deal())),
      change('a deal changes', (random) => this.#edit('deal', random, (deal) => ({ ...deal, amount: '77.70' }))),
      change('a deal is deleted', (random) => {
        const deal = this.#one('deal', random);
        const key = keyOf(sourceName, deal.id);
        this.#records = this.#records.filter(
          (one) => one !== deal && !(one.record === 'attribution' && one.deal === key),
        );
      }),
      change('a deal is attributed', (random) => {
        this.#records.push(this.#attribution(this.#one('partner', random).id, this.#one('deal', random).id));
      }),
      change('an attribution changes', (random) =>
        this.#edit('attribution', random, (one) => ({
          ...one,
          role: one.role === 'sourced' ? 'influenced' : 'sourced',
        })),
      ),
      change('partners are merged', () => {
        const [first, second] = this.#records.flatMap((one) =>
          one.record === 'partner' && one.mergedInto === null ? [one] : [],
        );
        if (first === undefined || second === undefined) throw new Error('no two partners are left');
        this.#replace(second, { ...second, mergedInto: keyOf(sourceName, first.id) });
      }),
    ];
  }

  #partner(): AnyRecord {
    this.#made += 1;
    return {
      ...{ record: 'partner', source: sourceName, id: `P${this.#made}`, url: null, name: `Partner ${this.#made}` },
      ...{ aliases: [], tier: 'Gold', region: null, motion: null, manager: null, active: null, joinedAt: null },
      ...{ onboardingStartedAt: null, onboardingCompletedAt: null, mergedInto: null },
    };
  }

  #deal(): AnyRecord {
    this.#made += 1;
    return {
      ...{ record: 'deal', source: sourceName, id: `D${this.#made}`, url: null, name: `Deal ${this.#made}` },
      ...{ amount: '10.50', currency: 'EUR', type: null, stage: 'Open', status: 'open', createdAt: '2026-01-01' },
      ...{ closedAt: null, expectedCloseOn: null, stageEnteredAt: null, lastActivityAt: null, owner: null },
      ...{ account: null, registration: null, direct: null },
    };
  }

  #attribution(partner: string, deal: string): AnyRecord {
    return {
      ...{ record: 'attribution', source: sourceName, id: null, role: 'sourced' },
      deal: keyOf(sourceName, deal),
      partner: keyOf(sourceName, partner),
    };
  }

  #one<T extends 'partner' | 'deal' | 'attribution'>(type: T, random: Random): RecordOf<T> {
    const is = (record: AnyRecord): record is Extract<AnyRecord, { record: T }> & RecordOf<T> => record.record === type;
    return random.pick(this.#records.filter(is));
  }

  #edit<T extends 'deal' | 'attribution'>(type: T, random: Random, work: (record: RecordOf<T>) => AnyRecord): void {
    const found = this.#one(type, random);
    this.#replace(found, work(found));
  }

  #replace(before: AnyRecord, after: AnyRecord): void {
    this.#records = this.#records.map((one) => (one === before ? after : one));
  }

  #write(): void {
    rmSync(this.folder, { recursive: true, force: true });
    writeFolder(this.folder, this.#records);
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += Math.ceil(ms);
  }

  settle(): void {
    this.advance(60_000);
  }

  truth(): readonly AnyRecord[] {
    return this.#records.filter((one) => one.record !== 'partner' || one.mergedInto === null);
  }

  merged(): ReadonlyMap<string, string> {
    return new Map(
      this.#records.flatMap((one) =>
        one.record === 'partner' && one.mergedInto !== null
          ? [[one.id, one.mergedInto.slice(sourceName.length + 1)] as const]
          : [],
      ),
    );
  }

  fill(): void {
    for (let i = 0; i < 30; i += 1) this.#records.push(this.#deal());
    this.#write();
  }

  wipe(): void {
    const deals = this.#records.filter(({ record }) => record === 'deal');
    const kept = new Set(deals.slice(0, 2));
    this.#records = this.#records.filter((one) => (one.record === 'deal' ? kept.has(one) : one.record === 'partner'));
    this.#write();
  }

  close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    return Promise.resolve();
  }
}
