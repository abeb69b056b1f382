import { expect, it, onTestFinished } from 'vitest';
import { Bench } from './bench.ts';
import { harnesses } from './harnesses.ts';

const dayMs = 86_400_000;

it.each(['salesforce', 'hubspot'] as const)(
  'a check of %s by id is due by itself after its days, and where a job has it, two days later only',
  async (kind) => {
    const service = await harnesses[kind]();
    const bench = await new Bench(service).open();
    onTestFinished(async () => {
      await bench.close();
      await service.close();
    });
    await bench.sync();
    const checks = async (asked: boolean | 'by-job'): Promise<boolean> => {
      const dry = await bench.dry(asked);
      if (dry.kind !== 'calls') throw new Error('no CRM');
      return dry.passes.some(({ name }) => name === 'check:deals' || name === 'check:Opportunity');
    };
    const days = async (count: number): Promise<void> => {
      // Not in one step: after a long pause a check is due in any case.
      for (let day = 0; day < count; day += 1) {
        service.advance(dayMs);
        await bench.sync({ reconcile: 'by-job' });
      }
    };
    expect([await checks(false), await checks('by-job'), await checks(true)]).toEqual([false, false, true]);
    await days(7);
    service.advance(60_000);
    expect([await checks(false), await checks('by-job')]).toEqual([true, false]);
    service.advance(2 * dayMs);
    expect([await checks(false), await checks('by-job')]).toEqual([true, true]);
  },
);
