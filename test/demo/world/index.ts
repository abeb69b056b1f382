import { Accounts } from './accounts.ts';
import { Calendar, DAY } from './calendar.ts';
import { attributionRows, linkDeals } from './deal-rows.ts';
import { dealSeeds } from './deal-seeds.ts';
import { deals } from './deals.ts';
import { certificationRows, certifications, onboardings, trainings } from './enablement.ts';
import { assets, contentEvents, portalSessions, touches } from './engagement.ts';
import { makePartners, partnerHistory, partnerRows } from './partners.ts';
import { exchangeRates, programEvents, targets } from './program.ts';
import { Random } from './random.ts';
import { businesses, registrationRows, registrations } from './registrations.ts';
import { tellStoriesInMoney } from './story-money.ts';
import { surveys } from './surveys.ts';
import type { World } from './tables.ts';

export { CONFLICT_ACCOUNT, STUCK_STEP, type Story, type StoryName, stories } from './stories.ts';
export { columns, type FileName, type Row, type Tables, type World } from './tables.ts';
export { writeWorld } from './write.ts';

export interface WorldOptions {
  readonly seed: number;
  /** Reporting zone, as bare dates and working hours follow it; default Europe/Berlin. */
  readonly zone?: string;
  /** Nothing is stamped later than this, plans apart. */
  readonly asOf: Date | number;
  /** Default 60, at least 12. */
  readonly partners?: number;
  /** Records begin with the quarter that many years before as-of; default 2. */
  readonly years?: number;
}

/**
 * The sample program: every record that a partner program of 60 partners leaves behind in two years, with the
 * stories of `stories`. The same seed, size and as-of instant give the same rows. Throws a RangeError for fewer than
 * 12 partners, an unknown zone or an invalid as-of.
 */
export function generateWorld(options: WorldOptions): World {
  const { seed, zone = 'Europe/Berlin', partners: size = 60, years = 2 } = options;
  const asOf = new Date(options.asOf);
  if (Number.isNaN(asOf.getTime())) throw new RangeError('as-of is not a valid instant');
  if (!Number.isInteger(size) || size < 12) throw new RangeError('a sample program has at least 12 partners');
  const calendar = new Calendar(zone, asOf.getTime());
  const random = new Random(seed);
  const start = calendar.quarterStart(calendar.asOf, -4 * years);

  const partners = makePartners(size, start, calendar, random.fork('partners'));
  const onboarding = onboardings(partners, calendar, random.fork('onboarding'));
  const certified = certifications(partners, onboarding, calendar, random.fork('certifications'));
  const business = businesses(partners, onboarding, random.fork('business'));
  const scale = (size / 60) * ((calendar.asOf - start) / (783 * DAY));
  const accounts = new Accounts(random.fork('accounts'));
  const registered = registrations(business, start, 400 * scale, accounts, calendar, random.fork('registrations'));
  // Deals need months to close: those of the half year before fill the first quarter.
  const plan = {
    start: calendar.quarterStart(start, -2),
    unregistered: Math.round(500 * scale),
    direct: Math.round(130 * scale),
    accounts,
  };
  const seeds = dealSeeds(business, partners, registered, plan, calendar, random.fork('deals'));
  const sold = tellStoriesInMoney(deals(seeds, certified, calendar, random.fork('courses')), calendar);
  const links = linkDeals(sold, calendar, random.fork('links'));
  const tables = {
    partners: partnerRows(partners, onboarding, calendar),
    partner_history: partnerHistory(partners, calendar, random.fork('history')),
    deals: links.rows,
    attributions: attributionRows(sold),
    registrations: registrationRows(registered, links.deals, links.converted, calendar),
    onboarding_steps: [...onboarding.values()].flatMap(({ rows }) => rows),
    trainings: trainings(partners, onboarding, calendar, random.fork('trainings')),
    certifications: certificationRows(certified, calendar),
    assets: assets(calendar),
    content_events: contentEvents(partners, sold, start, calendar, random.fork('content')),
    portal_sessions: portalSessions(partners, start, calendar, random.fork('portal')),
    touches: touches(sold, business, certified, start, calendar, random.fork('touches')),
    surveys: surveys(partners, onboarding, start, calendar, random.fork('surveys')),
    program_events: programEvents(calendar),
    targets: targets(sold, calendar),
    exchange_rates: exchangeRates(calendar.dayStart(start, -760), calendar, random.fork('rates')),
  };
  return { seed, zone, asOf, tables };
}
