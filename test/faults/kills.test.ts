import { expect, it } from 'vitest';
import { temporaryFolder } from '../config/folder.ts';
import { Killing, victims } from './kills.ts';

it('a kill at a random moment leaves a whole store, and the next start does well (`npm run faults` kills more often)', async () => {
  const killing = await Killing.in(temporaryFolder(), 42);
  for (const victim of victims) {
    const { kills, before, after, wrong } = await killing.kill(victim, 2);
    expect(wrong).toEqual([]);
    expect(before + after).toBe(kills);
  }
}, 180_000);
