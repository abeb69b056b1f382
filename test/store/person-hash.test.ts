import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';

test('a person is kept as HMAC-SHA256 of their id with the store’s key, cut to 32 digits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const personKey = '0123456789abcdef'.repeat(4);
  const store = await openStore({
    address: join(folder, 'store.db'),
    mode: 'own',
    role: 'sync',
    now: () => 0,
    personKey,
    warn: () => undefined,
  });
  onTestFinished(() => store.close());
  const byNode = (id: string): string =>
    createHmac('sha256', Buffer.from(personKey, 'hex')).update(id).digest('hex').slice(0, 32);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (id) => {
      expect(store.personHash(id)).toBe(byNode(id));
    }),
  );
});
