// long: everything that people do in an account, one line each.
import type { Random } from '../../demo/world/random.ts';
import type { HubSpotStandIn, PartnerProgram } from '../../doubles/hubspot/index.ts';
import type { Change, Settling } from './service.ts';

const dealStages = ['appointmentscheduled', 'contractsent', 'closedwon', 'closedlost'];
const registrationStages = ['101', '102', '103', '104'];
const labels = ['Sourced by', 'Influenced by'];
/** Objects whose rows are linked to companies. */
const linkedToCompanies = ['deals', 'registration', 'certification', 'tickets', 'calls', 'meetings', 'contacts'];

/** There is nothing that could be changed. */
class Nothing extends Error {}

/** What people do in an account. */
export class HubSpotChanges {
  readonly all: readonly Change[];
  readonly #hubspot: HubSpotStandIn;
  readonly #ids: PartnerProgram;
  readonly #merged = new Map<string, string>();
  readonly #archived: { readonly type: string; readonly id: string }[] = [];
  #made = 0;

  constructor(hubspot: HubSpotStandIn, ids: PartnerProgram) {
    this.#hubspot = hubspot;
    this.#ids = ids;
    this.all = [
      ...this.#partners(),
      ...this.#deals(),
      ...this.#links(),
      ...this.#others(),
      ...this.#deletions(),
      ...this.#administration(),
    ];
  }

  merged(): ReadonlyMap<string, string> {
    const end = (id: string): string => {
      const next = this.#merged.get(id);
      return next === undefined ? id : end(next);
    };
    return new Map([...this.#merged.keys()].map((id) => [id, end(id)]));
  }

  get #portal() {
    return this.#hubspot.portal;
  }

  #change(name: string, work: (random: Random) => void, settles: Settling = 'now'): Change {
    const make = (random: Random): boolean => {
      try {
        work(random);
        return true;
      } catch (error) {
        if (error instanceof Nothing) return false;
        throw error;
      }
    };
    return { name, settles, make };
  }

  #one(type: string, random: Random): string {
    const all = this.#portal.live(type);
    if (all.length === 0) throw new Nothing();
    return random.pick(all).id;
  }

  #partner(random: Random): string {
    const partners = this.#portal.live('companies').filter(({ values }) => values.type === 'PARTNER');
    if (partners.length === 0) throw new Nothing();
    return random.pick(partners).id;
  }

  /** Those in the recycle bin are nobody's any more. */
  #companiesOf(type: string, id: string) {
    return this.#portal.associations
      .from({ type: this.#portal.types.get(type).name, id }, 'companies')
      .filter((link) => this.#portal.records('companies').live.get(link.id) !== undefined);
  }

  #day(random: Random): string {
    return new Date(this.#hubspot.clock.now() + random.int(-90, 90) * 86_400_000).toISOString().slice(0, 10);
  }

  #name(what: string): string {
    this.#made += 1;
    return `${what} ${this.#made}`;
  }

  #owner(random: Random): string {
    const { anna, ben, gone } = this.#ids.owners;
    return random.pick([anna, ben, gone]);
  }

  #partners(): Change[] {
    const standing = (random: Random) => ({
      partner_tier: random.pick(['GOLD', 'SILVER', 'REGISTERED', '']),
      partner_region: random.pick(['EMEA', 'AMER', 'APAC']),
      partner_status: random.pick(['ACTIVE', 'INACTIVE']),
      hubspot_owner_id: this.#owner(random),
    });
    return [
      this.#change('a partner joins', (random) => {
        this.#portal.create('companies', { name: this.#name('Partner'), type: 'PARTNER', ...standing(random) });
      }),
      this.#change('a customer is written', () => {
        this.#portal.create('companies', { name: this.#name('Customer'), type: 'PROSPECT' });
      }),
      this.#change('a partner changes', (random) => {
        this.#portal.update('companies', this.#partner(random), standing(random));
      }),
      this.#change('a partner is none any more', (random) => {
        this.#portal.update('companies', this.#partner(random), { type: 'PROSPECT' });
      }),
      this.#change('a company becomes a partner', (random) => {
        this.#portal.update('companies', this.#one('companies', random), { type: 'PARTNER' });
      }),
    ];
  }

  #deals(): Change[] {
    const deal = (random: Random) => ({
      dealstage: random.pick(dealStages),
      amount: String(random.int(0, 1_000_000) / 100),
      closedate: `${this.#day(random)}T00:00:00Z`,
      hubspot_owner_id: this.#owner(random),
    });
    return [
      this.#change('a deal is created', (random) => {
        const properties = { dealname: this.#name('Deal'), pipeline: 'default', ...deal(random) };
        const { id } = this.#portal.create('deals', properties);
        if (random.chance(0.6))
          this.#portal.associate('deals', id, 'companies', this.#one('companies', random), {
            labels: random.sample(labels, random.int(0, 2)),
          });
      }),
      this.#change('a deal changes', (random) => {
        const id = this.#one('deals', random);
        if (this.#portal.records('deals').get(id).values.pipeline !== 'default') throw new Nothing();
        this.#portal.update('deals', id, deal(random));
      }),
      this.#change('a deal moves to another pipeline', (random) => {
        const [pipeline, dealstage] = random.pick([
          ['default', 'contractsent'],
          ['enrolments', 'enrolled'],
        ] as const);
        this.#portal.update('deals', this.#one('deals', random), { pipeline, dealstage });
      }),
      this.#change(
        'a calculated value moves',
        (random) => {
          this.#portal.calculate('deals', this.#one('deals', random), {
            notes_last_updated: new Date(this.#hubspot.clock.now()).toISOString(),
          });
        },
        'day',
      ),
    ];
  }

  #links(): Change[] {
    return [
      this.#change('a deal is attributed', (random) => {
        this.#portal.associate('deals', this.#one('deals', random), 'companies', this.#one('companies', random), {
          labels: random.sample(labels, random.int(0, 2)),
        });
      }),
      this.#change('a deal loses a label, or its partner', (random) => {
        const deal = this.#one('deals', random);
        const linked = this.#companiesOf('deals', deal);
        if (linked.length === 0) throw new Nothing();
        const { id, types } = random.pick(linked);
        const own = types.flatMap(({ label }) => (label !== null && labels.includes(label) ? [label] : []));
        const part = random.chance(0.5) && own.length > 0 ? [random.pick(own)] : undefined;
        this.#portal.dissociate('deals', deal, 'companies', id, part);
      }),
      this.#change('a row gets another partner', (random) => {
        const type = random.pick(['registration', 'certification', 'tickets', 'calls', 'meetings']);
        this.#portal.associate(type, this.#one(type, random), 'companies', this.#one('companies', random));
      }),
      this.#change('a row loses its company', (random) => {
        const type = random.pick(['registration', 'certification', 'tickets', 'calls', 'meetings']);
        const row = this.#one(type, random);
        const linked = this.#companiesOf(type, row);
        if (linked.length === 0) throw new Nothing();
        this.#portal.dissociate(type, row, 'companies', random.pick(linked).id);
      }),
      this.#change(
        'a contact changes companies',
        (random) => {
          const contact = this.#one('contacts', random);
          for (const { id } of this.#companiesOf('contacts', contact))
            this.#portal.dissociate('contacts', contact, 'companies', id);
          this.#portal.associate('contacts', contact, 'companies', this.#one('companies', random), { primary: true });
        },
        'day',
      ),
      this.#change(
        'a registration is linked to a deal',
        (random) => {
          this.#portal.associate(
            'registration',
            this.#one('registration', random),
            'deals',
            this.#one('deals', random),
          );
        },
        'day',
      ),
    ];
  }

  #others(): Change[] {
    const now = (): string => new Date(this.#hubspot.clock.now()).toISOString();
    return [
      this.#change('a deal is registered', (random) => {
        const properties = { name: this.#name('Registration'), hs_pipeline: '100', hs_pipeline_stage: '101' };
        const { id } = this.#portal.create('registration', properties);
        this.#portal.associate('registration', id, 'companies', this.#one('companies', random));
        if (random.chance(0.5)) this.#portal.associate('registration', id, 'deals', this.#one('deals', random));
      }),
      this.#change('a registration is decided', (random) => {
        this.#portal.update('registration', this.#one('registration', random), {
          hs_pipeline_stage: random.pick(registrationStages),
          expires_on: this.#day(random),
        });
      }),
      this.#change('somebody enrols', (random) => {
        const { id } = this.#portal.create('enrollment', { course_name: this.#name('Course'), mandatory: 'true' });
        this.#portal.associate('enrollment', id, 'contacts', this.#one('contacts', random));
      }),
      this.#change('a course is completed', (random) => {
        this.#portal.update('enrollment', this.#one('enrollment', random), { completed_on: now() });
      }),
      this.#change('a certificate is issued', (random) => {
        const properties = { certificate: random.pick(['Sales', 'Technical']), issued_on: this.#day(random) };
        const { id } = this.#portal.create('certification', properties);
        this.#portal.associate('certification', id, 'companies', this.#one('companies', random));
      }),
      this.#change('onboarding goes on', (random) => {
        this.#portal.update('tickets', this.#one('tickets', random), {
          hs_pipeline_stage: random.pick(['7701', '7702', '7703', '7709']),
        });
      }),
      this.#change('somebody calls a partner', (random) => {
        const { id } = this.#portal.create('calls', { hs_timestamp: now(), hs_call_title: 'Call' });
        this.#portal.associate('calls', id, 'companies', this.#one('companies', random));
        if (random.chance(0.5)) this.#portal.associate('calls', id, 'deals', this.#one('deals', random));
      }),
      this.#change('a survey is answered', (random) => {
        const { id } = this.#portal.create('feedback_submissions', {
          hs_survey_type: random.pick(['NPS', 'CSAT', 'CES']),
          hs_value: String(random.int(1, 5)),
          hs_submission_timestamp: now(),
        });
        this.#portal.associate('feedback_submissions', id, 'contacts', this.#one('contacts', random));
      }),
      this.#change('a contact is written', (random) => {
        const name = this.#name('contact').replace(' ', '');
        const { id } = this.#portal.create('contacts', { email: `${name}@partner.example` });
        this.#portal.associate('contacts', id, 'companies', this.#one('companies', random), { primary: true });
      }),
    ];
  }

  #deletions(): Change[] {
    const types = [...linkedToCompanies, 'companies', 'enrollment', 'feedback_submissions'];
    const merge = (type: string, random: Random, pair: readonly [string, string]): void => {
      const [first, second] = pair;
      if (first === second) throw new Nothing();
      const result = this.#portal.merge(type, [first, second], random.pick(['new', 'first']));
      if (type === 'companies') for (const id of pair) if (id !== result.id) this.#merged.set(id, result.id);
    };
    return [
      this.#change(
        'a row is archived',
        (random) => {
          const type = random.pick(types);
          const id = this.#one(type, random);
          this.#portal.archive(type, id);
          this.#archived.push({ type, id });
        },
        'day',
      ),
      // The stamp of a row that comes back does not move.
      this.#change(
        'a row comes back',
        () => {
          const last = this.#archived.pop();
          if (last === undefined || this.#portal.records(last.type).findArchived(last.id) === undefined)
            throw new Nothing();
          this.#portal.restore(last.type, last.id);
        },
        'check',
      ),
      this.#change(
        'a row vanishes',
        (random) => {
          const type = random.pick(types);
          this.#portal.gdprDelete(type, this.#one(type, random));
        },
        'check',
      ),
      this.#change('partners are merged', (random) => {
        merge('companies', random, [this.#partner(random), this.#one('companies', random)]);
      }),
      this.#change('deals are merged', (random) => {
        merge('deals', random, [this.#one('deals', random), this.#one('deals', random)]);
      }),
    ];
  }

  #administration(): Change[] {
    return [
      this.#change(
        'a stage is renamed',
        (random) => {
          this.#portal.editStage('deals', 'default', 'contractsent', { label: `Contract ${random.int(1, 9)}` });
        },
        'day',
      ),
      this.#change('an owner leaves', (random) => {
        this.#portal.owners.edit(this.#ids.owners.ben, { email: `ben${random.int(1, 9)}@vendor.example` });
        if (random.chance(0.2)) this.#portal.owners.archive(this.#ids.owners.ben);
      }),
      this.#change('a rate is set', (random) => {
        this.#portal.currencies.setRate('USD', random.int(80, 120) / 100);
      }),
    ];
  }
}
