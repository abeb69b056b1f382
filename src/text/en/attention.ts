import type { AttentionWords } from '../keys/attention.ts';

export const attention: AttentionWords = {
  'falling-behind': 'falling behind its group',
  'registrations-down': 'fewer registrations',
  'stuck-onboarding': 'stuck in onboarding',
  'no-valid-certification': 'no valid certificate',
  'certification-expiring': 'certificate ends soon',
  'registrations-waiting': 'registrations wait for a decision',
  detractor: 'unhappy in the last survey',
  quiet: 'no sign of life',
  'catching-up': 'catching up: worth your time',
};
