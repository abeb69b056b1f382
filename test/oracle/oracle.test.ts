import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { oracle, readWorld } from './oracle.ts';
import { randomQueries, randomSettings, writeRandomWorld } from './random-world.ts';

const folders: string[] = [];
const pairedSchema = z.object({ sourcedRevenue: z.string() });

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const NOV_24 = '2026-11-24T09:30:00Z';

describe('random worlds', () => {
  it('rules 2.6 and 3.1: the figures of the partners add up to those of the program', () => {
    const folder = newFolder();
    for (let seed = 0; seed < 20; seed += 1) {
      writeRandomWorld(seed, folder);
      const settings = randomSettings(seed);
      const all = readWorld(folder, settings);
      const { answer } = oracle(all, settings);
      const ask = (partner: string | null): number => {
        const { paired } = answer({ kpi: 'sourced-revenue', period: 'all', asOf: NOV_24, partner });
        return Number(pairedSchema.parse(paired).sourcedRevenue);
      };
      const sum = all.partners.reduce((total, partner) => total + ask(partner.id), 0);
      expect(sum).toBeCloseTo(ask(null), 6);
    }
  });

  it('are the same for the same seed, and so are their questions', () => {
    const files = (folder: string): string[] =>
      readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const [one, two] = [newFolder(), newFolder()];
    writeRandomWorld(41, one);
    writeRandomWorld(41, two);
    expect(files(two)).toEqual(files(one));
    expect(randomQueries(41, 9)).toEqual(randomQueries(41, 9));
  });
});
