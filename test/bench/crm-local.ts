// What the first full load of a CRM costs the syncing process but for the network: client, checks, mirror, names, derivation, publication.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { keepHeapSmall, writingThreadLimits } from '../../src/main/small-heap.ts';
import { openSource, sourceSettings } from '../../src/sources/index.ts';
import { secretStore } from '../../src/sources/secrets.ts';
import { syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import { hubspotPages } from './crm/local/hubspot.ts';
import { salesforcePages } from './crm/local/salesforce.ts';
import { ShortWay } from './crm/local/way.ts';
import { sized } from './crm/sizes.ts';
import { residentMb } from './process.ts';

const usage = `Usage: node test/bench/crm-local.ts [--crm salesforce|hubspot] [--size N] [--share N] [--keep] [--thread]
  --size    1: 10,000 partners, 200,000 deals, 50,000 registrations, 1,000,000 activities (default 0.2)
  --share   how many of the activities are with partners, 0 to 1 (default 1)
  --thread  in a thread with the limits of the one in which the bot and pulse sync read CRMs`;

type Crm = 'salesforce' | 'hubspot';

const told = z.object({ url: z.string(), secrets: z.record(z.string(), z.string()), now: z.number() });

/** A stand-in for what is no page of rows: signing in, descriptions, facts. */
async function smallStandIn(crm: Crm): Promise<z.infer<typeof told> & { end(): void }> {
  const child = fork(join(import.meta.dirname, 'crm/service.ts'), [crm, 'smoke'], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = await once(child, 'message');
  return { ...told.parse(message), end: () => child.disconnect() };
}

const settingsOf = (crm: Crm, { url, secrets }: z.infer<typeof told>) =>
  sourceSettings.parse(
    crm === 'salesforce'
      ? {
          ...{ name: 'crm', kind: crm, loginUrl: url, bulkAbove: 1_000_000_000 },
          ...{
            login: { flow: 'client-credentials', clientId: secrets.clientId },
            mapping: { ready: 'salesforce-lookup' },
          },
        }
      : { name: 'crm', kind: crm, baseUrl: url, mapping: { ready: 'hubspot-custom-objects' } },
  );

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

async function measure(crm: Crm, size: number, share: number, keep: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-local-'));
  const standIn = await smallStandIn(crm);
  const sizes = sized(size);
  const way = new ShortWay((crm === 'salesforce' ? salesforcePages : hubspotPages)(sizes, share), standIn.now);
  const store = await openStore({
    address: join(folder, 'store.db'),
    mode: 'own',
    role: 'sync',
    now: Date.now,
    warn: () => undefined,
  });
  const { clientSecret = '', token = '' } = standIn.secrets;
  let now = standIn.now;
  let read = { at: 0, made: 0, rows: 0 };
  const began = cpu();
  try {
    const { result, rejectedRows } = await syncSource({
      source: openSource(settingsOf(crm, standIn), 'UTC'),
      store,
      now: () => now,
      acceptDeletions: true,
      rejectsFile: null,
      outside: {
        secrets: secretStore('crm', crm === 'salesforce' ? { clientSecret } : { token }, null),
        random: () => 0.5,
        sleep: (ms) => {
          now += ms;
          return Promise.resolve();
        },
        mirror: join(folder, 'mirror.db'),
        dispatcher: way,
      },
      onProgress: (rows) => {
        read = { at: cpu(), made: way.madeUs, rows };
      },
      log: { info: () => undefined, warn: () => undefined },
      signal: new AbortController().signal,
    });
    const ended = cpu();
    const activities = crm === 'hubspot' ? sizes.activities * share : sizes.activities;
    const rows = sizes.partners + sizes.deals + sizes.registrations + activities;
    const perRow = (us: number): string => `${(us / rows).toFixed(1).padStart(6)} µs/row`;
    console.log(`reading       ${perRow(read.at - began - read.made)}`);
    console.log(`publication   ${perRow(ended - read.at)}`);
    console.log(`together      ${perRow(ended - began - way.madeUs)} of ${rows}`);
    const { perType, added } = result;
    console.log(JSON.stringify({ added, rejectedRows, perType }));
    const made = (way.madeUs / rows).toFixed(1);
    console.log(`${way.calls} calls, ${(way.bytes / 1e6).toFixed(0)} MB of bodies, their making ${made} µs/row`);
    console.log(`peak RSS ${residentMb(process.pid, 'VmHWM')?.toFixed(0)} MB`);
  } finally {
    standIn.end();
    await way.close();
    await store.close();
    if (!keep) rmSync(folder, { recursive: true, force: true });
    else console.log(folder);
  }
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
  await measure(crm, Number(values.size ?? 0.2), Number(values.share ?? 1), values.keep === true);
}
