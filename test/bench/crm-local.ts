// What the first full load of a CRM costs the syncing process behind the network: mirror, names, derivation, publication.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { keepHeapSmall, writingThreadLimits } from '../../src/main/small-heap.ts';
import type { PassPage } from '../../src/sources/crm/contract.ts';
import { publishCrm } from '../../src/sources/crm/publish.ts';
import { type PassSink, runPasses } from '../../src/sources/crm/run-passes.ts';
import type { CrmSource } from '../../src/sources/crm/source.ts';
import { type Crm, readMapping } from '../../src/sources/mapping/index.ts';
import { type Mirror, openMirror } from '../../src/sources/mirror/index.ts';
import { openStore } from '../../src/store/open.ts';
import { factsOf, type Load, loadsOf, readyOf } from './crm/pages.ts';
import { residentMb } from './process.ts';

const usage = `Usage: node test/bench/crm-local.ts [--crm salesforce|hubspot] [--size N] [--share N] [--keep] [--thread]
  --size    1: 10,000 partners, 200,000 deals, 50,000 registrations, 1,000,000 activities (default 0.2)
  --share   how many of the activities are with partners, 0 to 1 (default 0.4)
  --thread  in a thread with the limits of the one in which the bot and pulse sync read CRMs`;

const atOnce = 2_000;

/** CPU of this process by step, microseconds. */
class Meter {
  readonly steps: { readonly step: string; readonly us: number; readonly rows: number; readonly rss: number }[] = [];

  async of<R>(step: string, rows: number, work: () => Promise<R> | R): Promise<R> {
    const began = process.cpuUsage();
    const result = await work();
    this.add(step, rows, spentSince(began));
    return result;
  }

  add(step: string, rows: number, us: number): void {
    this.steps.push({ step, rows, us, rss: process.memoryUsage.rss() / 1e6 });
    if (process.env.BENCH_MEMORY !== undefined) console.log(step, process.memoryUsage());
  }
}

function spentSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

/** Reads a load through the engine's own way of reading passes; only the work behind the pages counts. */
async function readAll(meter: Meter, mirror: Mirror, load: Load): Promise<void> {
  let made = 0;
  const began = process.cpuUsage();
  const pass = {
    name: `all:${load.object}`,
    object: load.object,
    phase: 0 as const,
    basis: 'bench',
    calls: 1,
    covers: 'rows' as const,
    async *read() {
      // Some at once: to look at the clock may cost more than a page.
      for (let from = 0; from < load.count; from += atOnce) {
        const making = process.cpuUsage();
        const pages: PassPage[] = [];
        for (let at = from; at < Math.min(from + atOnce, load.count); at += load.perPage)
          pages.push(load.page(at, Math.min(load.perPage, load.count - at)));
        made += spentSince(making);
        for (const page of pages) {
          yield page;
          // As an answer of a network does, the next one comes in another turn.
          await new Promise((done) => setImmediate(done));
        }
      }
    },
  };
  const run = { onProgress: () => undefined, signal: new AbortController().signal };
  const sink: PassSink = mirror;
  await runPasses([pass], { ...run, sink, fetch: () => [][Symbol.iterator]() as never });
  meter.add(`mirror: ${load.label}`, load.count, spentSince(began) - made);
}

async function measure(crm: Crm, size: number, share: number, keep: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-local-'));
  const { mapping } = readMapping(crm, { ready: readyOf[crm] });
  if (mapping === null) throw new TypeError('no mapping');
  const store = await openStore({
    address: join(folder, 'store.db'),
    mode: 'own',
    role: 'sync',
    now: Date.now,
    warn: () => undefined,
  });
  const personHash = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32);
  const mirror = openMirror(join(folder, 'mirror.db'), {
    source: 'crm',
    mapping,
    personHash,
    now: Date.now,
    matches: (['name', 'alias', 'domain', 'email-domain'] as const).map((by) => ({ record: 'partner', by })),
  });
  const sizes = {
    partners: Math.round(10_000 * size),
    deals: Math.round(200_000 * size),
    registrations: Math.round(50_000 * size),
    activities: Math.round(1_000_000 * size),
  };
  const rows = Object.values(sizes).reduce((sum, count) => sum + count, 0);
  const meter = new Meter();
  try {
    const facts = factsOf(crm);
    mirror.keepFacts(facts);
    mirror.beginRun();
    for (const load of loadsOf(crm, mapping, sizes, share)) await readAll(meter, mirror, load);
    const source: CrmSource = {
      name: 'crm',
      kind: crm,
      mapping,
      basis: 'bench',
      host: 'bench',
      share: 1,
      reconcileEveryMs: 0,
      connect: () => {
        throw new TypeError('nothing to connect to');
      },
      inspect: () => {
        throw new TypeError('nothing to connect to');
      },
    };
    const elsewhere = { find: () => [], alias: () => null, version: '' };
    const publish = () =>
      publishCrm({
        source,
        store,
        mirror: timed(mirror, meter, rows),
        facts,
        elsewhere,
        seenAt: facts.at,
        acceptDeletions: false,
        currency: undefined,
        keepFrom: null,
        rejected: () => mirror.rejectCounts(),
      });
    const began = process.cpuUsage();
    const before = meter.steps.length;
    const result = await publish();
    const inner = meter.steps.slice(before).reduce((sum, { us }) => sum + us, 0);
    meter.add('publication', rows, spentSince(began) - inner);
    report(meter, rows);
    console.log(
      JSON.stringify({ ...result.perType, added: result.added, whole: result.whole, rejects: mirror.rejectCounts() }),
    );
    console.log(
      `mirror ${(mirror.size / 1e6).toFixed(0)} MB, peak RSS ${residentMb(process.pid, 'VmHWM')?.toFixed(0)} MB`,
    );
  } finally {
    mirror.close();
    await store.close();
    if (!keep) rmSync(folder, { recursive: true, force: true });
    else console.log(folder);
  }
}

/** A mirror whose names and derivation are measured apart from what the store makes of them. */
function timed(mirror: Mirror, meter: Meter, rows: number): Mirror {
  const derive = async function* (records: ReturnType<Mirror['deriveAll']>['records']) {
    let us = 0;
    const pulled = records[Symbol.asyncIterator]();
    for (;;) {
      const { began, done, chunk } = await next(pulled);
      us += began;
      yield* chunk;
      if (done) break;
    }
    meter.add('derive', rows, us);
  };
  return new Proxy(mirror, {
    get(target, name) {
      if (name === 'deriveAll')
        return (run: Parameters<Mirror['deriveAll']>[0]) => {
          const began = process.cpuUsage();
          const whole = target.deriveAll(run);
          meter.add('names', rows, spentSince(began));
          return { ...whole, records: derive(whole.records) };
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

type Pulled<R> = { readonly began: number; readonly done: boolean; readonly chunk: readonly R[] };

/** A few hundred records at once, so that looking at the clock costs nothing. */
async function next<R>(records: AsyncIterator<R>): Promise<Pulled<R>> {
  const began = process.cpuUsage();
  const chunk: R[] = [];
  while (chunk.length < 2_000) {
    const { done, value } = await records.next();
    if (done === true) return { began: spentSince(began), done, chunk };
    chunk.push(value);
  }
  return { began: spentSince(began), done: false, chunk };
}

function report({ steps }: Meter, rows: number): void {
  for (const { step, us, rows: own, rss } of steps)
    console.log(`${step.padEnd(24)} ${(us / own).toFixed(1).padStart(6)} µs/row  ${rss.toFixed(0).padStart(5)} MB`);
  const all = steps.reduce((sum, { us }) => sum + us, 0);
  const mirror = steps.filter(({ step }) => step.startsWith('mirror')).reduce((sum, { us }) => sum + us, 0);
  console.log(`${'mirror, all'.padEnd(24)} ${(mirror / rows).toFixed(1).padStart(6)} µs/row`);
  console.log(`${'together'.padEnd(24)} ${(all / rows).toFixed(1).padStart(6)} µs/row of ${rows}`);
}

const { values } = parseArgs({
  options: {
    crm: { type: 'string' },
    size: { type: 'string' },
    share: { type: 'string' },
    keep: { type: 'boolean' },
    thread: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) console.log(usage);
else if (values.thread === true) {
  keepHeapSmall();
  const argv = process.argv.slice(2).filter((word) => word !== '--thread');
  new Worker(import.meta.filename, { argv, resourceLimits: writingThreadLimits });
} else {
  const crm = values.crm === 'hubspot' ? 'hubspot' : 'salesforce';
  await measure(crm, Number(values.size ?? 0.2), Number(values.share ?? 0.4), values.keep === true);
}
