import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';
import { deriveAnew } from './crm/derive-anew.ts';
import type { CrmSource } from './crm/source.ts';
import type { Decision } from './decision.ts';
import { foldMatch } from './mapping/index.ts';
import { defaultRejectsFile } from './rejects.ts';
import type { Source } from './source.ts';

export interface DecisionWork {
  readonly decision: Decision;
  readonly store: Store;
  /** Those of the configuration. */
  readonly sources: readonly (Source | CrmSource)[];
  readonly mirrorFile: (source: string) => string;
  /** Where copies of fetched files lie. */
  readonly copies: string;
  readonly retentionDays: number | null;
  readonly now: () => number;
}

/**
 * Carries out a decision and writes it into the audit: how many names, merges or rows it changed. Answers follow at once; files that
 * name partners by what was accepted are read by the next sync. Throws `unknown-partner`, `merge-circle`, what publishing throws.
 */
export async function decide(work: DecisionWork): Promise<number> {
  const { decision: made, store, now } = work;
  const at = new Date(now()).toISOString();
  const audit = (about: string): Promise<void> =>
    store.audit.add({ at, person: made.by, action: made.kind, place: 'cli', about, refused: null });
  switch (made.kind) {
    case 'alias': {
      let added = 0;
      for (const { text, partner } of made.names) {
        if (!(await store.aliases.add({ text: foldMatch('alias', text), key: partner, by: made.by, at }))) continue;
        added += 1;
        await audit(`${text} = ${partner}`);
      }
      if (added > 0) await crmsAnew(work);
      return added;
    }
    case 'refuse': {
      let refused = 0;
      for (const text of made.texts) {
        if (!(await store.aliases.refuse(foldMatch('alias', text), made.by, at))) continue;
        refused += 1;
        await audit(text);
      }
      return refused;
    }
    case 'merge': {
      if (!(await store.merges.add({ from: made.from, into: made.into, by: made.by, at }))) return 0;
      await audit(`${made.from} into ${made.into}`);
      return 1;
    }
    case 'unmerge': {
      if (!(await store.merges.remove(made.from))) return 0;
      await audit(made.from);
      return 1;
    }
    case 'purge': {
      const rows = await purge(work, made.hash, made.sources);
      await audit(made.sources.join(', '));
      return rows;
    }
  }
}

const isCrm = (source: Source | CrmSource): source is CrmSource => !('records' in source);

/** Sources that lacked a name have it now. */
async function crmsAnew({ sources, store, mirrorFile, now, retentionDays }: DecisionWork): Promise<void> {
  for (const source of sources.filter(isCrm)) {
    if ((await store.unmatched(source.name)).length === 0) continue;
    await deriveAnew({ source, store, file: mirrorFile(source.name), now, retentionDays });
  }
}

async function purge(work: DecisionWork, hash: string, names: readonly string[]): Promise<number> {
  const { sources, store, mirrorFile, copies, now, retentionDays } = work;
  const chosen = sources.filter(({ name }) => names.includes(name));
  for (const name of names) {
    // Of a CRM it names rows by their ids, which may be hers; the next sync writes it anew.
    const rejects = defaultRejectsFile(store.where, name);
    if (rejects !== null) rmSync(rejects, { force: true });
  }
  for (const source of chosen) {
    if (isCrm(source)) {
      const file = mirrorFile(source.name);
      await deriveAnew({ source, store, file, now, retentionDays, change: (mirror) => mirror.purge(hash) });
    } else {
      // As they came, with everybody in them; the next sync fetches what there is then.
      rmSync(join(copies, source.name), { recursive: true, force: true });
    }
  }
  return store.purge(hash, names);
}
