import type { AttentionWords } from '../keys/attention.ts';

export const attention: AttentionWords = {
  'falling-behind': 'falling behind its group',
  'registrations-down': 'registrations down to {now} from {before} in 90 days',
  'stuck-onboarding': 'stuck in onboarding at “{step}”, day {days}',
  'no-valid-certification': 'no valid certificate, {deals, plural, one {# open deal} other {# open deals}}',
  'certification-expiring': 'certificate ends {days, plural, =0 {today} one {tomorrow} other {in # days}}',
  'registrations-waiting':
    '{count, plural, one {# registration waits} other {# registrations wait}} for a decision, the oldest {days, plural, one {# day} other {# days}}',
  detractor: 'rated us {score} of 10, {days, plural, =0 {today} one {yesterday} other {# days ago}}',
  quiet: 'no sign of life for {days, plural, one {# day} other {# days}}',
  'catching-up': 'catching up: worth your time',
};
