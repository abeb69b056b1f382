import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PulseError } from '../errors.ts';
import type { MappedType } from '../sources/mapping/index.ts';
import { openStore } from '../store/open.ts';
import { type Finding, failed, found } from './findings.ts';
import { recordsHere } from './here.ts';

export interface StoreExamination {
  readonly findings: readonly Finding[];
  /** Records by source; null where there is no store that could be read. */
  readonly here: ReadonlyMap<string, ReadonlyMap<MappedType, number>> | null;
}

const gigabyte = 1024 ** 3;

/** The store beside whoever owns it: version, owner, what it holds, whether it can be written, free disk. */
export async function examineStore(
  address: string,
  now: () => number,
  personKey: string | undefined,
): Promise<StoreExamination> {
  const isFile = !/^postgres(ql)?:\/\//.test(address);
  const disk = isFile ? await diskFindings(address) : [];
  try {
    const store = await openStore({ address, mode: 'read', role: 'sync', now, personKey, warn: () => undefined });
    try {
      const owner = await store.owner();
      const here = await store.read(recordsHere);
      const sources = await store.sourceStates();
      const rows = sources.reduce((sum, source) => sum + source.rows, 0);
      const held =
        owner === null ? [] : [found('store-owned-by', { role: owner.role, pid: owner.pid, host: owner.host })];
      return { findings: [found('store-well', { where: store.where, rows }), ...held, ...disk], here };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof PulseError)) throw error;
    const none = error.code === 'no-data';
    return {
      findings: [none ? found('store-none', { where: String(error.params.where ?? '') }) : failed(error), ...disk],
      here: null,
    };
  }
}

async function diskFindings(path: string): Promise<readonly Finding[]> {
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
    const file = await stat(path).catch(() => null);
    if (file !== null) await access(path, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    // A full load is written beside what there is before it takes its place.
    const wanted = Math.max(gigabyte, 2 * (file?.size ?? 0));
    const params = {
      folder,
      free: Math.round((10 * free) / gigabyte) / 10,
      wanted: Math.round((10 * wanted) / gigabyte) / 10,
    };
    return [found(free < wanted ? 'disk-low' : 'disk-free', params)];
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return [found('store-not-writable', { path, reason })];
  }
}
