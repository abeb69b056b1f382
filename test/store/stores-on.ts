import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestEngine } from './engines.ts';

/** Starts an engine for a suite; gives what opens a new store on it, which is closed after its test. */
export function storesOn(engine: TestEngine): () => Promise<Store> {
  const opened: Store[] = [];
  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop());
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });
  return async () => {
    const store = await (await engine.place()).open();
    opened.push(store);
    return store;
  };
}
