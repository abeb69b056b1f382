import type { CrmBench } from './measure.ts';
import type { CrmSizeName } from './sizes.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);
const pages = (rows: number, size: number): number => Math.max(1, Math.ceil(rows / size));

/** Every object by pages of 2,000 (rule of the REST API). */
const salesforceFloor = (counts: Readonly<Record<string, number>>): number =>
  sum(Object.values(counts).map((rows) => pages(rows, 2_000)));

/**
 * Partners by searches of 200 and their pasts by batches of 50; objects by lists of 100; what hangs on partners by 1,000 of these, touches
 * by batches of 100; links along rows by 1,000; and what stands beside the rows, each asked for once.
 */
function hubspotFloor(counts: Readonly<Record<string, number>>): number {
  const { companies = 0, calls = 0, meetings = 0, registration = 0, ...listed } = counts;
  const touches = pages(calls, 100) + pages(meetings, 100);
  const alongRows = pages(registration, 1_000) + pages(calls, 1_000) + 3;
  const beside = 1 + 1 + 1 + 1 + 2 + 2 + 8 + 12;
  return (
    pages(companies, 200) +
    pages(companies, 50) +
    sum([registration, ...Object.values(listed)].map((rows) => pages(rows, 100))) +
    6 * pages(companies, 1_000) +
    touches +
    alongRows +
    beside
  );
}

/** What is measured; without a size, at the one of which the bars speak, as far as the stand-in can hold it. */
export const crmBenches = (size: CrmSizeName | null): readonly CrmBench[] => [
  {
    title: 'Salesforce by pages',
    kind: 'salesforce',
    size: size ?? 'whole',
    settings: { mapping: { ready: 'salesforce-lookup' }, bulkAbove: 1_000_000_000 },
    floor: salesforceFloor,
    fullFactor: 1.02,
    increment: { changes: 500, calls: 6 },
    dailyLimit: 130_000,
  },
  {
    title: 'Salesforce by files',
    kind: 'salesforce',
    size: size ?? 'whole',
    settings: { mapping: { ready: 'salesforce-lookup' }, ...(size === 'smoke' && { bulkAbove: 2_000 }) },
    floor: () => null,
    fullFactor: 1,
    increment: { changes: 500, calls: 6 },
    dailyLimit: 130_000,
  },
  {
    title: size === null ? 'HubSpot at a fifth' : 'HubSpot',
    kind: 'hubspot',
    size: size ?? 'fifth',
    settings: { mapping: { ready: 'hubspot-custom-objects' } },
    floor: hubspotFloor,
    fullFactor: 1.03,
    increment: { changes: 500, calls: 40 },
    dailyLimit: 650_000,
  },
];
