import type { CaveatWords, DifferenceWords, filterKeys, ProofFigureWords } from '../keys/filter.ts';
import type { Words } from '../words.ts';

export const filter: Words<typeof filterKeys> = {
  title: '{figure}: {object}, {period}',
  search: 'The same as the body of a search (POST /crm/objects/…/{object}/search)',
  eq: '{property} is {values}',
  ne: '{property} is not {values}, or empty',
  gt: '{property} is after, or above, {values}',
  gte: '{property} is {values} or later',
  lt: '{property} is before, or below, {values}',
  lte: '{property} is {values} or earlier',
  filled: '{property} is known',
  empty: '{property} is unknown',
  either: 'one of these groups:',
  or: 'or',
  none: 'not all of this:',
  linked: 'associated with {object}',
  linkedBy: 'associated with {object} by the label {labels}',
  linkedIds: 'record id {ids}',
  quoted: '“{text}”',
  related: 'a record of {object} names it in {property}, and of that:',
  every: 'every record counts',
  nothing: 'No record of this CRM can count: the mapping brings none.',
  moment: '{moment} ({zone})',
};

export const caveats: CaveatWords = {
  'several-statements': 'There are several filters. A record that more than one of them finds counts once.',
  currencies:
    'Amounts stand in their own currencies. Partner Pulse converts each at the rate of its close date, the CRM perhaps at today’s.',
  'shared-deals':
    'A deal that several partners sourced is split equally between them here; the CRM shows its whole amount.',
  'segment-now': 'The segment is by the partner’s value of today; here the value counts that held at the time.',
  'segment-not-said': 'The segment is left out: the CRM cannot be asked for it.',
  'attribution-not-said': 'Attribution is left out, or only in part: it stands where this filter does not reach.',
  'labels-not-in-search':
    'The search leaves association labels out: searches cannot name them. The filter in words has them.',
  'partner-not-known': 'The partner is left out: what this CRM calls it is not known here.',
  'as-of-now': 'The CRM answers as it is now; it cannot go back to an earlier moment.',
  'stage-names': 'Stages stand as the mapping names them, perhaps by label instead of id.',
  'date-type-guessed': 'Whether a property holds days or moments was judged by its name.',
  'optional-assumed': 'Properties that the mapping calls optional are taken to exist.',
  'computed-field': 'A value that the mapping computes from several properties is left out.',
  'whole-program-only': 'This figure is one of the whole program, so the filter names no partner.',
};

export const differences: DifferenceWords = {
  attribution: 'attributed otherwise in the CRM',
  currency: 'another currency, or one without a rate',
  date: 'another date, so another period',
  stage: 'another stage or state',
  amount: 'another amount',
  deleted: 'deleted in the CRM, or hidden there',
  filter: 'left out by the mapping: a filter, or a row that is no whole record',
  'not-synced': 'new in the CRM since the last sync',
  missing: 'in the CRM since before the last sync, yet not here',
  unknown: 'for a reason that could not be found',
};

export const proofFigures: ProofFigureWords = {
  sourced: 'Sourced revenue',
  influenced: 'Influenced revenue',
  totalWon: 'All revenue won',
  lost: 'Sourced deals lost',
  sourcedPipelineCreated: 'Sourced pipeline created',
  openSourcedPipeline: 'Open sourced pipeline',
  registrations: 'Registrations',
  submitted: 'Registrations submitted',
  approved: 'Registrations approved',
  rejected: 'Registrations rejected',
  expired: 'Registrations expired',
  converted: 'Registrations converted',
  withdrawn: 'Registrations withdrawn',
};
