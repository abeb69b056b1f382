import { expect, it } from 'vitest';
import { isCrmFailure } from '../../../src/sources/http/failure.ts';
import type { Fault, SalesforceStandIn } from '../../doubles/salesforce/index.ts';
import { told } from '../http/support.ts';
import { adapterBench, dealFields, expectSame, partnerFields, smallMapping } from './adapter-support.ts';

const SEEDS = Number(process.env.SALESFORCE_STORM_SEEDS ?? 10);
const ROUNDS = 6;
const MINUTE = 60_000;

const faults: readonly Fault[] = [
  { reset: true },
  { resetMidBody: true },
  { truncate: true },
  { html: true },
  { status: 503 },
  { acceptThenFail: true },
  { retryAfter: 1 },
  { expireToken: true },
];
const lostPlace: Fault = { status: 400, errorCode: 'INVALID_QUERY_LOCATOR' };
const routes = ['token', 'queryAll', 'queryMore', 'composite', 'bulk.info', 'bulk.results', 'bulk.delete'];

class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed * 7_919 + 1;
  }
  readonly roll = (): number => {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  };
  below(count: number): number {
    return Math.floor(this.roll() * count);
  }
  of(list: readonly string[]): string {
    return list[this.below(list.length)] ?? '';
  }
}

/** One thing that people do to an org; what the org refuses is not done. */
function change({ org }: SalesforceStandIn, dice: Dice, deleted: Set<string>): void {
  const object = dice.of(['Account', 'Opportunity', 'Opportunity', 'Deal_Registration__c']);
  const id = dice.of(org.idsOf(object));
  const account = dice.of(org.idsOf('Account'));
  const what = dice.below(12);
  if (what <= 3 && object === 'Account')
    org.update(id, { IsPartner: what < 2, Partner_Tier__c: dice.of(['Gold', 'Silver']) });
  else if (what <= 3 && object === 'Opportunity')
    org.update(id, { Amount: dice.below(9_999) / 100, Partner__c: what < 2 ? account : null });
  else if (what <= 3) org.update(id, { Partner__c: account, Status__c: dice.of(['Approved', 'Rejected']) });
  else if (what <= 6 && object === 'Account') org.insert('Account', { Name: `New ${what}`, IsPartner: what === 4 });
  else if (what <= 6)
    org.insert('Opportunity', {
      Name: 'New',
      StageName: 'Proposal',
      CloseDate: '2026-12-31',
      AccountId: account,
      Amount: 12.5,
    });
  else if (what <= 8) {
    org.delete(id);
    deleted.add(id);
  } else if (what === 9) {
    for (const one of deleted) if (org.read(one)?.IsDeleted === true && dice.roll() < 0.5) org.undelete(one);
  } else if (what === 10) org.hardDelete(id);
  else {
    const other = dice.of(org.idsOf('Account'));
    if (other !== account) org.merge(account, other);
  }
}

it('ends as the org is, whatever people did and whatever broke', async () => {
  let failures = 0;
  let crashes = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const dice = new Dice(seed);
    // Every other seed reads by files of bulk jobs.
    const reading = seed % 2 === 0 ? { bulkAbove: 5 } : {};
    const b = await adapterBench(smallMapping, { reading, bulk: { pageSize: 4 } });
    const { salesforce } = b;
    salesforce.limitPages(7);
    b.restart(smallMapping, { random: dice.roll, retries: { attempts: 2 } });
    const deleted = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const late = salesforce.org.begin();
      const lateDeal = dice.of(salesforce.org.idsOf('Opportunity'));
      late.update(lateDeal, { Amount: 4_242 });
      const changes = dice.below(10);
      for (let i = 0; i < changes; i += 1) attempt(() => change(salesforce, dice, deleted));
      for (let attempts = 0; ; attempts += 1) {
        salesforce.heal();
        if (attempts < 6)
          for (const route of routes)
            for (let i = 0; i < 3; i += 1)
              if (dice.roll() < 0.5)
                salesforce.fail(route, { ...faults[dice.below(faults.length)], after: dice.below(3) });
        if (attempts < 6 && dice.roll() < 0.3) salesforce.fail('queryMore', lostPlace);
        const crashAt = attempts < 6 ? dice.below(12) : -1;
        let page = 0;
        try {
          await b.engine.run({
            mode: round === ROUNDS - 1 ? 'reconcile' : 'usual',
            onPage: () => {
              if (dice.roll() < 0.2) attempt(() => change(salesforce, dice, deleted));
              page += 1;
              if (page === crashAt) throw new Error('killed');
            },
          });
          break;
        } catch (error) {
          if (isCrmFailure(error)) {
            told(error);
            failures += 1;
          } else if (error instanceof Error && error.message === 'killed') {
            crashes += 1;
            b.restart(smallMapping, { random: dice.roll, retries: { attempts: 2 } });
          } else throw error;
        }
        b.wait(MINUTE);
      }
      b.wait(3 * MINUTE);
      attempt(() => late.commit());
      b.wait(4 * MINUTE);
    }
    salesforce.heal();
    await b.engine.run();
    await b.engine.run({ mode: 'reconcile' });
    expectSame(b, 'Account', partnerFields, 'IsPartner = true');
    expectSame(b, 'Opportunity', dealFields);
    expectSame(b, 'Deal_Registration__c', ['Partner__c', 'Opportunity__c', 'Status__c']);
    await salesforce.close();
  }
  expect(failures).toBeGreaterThan(SEEDS);
  expect(crashes).toBeGreaterThan(SEEDS);
});

/** Does what the org allows. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'OrgError') throw error;
  }
}
