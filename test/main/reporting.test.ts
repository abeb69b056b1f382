import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createCalculator } from '../../src/kpi/create.ts';
import { AnalystThread } from '../../src/main/analyst-thread.ts';
import { createAnalysts } from '../../src/main/analysts.ts';
import { programSettings } from '../../src/records/settings.ts';
import { reporterMethods } from '../../src/reports/report.ts';
import { createReporter } from '../../src/reports/reporter.ts';
import { filesSource } from '../../src/sources/files/files.ts';
import { syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import { writeProgram } from '../cli/program.ts';
import { temporaryFolder } from '../config/folder.ts';

const settings = programSettings.parse({});
const asOf = Date.parse('2026-11-24T09:30:00Z');
const scope = { asOf, segment: {}, partners: null } as const;
const log = { info: () => undefined, warn: () => undefined };

it('the thread that computes answers analysts and reporters of the same data, questions between the pieces of a report, and newer data once they are there', async () => {
  const folder = temporaryFolder();
  const store = await openStore({
    address: join(folder, 'p.db'),
    mode: 'own',
    role: 'bot',
    now: () => asOf,
    warn: () => undefined,
  });
  onTestFinished(() => store.close());
  const publish = (changed: Readonly<Record<string, string>> = {}) =>
    syncSource({
      source: filesSource({ name: 'exports', folder: writeProgram(folder, changed) }),
      store,
      now: () => asOf,
      acceptDeletions: false,
      rejectsFile: null,
      onProgress: () => undefined,
      log,
      signal: new AbortController().signal,
    });
  const thread = new AnalystThread({ store: store.where, settings });
  onTestFinished(() => thread.stop());
  const analysts = createAnalysts(store, thread, () => undefined);

  await publish();
  const { analyst, reporter } = await analysts.reporting();
  expect(await analysts.current()).toBe(analyst);
  const here = createReporter(await store.read((reader) => createCalculator(reader, settings)));
  const query = { ...scope, report: 'quarterly', since: null } as const;
  const report = here.report(query);
  const told = here.told(report);
  const restating = { ...scope, published: told.map((one) => ({ ...one, value: '1', basis: '' })), basis: '' };
  expect(await reporter.report(query)).toEqual(report);
  expect(await reporter.told(report)).toEqual(told);
  expect(await reporter.retell({ ...scope, figures: told })).toEqual(told);
  expect(await reporter.restated(restating)).toEqual(here.restated(restating));
  expect((await reporter.edition({ ...query, ...restating })).restated).toEqual(here.restated(restating));
  expect(Object.keys(reporter).toSorted()).toEqual(reporterMethods.toSorted());
  await expect(reporter.report({ ...query, partners: ['nobody'] })).rejects.toMatchObject({ code: 'unknown-partner' });
  const order: string[] = [];
  await Promise.all([
    reporter.edition({ ...query, ...restating }).then(() => order.push('edition')),
    analyst.segmentValues('tier').then(() => order.push('question')),
  ]);
  expect(order).toEqual(['question', 'edition']);

  await publish({ 'attributions.csv': 'deal_id,partner_id,role\nD1,P1,sourced\n' });
  const newer = await analysts.reporting();
  expect(newer.reporter).not.toBe(reporter);
  const value = async () => (await newer.reporter.told(report))[0]?.value;
  expect([told[0]?.value, await value()]).toEqual(['3000.50', '1000.50']);
});
