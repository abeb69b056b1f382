// long: what every kind of source promises, in one list; a new kind gets all of it by its harness alone.
import { copyFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSource, sourceSettings } from '../../../src/sources/index.ts';
import { Random } from '../../demo/world/random.ts';
import { engines, type TestEngine } from '../../store/engines.ts';
import { pulseErrorOf } from '../support.ts';
import { Bench } from './bench.ts';
import { harnesses, kinds } from './harnesses.ts';
import { isRemote, type RemoteService, type Service } from './service.ts';
import { recordsIn, sourceName } from './truth.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function benchOf(service: Service): Promise<Bench> {
  const bench = new Bench(service);
  open.push(bench, service);
  return await bench.open();
}

function postgres(): TestEngine {
  const engine = engines.find(({ name }) => name === 'PGlite');
  if (engine === undefined) throw new Error('no PGlite');
  return engine;
}
beforeAll(() => postgres().start());
afterAll(() => postgres().stop());

it('every kind of source has a harness here', () => {
  expect(Object.keys(harnesses).sort(), 'write test/sources/contract/KIND.ts and name it in harnesses.ts').toEqual(
    [...kinds].sort(),
  );
});

const start = async (kind: (typeof kinds)[number]): Promise<Bench> => await benchOf(await harnesses[kind]());

describe.each(kinds)('a source of the kind %s', (kind) => {
  it('is read whole by the first sync, and a second one changes nothing', async () => {
    const bench = await start(kind);
    const { result } = await bench.sync();
    expect(result.added).toBeGreaterThan(10);
    expect(await bench.differences()).toEqual([]);
    const version = await bench.store.dataVersion();
    bench.service.settle('day');
    expect((await bench.sync()).result).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    expect((await bench.sync({ full: true })).result).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    expect(await bench.store.dataVersion()).toBe(version);
  });

  it('brings every change alone with the next sync that can see it', async () => {
    const bench = await start(kind);
    const random = new Random(7);
    await bench.sync();
    for (const { name, settles, make } of bench.service.changes) {
      if (!make(random)) continue;
      bench.service.settle(settles);
      await bench.sync({ reconcile: settles === 'check' });
      expect(await bench.differences(), name).toEqual([]);
    }
  });

  it('does not delete most of a record type unless told to (rule 7.2)', async () => {
    const bench = await start(kind);
    bench.service.fill();
    bench.service.settle('now');
    await bench.sync();
    const before = await recordsIn(bench.store);
    bench.service.wipe();
    bench.service.settle('day');
    const refused = await pulseErrorOf(bench.sync({ acceptDeletions: false }));
    expect(refused).toMatchObject({ code: 'too-many-deletions', params: { type: 'deal' } });
    expect(await recordsIn(bench.store)).toEqual(before);
    await bench.sync({ acceptDeletions: true, reconcile: true });
    expect(await bench.differences()).toEqual([]);
  });

  it('leaves the store as it was when it is stopped, and goes on with the next sync', async () => {
    const bench = await start(kind);
    const stop = new AbortController();
    const reason = new Error('enough');
    const stopped = bench.sync({ signal: stop.signal, onProgress: () => stop.abort(reason) });
    await expect(stopped).rejects.toBe(reason);
    expect(await recordsIn(bench.store)).toEqual([]);
    expect(await bench.store.notices.open()).toEqual([]);
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
  });

  it('writes nothing in a dry run', async () => {
    const bench = await start(kind);
    const dry = await bench.dry();
    expect(dry.source).toBe(sourceName);
    expect(await bench.store.sourceStates()).toEqual([]);
    expect(await recordsIn(bench.store)).toEqual([]);
    if (isRemote(bench.service) && dry.kind === 'calls') {
      const asked = bench.service.calls();
      await bench.sync();
      // Descriptions only: the rows are still to be read.
      expect(bench.service.calls()).toBeGreaterThan(asked);
      expect(dry.passes.length).toBeGreaterThan(3);
    }
  });

  it('leaves the records of another source alone', async () => {
    const bench = await start(kind);
    const other = await harnesses.files();
    open.push(other);
    const settings = sourceSettings.parse({ ...other.settings, name: 'other' });
    await bench.sync({ source: openSource(settings, 'UTC') });
    const others = await recordsIn(bench.store, 'other');
    expect(others.length).toBeGreaterThan(5);
    const random = new Random(3);
    await bench.sync();
    for (const change of bench.service.changes.slice(0, 6)) change.make(random);
    bench.service.settle('day');
    await bench.sync({ reconcile: true });
    expect(await bench.differences()).toEqual([]);
    expect(await recordsIn(bench.store, 'other')).toEqual(others);
    const own = await recordsIn(bench.store);
    await bench.store.forget('other');
    expect(await recordsIn(bench.store)).toEqual(own);
  });

  it('is right again after the store came back from a backup', async () => {
    const bench = await start(kind);
    const random = new Random(5);
    await bench.sync();
    const backup = join(bench.folder, 'backup.db');
    await bench.store.backup(backup);
    for (const change of bench.service.changes.slice(0, 8)) change.make(random);
    bench.service.settle('day');
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
    await bench.shut();
    for (const end of ['', '-wal', '-shm']) rmSync(`${bench.storeFile}${end}`, { force: true });
    copyFileSync(backup, bench.storeFile);
    await bench.open();
    expect(await bench.differences()).not.toEqual([]);
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
  });

  it('fills a store on PostgreSQL as well', async () => {
    const service = await harnesses[kind]();
    const bench = new Bench(service);
    try {
      await bench.open(await (await postgres().place()).open({ now: () => service.now() }));
      await bench.sync();
      expect(await bench.differences()).toEqual([]);
      const random = new Random(11);
      for (const change of service.changes.slice(0, 12)) change.make(random);
      service.settle('day');
      await bench.sync({ reconcile: true });
      expect(await bench.differences()).toEqual([]);
    } finally {
      await bench.close();
      await service.close();
    }
  });
});

/** The kinds that are asked over HTTP, as their harnesses say. */
const remote = kinds.filter((kind) => kind !== 'files');

async function startRemote(kind: (typeof kinds)[number]): Promise<{ bench: Bench; service: RemoteService }> {
  const bench = await start(kind);
  if (!isRemote(bench.service)) throw new Error(`${kind} is not asked over HTTP`);
  return { bench, service: bench.service };
}

describe.each(remote)('a CRM of the kind %s', (kind) => {
  const callsOf = async (service: RemoteService, work: () => Promise<unknown>): Promise<number> => {
    const before = service.calls();
    await work();
    return service.calls() - before;
  };

  it('goes on behind what it had when it breaks in the middle', async () => {
    const whole = await startRemote(kind);
    const fresh = await callsOf(whole.service, () => whole.bench.sync());
    const { bench, service } = await startRemote(kind);
    service.breakDown(Math.floor((fresh * 2) / 3));
    const failure = await pulseErrorOf(bench.sync());
    expect(failure.code).toBe('crm-unreachable');
    expect(await recordsIn(bench.store)).toEqual([]);
    service.heal();
    // What was read is kept: descriptions are asked again, rows are not.
    expect(await callsOf(service, () => bench.sync())).toBeLessThan(fresh * 0.75);
    expect(await bench.differences()).toEqual([]);
    service.settle('now');
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
  });

  it('says that its secret is refused, changes nothing, and ends the notice when it is accepted', async () => {
    const { bench, service } = await startRemote(kind);
    await bench.sync();
    const before = await recordsIn(bench.store);
    service.refuseSecret();
    service.settle('now');
    const failure = await pulseErrorOf(bench.sync());
    expect(failure.code).toBe('crm-refused');
    expect(await recordsIn(bench.store)).toEqual(before);
    expect(await bench.store.notices.open()).toMatchObject([{ source: sourceName, code: failure.code }]);
    service.acceptSecret();
    await bench.sync();
    expect(await bench.store.notices.open()).toEqual([]);
    expect(await bench.differences()).toEqual([]);
  });

  it('finds what vanished, and what was never told, by ids', async () => {
    const { bench, service } = await startRemote(kind);
    await bench.sync();
    service.vanish();
    service.appear();
    service.settle('now');
    await bench.sync();
    expect(await bench.differences()).not.toEqual([]);
    await bench.sync({ reconcile: true });
    expect(await bench.differences()).toEqual([]);
  });

  it('reads one partner anew when asked', async () => {
    const { bench, service } = await startRemote(kind);
    await bench.sync();
    service.settle('now');
    const partner = service.changeOfPartner();
    expect(await bench.differences()).not.toEqual([]);
    expect(await bench.refresh(partner)).toBeGreaterThan(1);
    expect(await bench.differences()).toEqual([]);
  });

  it('stops before it reads what would pass its share of the daily limit', async () => {
    const { bench, service } = await startRemote(kind);
    await bench.sync();
    const before = await recordsIn(bench.store);
    bench.settings = sourceSettings.parse({ ...service.settings, dailyPercent: 0.000_001 });
    bench.connections.clear();
    service.settle('now');
    const asked = await callsOf(service, async () => {
      expect((await pulseErrorOf(bench.sync({ full: true }))).code).toBe('crm-budget');
    });
    // A token, and who it is for: neither counts for a limit.
    expect(asked).toBeLessThanOrEqual(2);
    expect(await recordsIn(bench.store)).toEqual(before);
  });

  it('makes the records of another mapping without reading again what it knows', async () => {
    const { bench, service } = await startRemote(kind);
    const fresh = await callsOf(service, () => bench.sync());
    service.remap();
    bench.settings = service.settings;
    bench.connections.clear();
    expect(await bench.differences()).not.toEqual([]);
    expect(await callsOf(service, () => bench.sync())).toBeLessThan(fresh);
    expect(await bench.differences()).toEqual([]);
  });

  it('is right again when the mirror is lost or damaged', async () => {
    const { bench, service } = await startRemote(kind);
    await bench.sync();
    service.settle('now');
    rmSync(bench.mirrorFile);
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
    for (const harm of [
      () => writeFileSync(bench.mirrorFile, 'this is no database, and was none at any time, whatever stands here'),
      () => truncateSync(bench.mirrorFile, 20_000),
    ]) {
      for (const end of ['-wal', '-shm']) rmSync(`${bench.mirrorFile}${end}`, { force: true });
      harm();
      service.settle('now');
      await bench.sync();
      expect(await bench.differences()).toEqual([]);
    }
    expect(readdirSync(bench.folder).some((name) => name.includes('damaged'))).toBe(true);
  });
});
