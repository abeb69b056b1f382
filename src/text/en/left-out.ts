import type { LeftOutKeys, NoteKeys } from '../keys/left-out.ts';
import type { Words } from '../words.ts';

export const leftOut: Words<LeftOutKeys> = {
  'no-amount': '{count, plural, one {# won deal has} other {# won deals have}} no amount',
  unconverted: '{count, plural, one {# deal is in a currency} other {# deals are in currencies}} without exchange rate',
  'no-closed-date': '{count, plural, one {# closed deal has} other {# closed deals have}} no close date',
  'closed-before-created': '{count, plural, one {# deal was} other {# deals were}} closed before being created',
  'no-required-module': '{count, plural, one {# active partner has} other {# active partners have}} no required module',
  'required-unknown':
    '{count, plural, one {# training row does} other {# training rows do}} not say whether it is required',
  'earlier-deal': '{count, plural, one {# partner} other {# partners}} won a deal before completing onboarding',
  'no-publication-date': '{count, plural, one {# asset has} other {# assets have}} no publication date',
  'no-person': '{count, plural, one {# training row names} other {# training rows name}} no person',
  'not-followed': '{count, plural, one {# partner has} other {# partners have}} not been followed long enough',
  'merged-cycle':
    '{count, plural, one {# partner stands} other {# partners stand}} in a circle of merges, and each counts as itself',
  'certification-observed':
    '{count, plural, one {# certificate is} other {# certificates are}} known only from the day we first saw it',
  'influenced-no-amount': '{count, plural, one {# influenced deal has} other {# influenced deals have}} no amount',
  'influenced-unconverted':
    '{count, plural, one {# influenced deal is in a currency} other {# influenced deals are in currencies}} without exchange rate',
  'influenced-no-closed-date':
    '{count, plural, one {# closed influenced deal has} other {# closed influenced deals have}} no close date',
  'influenced-closed-before-created':
    '{count, plural, one {# influenced deal was} other {# influenced deals were}} closed before being created',
};

/** What an answer rests on, by the code in its `notes`. */
export const notes: Words<NoteKeys> = {
  'certification-any': 'Any valid certificate counts; the setting sellCertifications can name the ones that do.',
  'types-restricted': 'Only the deal types of the setting countTypes count.',
  'first-deal-any': 'A first deal may be sourced or influenced (setting firstDeal).',
  'segment-without-partners': 'No partner ever had this value: check its spelling.',
};
