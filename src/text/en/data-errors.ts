import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

type DataCode = Extract<ErrorCode, 'data-old' | 'fields-lacking' | `many-${string}`>;

/** The words of what is wrong with data that were read. */
export const dataErrors: Readonly<Record<DataCode, ErrorWords>> = {
  'data-old': {
    cause:
      'The data of {source} are {minutes, plural, one {# minute} other {# minutes}} old; the bot syncs every {every, plural, one {minute} other {# minutes}}.',
    remedy: 'See `pulse status` for the last error of the source. Answers say how old their data are.',
    page: 'docs/errors.md#data-old',
  },
  'fields-lacking': {
    cause: 'Of what the mapping of {source} names, this is not as it expects: {what}.',
    remedy: 'Create the field, give the bot’s user the right to see it, or take it out of the mapping.',
    page: 'docs/errors.md#fields-lacking',
  },
  'many-rejected': {
    cause: 'Of {source}, {now, plural, one {# row was} other {# rows were}} rejected; it used to be {before}.',
    remedy: 'Look at the reasons in the list of rejects (`pulse sync` names it): a field was renamed, a value is new.',
    page: 'docs/errors.md#many-rejected',
  },
  'many-unmatched': {
    cause:
      'Of {source}, {now, plural, one {# row names a partner} other {# rows name partners}} whom nobody knows; it used to be {before}.',
    remedy: '`pulse unmatched` lists the names, `pulse unmatched --fix` proposes whose they are.',
    page: 'docs/errors.md#many-unmatched',
  },
};
