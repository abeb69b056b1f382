import type { LeftOutKeys, NoteKeys } from '../keys/left-out.ts';
import type { Words } from '../words.ts';

export const leftOut: Words<LeftOutKeys> = {
  'no-amount': '{count, plural, one {# gewonnener Deal hat} other {# gewonnene Deals haben}} keinen Betrag',
  unconverted: '{count, plural, one {# Deal hat} other {# Deals haben}} eine Währung ohne Wechselkurs',
  'no-closed-date':
    '{count, plural, one {# geschlossener Deal hat} other {# geschlossene Deals haben}} kein Abschlussdatum',
  'closed-before-created': '{count, plural, one {# Deal endete} other {# Deals endeten}} vor dem Tag der Anlage',
  'no-required-module': '{count, plural, one {# aktiver Partner hat} other {# aktive Partner haben}} kein Pflichtmodul',
  'required-unknown': 'bei {count, plural, one {# Schulungszeile} other {# Schulungszeilen}} fehlt, ob sie Pflicht ist',
  'earlier-deal':
    '{count, plural, one {# Partner gewann} other {# Partner gewannen}} schon vor Ende des Onboardings einen Deal',
  'no-publication-date':
    '{count, plural, one {# Unterlage hat} other {# Unterlagen haben}} kein Datum der Veröffentlichung',
  'no-person': '{count, plural, one {# Schulungszeile nennt} other {# Schulungszeilen nennen}} keine Person',
  'not-followed': '{count, plural, one {# Partner ist} other {# Partner sind}} noch nicht lange genug dabei',
  'merged-cycle':
    '{count, plural, one {# Partner steht} other {# Partner stehen}} in einem Kreis von Zusammenführungen und {count, plural, one {zählt} other {zählen}} für sich',
  'certification-observed':
    '{count, plural, one {# Zertifikat ist} other {# Zertifikate sind}} erst seit unserem ersten Abgleich bekannt',
  'influenced-no-amount':
    '{count, plural, one {# beeinflusster Deal hat} other {# beeinflusste Deals haben}} keinen Betrag',
  'influenced-unconverted':
    '{count, plural, one {# beeinflusster Deal hat} other {# beeinflusste Deals haben}} eine Währung ohne Wechselkurs',
  'influenced-no-closed-date':
    '{count, plural, one {# geschlossener beeinflusster Deal hat} other {# geschlossene beeinflusste Deals haben}} kein Abschlussdatum',
  'influenced-closed-before-created':
    '{count, plural, one {# beeinflusster Deal endete} other {# beeinflusste Deals endeten}} vor dem Tag der Anlage',
};

export const notes: Words<NoteKeys> = {
  'certification-any': 'Jedes gültige Zertifikat zählt; die Einstellung sellCertifications kann die zählenden nennen.',
  'types-restricted': 'Nur die Deal-Arten der Einstellung countTypes zählen.',
  'first-deal-any': 'Als erster Deal zählt auch ein beeinflusster (Einstellung firstDeal).',
  'segment-without-partners': 'Diesen Wert hatte nie ein Partner: bitte die Schreibweise prüfen.',
};
