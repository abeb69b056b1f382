import type { PeriodReason } from '../../records/period.ts';

/**
 * Why a row, a field or a file was not taken. Sources give reasons in English (that is how the rejects file keeps
 * them); what stands before a colon is the reason, what follows are its numbers or names.
 */
export const reasons: Readonly<Record<string, string>> = {
  'wrong column count': 'falsche Zahl von Spalten',
  'empty required field': 'leeres Pflichtfeld',
  'duplicate id': 'doppelte id',
  'unknown partner': 'unbekannter Partner',
  'unknown deal': 'unbekannter Deal',
  'unknown registration': 'unbekannte Registrierung',
  'unknown asset': 'unbekannte Unterlage',
  unmatched: 'nennt keinen Partner',
  'several partners match': 'nennt mehrere Partner',
  'several deals match': 'nennt mehrere Deals',
  'several values': 'mehrere Werte',
  'unknown owner': 'unbekannter Besitzer',
  'unmapped value': 'Wert ohne Zuordnung',
  'unmapped stage': 'Phase ohne Zuordnung',
  'missing id': 'ohne Id',
  'not an address': 'keine Adresse',
  'not usable': 'nicht brauchbar',
  'rate too large': 'Kurs zu groß',
  history: 'Historie',
  'exchange rates left out': 'Wechselkurse ausgelassen',
  'no file of this name': 'keine Datei dieses Namens',
  'no such local time': 'diese Ortszeit gibt es nicht',
  'no such local time: the clock was put forward': 'diese Ortszeit gibt es nicht: die Uhr wurde vorgestellt',
  'not a date': 'kein Datum',
  'not a number': 'keine Zahl',
  'not true or false': 'weder true noch false',
  'not a currency code': 'kein Währungscode',
  negative: 'negativ',
  'score out of range': 'Bewertung außerhalb der Grenzen',
  'score not whole': 'Bewertung nicht ganzzahlig',
  'rate not above zero': 'Kurs nicht über null',
  'merge cycle': 'Kreis von Zusammenführungen',
  'unusable character': 'unbrauchbares Zeichen',
  'unclosed quote': 'Anführungszeichen nicht geschlossen',
  'text after a closing quote': 'Text nach einem schließenden Anführungszeichen',
  'quote inside an unquoted field': 'Anführungszeichen in einem Feld ohne Anführungszeichen',
  'row longer than 1 MiB, perhaps an unclosed quote':
    'Zeile länger als 1 MiB, vielleicht ein nicht geschlossenes Anführungszeichen',
  'not a CSV file': 'keine CSV-Datei',
  'invalid UTF-8': 'ungültiges UTF-8',
  'required column missing': 'Pflichtspalte fehlt',
  'required column twice': 'Pflichtspalte doppelt',
  'required file missing': 'Pflichtdatei fehlt',
  'not a file': 'keine Datei',
  'not readable': 'nicht lesbar',
  'changed while it was being read': 'änderte sich beim Lesen',
  'unknown files ignored': 'unbekannte Dateien übergangen',
  'unknown columns ignored': 'unbekannte Spalten übergangen',
  'columns twice, the first one counts': 'Spalten doppelt, die erste zählt',
  'the clock is behind the last sync': 'die Uhr steht vor dem letzten Einlesen',
  'targets for an unknown KPI': 'Zielwerte für eine unbekannte Kennzahl',
  'values given again, the later row wins': 'Werte mehrfach angegeben, die spätere Zeile gilt',
};

/** Words inside what follows the colon, and openings of reasons that end in a list. */
export const reasonWords: readonly (readonly [from: string, to: string])[] = [
  [
    'there is no such field, or field-level security hides it from the bot’s user; what rests on it is unknown',
    'das Feld gibt es nicht, oder die Feldrechte verbergen es vor dem Benutzer des Bots; was darauf beruht, ist unbekannt',
  ],
  [
    'there is no such object, or the bot’s user may not read it; the mapping has it as optional',
    'das Objekt gibt es nicht, oder der Benutzer des Bots darf es nicht lesen; die Zuordnung hat es als entbehrlich',
  ],
  [
    'with two long texts Salesforce gives 200 rows a call in place of 2,000',
    'bei zwei langen Texten gibt Salesforce 200 Zeilen je Aufruf statt 2.000',
  ],
  [' is missing: it stays unknown', ' fehlt: bleibt unbekannt'],
  ['no such property', 'keine solche Eigenschaft'],
  ['they lead to another currency than the program’s', 'sie führen zu einer anderen Währung als der des Programms'],
  ['not one of ', 'keines von '],
  [' instead of ', ' statt '],
  [' to ', ' bis '],
];

export const periodReasons: Readonly<Record<PeriodReason, string>> = {
  unknown: 'ist nicht bekannt',
  'no-such-date': 'nennt einen Tag, den es nicht gibt',
  'no-such-week': 'nennt eine Woche, die sein Jahr nicht hat',
  'weeks-not-iso': 'ist eine ISO-Woche, wofür die Woche am Montag beginnen muss',
  'end-not-after-start': 'endet nicht nach seinem Anfang',
  'days-out-of-range': 'hat zu wenige oder zu viele Tage',
  'year-out-of-range': 'beginnt zu früh',
  future: 'hat noch nicht begonnen',
};
