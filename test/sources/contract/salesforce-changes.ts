// long: everything that people do in an org, one after the other.
import type { Random } from '../../demo/world/random.ts';
import { OrgError, type OrgTransaction, type Row, type SalesforceStandIn } from '../../doubles/salesforce/index.ts';
import type { Change, Settling } from './service.ts';

const stages = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'];
const tiers = ['Registered', 'Silver', 'Gold', 'Platinum', null];
const sources = ['Sourced', 'Influenced', 'Partner led'];
const MINUTE = 60_000;

/** What people do in an org. What the org refuses is not done. */
export class SalesforceChanges {
  readonly all: readonly Change[];
  readonly #salesforce: SalesforceStandIn;
  readonly #merged = new Map<string, string>();
  readonly #deleted = new Set<string>();
  readonly #open: { readonly transaction: OrgTransaction; readonly since: number }[] = [];
  #made = 0;

  constructor(salesforce: SalesforceStandIn) {
    this.#salesforce = salesforce;
    this.all = [
      ...this.#partners(),
      ...this.#deals(),
      ...this.#others(),
      ...this.#deletions(),
      ...this.#administration(),
    ];
  }

  /** Milliseconds until the oldest open transaction is that old; endless without one. */
  dueIn(age: number): number {
    const [oldest] = this.#open;
    return oldest === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(0, oldest.since + age - this.#salesforce.clock.now());
  }

  /** Transactions that are that old end. */
  commitOlder(age: number): void {
    const due = this.#open.filter(({ since }) => this.#salesforce.clock.now() - since >= age);
    this.#open.splice(0, due.length);
    for (const { transaction } of due) this.#allowed(() => transaction.commit());
  }

  merged(): ReadonlyMap<string, string> {
    const end = (id: string): string => {
      const next = this.#merged.get(id);
      return next === undefined ? id : end(next);
    };
    return new Map([...this.#merged.keys()].map((id) => [id, end(id)]));
  }

  get #org() {
    return this.#salesforce.org;
  }

  #allowed(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (error instanceof OrgError) return false;
      throw error;
    }
  }

  #change(name: string, work: (random: Random) => void, settles: Settling = 'now'): Change {
    return { name, settles, make: (random) => this.#allowed(() => work(random)) };
  }

  #one(object: string, random: Random): string {
    const ids = this.#org.idsOf(object);
    if (ids.length === 0) throw new OrgError('NOT_FOUND', object);
    return random.pick(ids);
  }

  #partner(random: Random): string {
    const partners = this.#org.idsOf('Account').filter((id) => this.#org.read(id)?.IsPartner === true);
    if (partners.length === 0) throw new OrgError('NOT_FOUND', 'partner');
    return random.pick(partners);
  }

  #day(random: Random, from: number, until: number): string {
    return new Date(this.#salesforce.clock.now() + random.int(from, until) * 86_400_000).toISOString().slice(0, 10);
  }

  #deal(random: Random): Row {
    return {
      StageName: random.pick(stages),
      Amount: random.int(0, 1_000_000) / 100,
      CloseDate: this.#day(random, -90, 90),
      OwnerId: this.#one('User', random),
    };
  }

  #attribution(random: Random): Row {
    return { Partner__c: this.#one('Account', random), Partner_Source__c: random.pick(sources) };
  }

  #partners(): Change[] {
    return [
      this.#change('a partner joins', (random) => {
        this.#made += 1;
        this.#org.insert('Account', {
          Name: `Partner ${this.#made}`,
          IsPartner: true,
          Partner_Tier__c: random.pick(tiers),
          Region__c: random.pick(['EMEA', 'AMER']),
        });
      }),
      this.#change('a customer is written', () => {
        this.#made += 1;
        this.#org.insert('Account', { Name: `Customer ${this.#made}` });
      }),
      this.#change('a partner changes', (random) => {
        this.#org.update(this.#partner(random), {
          Partner_Tier__c: random.pick(tiers),
          Region__c: random.pick(['EMEA', 'AMER', 'APAC']),
          OwnerId: this.#one('User', random),
        });
      }),
      this.#change('a partner is none any more', (random) => {
        this.#org.update(this.#partner(random), { IsPartner: false });
      }),
      this.#change('an account becomes a partner', (random) => {
        this.#org.update(this.#one('Account', random), { IsPartner: true });
      }),
    ];
  }

  #deals(): Change[] {
    return [
      this.#change('a deal is created', (random) => {
        this.#made += 1;
        this.#org.insert('Opportunity', {
          Name: `New deal ${this.#made}`,
          AccountId: this.#one('Account', random),
          ...this.#deal(random),
          ...(random.chance(0.5) && this.#attribution(random)),
        });
      }),
      this.#change('a deal changes', (random) => {
        this.#org.update(this.#one('Opportunity', random), this.#deal(random));
      }),
      this.#change('a deal is attributed', (random) => {
        this.#org.update(this.#one('Opportunity', random), this.#attribution(random));
      }),
      this.#change('a deal loses its partner', (random) => {
        this.#org.update(this.#one('Opportunity', random), { Partner__c: null });
      }),
      this.#change('a transaction is late', (random) => {
        const transaction = this.#org.begin();
        this.#open.push({ transaction, since: this.#salesforce.clock.now() });
        this.#allowed(() => transaction.update(this.#one('Opportunity', random), this.#deal(random)));
        if (random.chance(0.5))
          this.#allowed(() => void transaction.insert('Opportunity', { Name: 'Late', ...this.#deal(random) }));
      }),
      this.#change('a late transaction ends', () => {
        const now = this.#salesforce.clock.now();
        const due = this.#open.findIndex(({ since }) => now - since >= MINUTE);
        const [one] = due < 0 ? [] : this.#open.splice(due, 1);
        one?.transaction.commit();
      }),
      this.#change('a partner is added to a deal', (random) => {
        this.#org.insert('Opportunity_Partner__c', {
          Opportunity__c: this.#one('Opportunity', random),
          Partner__c: this.#one('Account', random),
          Role__c: random.pick(['Sourced', 'Influenced', 'Services']),
        });
      }),
      this.#change('a role changes', (random) => {
        this.#org.update(this.#one('Opportunity_Partner__c', random), {
          Role__c: random.pick(['Sourced', 'Influenced', 'Services']),
          Partner__c: this.#one('Account', random),
        });
      }),
    ];
  }

  #others(): Change[] {
    const at = (): string => new Date(this.#salesforce.clock.stamp()).toISOString();
    return [
      this.#change('a deal is registered', (random) => {
        this.#made += 1;
        this.#org.insert('Deal_Registration__c', {
          Name: `DR-${this.#made}`,
          Partner__c: this.#one('Account', random),
          Opportunity__c: random.chance(0.6) ? this.#one('Opportunity', random) : null,
          Status__c: 'Submitted',
          Submitted_At__c: at(),
          Expires_On__c: this.#day(random, 30, 90),
        });
      }),
      this.#change('a registration is decided', (random) => {
        this.#org.update(this.#one('Deal_Registration__c', random), {
          Status__c: random.pick(['Approved', 'Rejected', 'Expired']),
          Decided_At__c: at(),
          Opportunity__c: this.#one('Opportunity', random),
        });
      }),
      this.#change('somebody calls a partner', (random) => {
        const account = this.#one('Account', random);
        this.#org.insert('Task', {
          Subject: 'Call',
          WhatId: random.chance(0.5) ? this.#one('Opportunity', random) : account,
          AccountId: account,
          TaskSubtype: random.pick(['Call', 'Email', 'Task']),
          Status: random.pick(['Completed', 'Open']),
          IsClosed: random.chance(0.8),
          ActivityDate: this.#day(random, -30, 0),
        });
      }),
      this.#change('a task is closed', (random) => {
        this.#org.update(this.#one('Task', random), { IsClosed: true, ActivityDate: this.#day(random, -30, 0) });
      }),
    ];
  }

  #deletions(): Change[] {
    const gone = (id: string): void => {
      this.#org.delete(id);
      this.#deleted.add(id);
    };
    return [
      this.#change('a row is deleted', (random) => {
        gone(this.#one(random.pick(['Opportunity_Partner__c', 'Deal_Registration__c', 'Task']), random));
      }),
      // Lookups to what was deleted are cleared without a stamp.
      this.#change('a deal is deleted', (random) => gone(this.#one('Opportunity', random)), 'check'),
      this.#change('an account is deleted', (random) => gone(this.#one('Account', random)), 'check'),
      this.#change(
        'a row comes back',
        (random) => {
          const there = [...this.#deleted].filter((id) => this.#org.read(id)?.IsDeleted === true);
          if (there.length === 0) throw new OrgError('NOT_FOUND', 'nothing is in the bin');
          const id = random.pick(there);
          this.#org.undelete(id);
          this.#merged.delete(id);
        },
        'check',
      ),
      this.#change(
        'a row vanishes',
        (random) => {
          this.#org.hardDelete(this.#one(random.pick(['Opportunity', 'Deal_Registration__c', 'Task']), random));
        },
        'check',
      ),
      this.#change('partners are merged', (random) => {
        const [winner, loser] = [this.#partner(random), this.#one('Account', random)];
        this.#org.merge(winner, loser);
        this.#merged.set(loser, winner);
        if (random.chance(0.3)) this.#deleted.add(loser);
      }),
    ];
  }

  #administration(): Change[] {
    return [
      this.#change('a stage is renamed', (random) => {
        const stage = random.pick(stages.slice(0, 4));
        this.#org.setStage(stage, { MasterLabel: `${stage} ${random.int(1, 9)}` });
      }),
      this.#change('a stage closes deals', (random) => {
        this.#org.setStage('Negotiation', { IsClosed: random.chance(0.5), IsWon: false });
      }),
      this.#change('an owner leaves', (random) => {
        const user = this.#one('User', random);
        if (user !== this.#org.userId)
          this.#org.update(user, { IsActive: random.chance(0.5), Email: `u${random.int(1, 9)}@acme.example` });
      }),
      this.#change('a rate changes', (random) => {
        const [rate] = this.#org.idsOf('DatedConversionRate').slice(-1);
        if (rate !== undefined) this.#org.update(rate, { ConversionRate: random.int(50, 150) / 100 });
      }),
    ];
  }
}
