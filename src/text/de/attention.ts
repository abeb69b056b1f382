import type { AttentionWords } from '../keys/attention.ts';

export const attention: AttentionWords = {
  'falling-behind': 'fällt hinter seine Gruppe zurück',
  'registrations-down': 'nur {now} statt {before} Registrierungen in 90 Tagen',
  'stuck-onboarding': 'steckt im Onboarding fest bei „{step}“, Tag {days}',
  'no-valid-certification': 'kein gültiges Zertifikat, {deals, plural, one {# offener Deal} other {# offene Deals}}',
  'certification-expiring': 'Zertifikat endet {days, plural, =0 {heute} one {morgen} other {in # Tagen}}',
  'registrations-waiting':
    '{count, plural, one {# Registrierung wartet} other {# Registrierungen warten}} auf Entscheidung, die älteste {days, plural, one {# Tag} other {# Tage}}',
  detractor: 'gab uns {score} von 10, {days, plural, =0 {heute} one {gestern} other {vor # Tagen}}',
  quiet: 'seit {days, plural, one {# Tag} other {# Tagen}} kein Lebenszeichen',
  'catching-up': 'holt auf: die Zeit lohnt sich',
};
