import type { AttentionWords } from '../keys/attention.ts';

export const attention: AttentionWords = {
  'falling-behind': 'fällt hinter seine Gruppe zurück',
  'registrations-down': 'weniger Registrierungen',
  'stuck-onboarding': 'steckt im Onboarding fest',
  'no-valid-certification': 'kein gültiges Zertifikat',
  'certification-expiring': 'Zertifikat läuft bald ab',
  'registrations-waiting': 'Registrierungen warten auf Entscheidung',
  detractor: 'unzufrieden in der letzten Umfrage',
  quiet: 'kein Lebenszeichen',
  'catching-up': 'holt auf: die Zeit lohnt sich',
};
