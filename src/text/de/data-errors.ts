import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

type DataCode = Extract<ErrorCode, 'data-old' | 'fields-lacking' | `many-${string}`>;

/** Die Worte dafür, was an gelesenen Daten nicht stimmt. */
export const dataErrors: Readonly<Record<DataCode, ErrorWords>> = {
  'data-old': {
    cause:
      'Die Daten von {source} sind {minutes, plural, one {# Minute} other {# Minuten}} alt; der Bot liest alle {every, plural, one {Minute} other {# Minuten}}.',
    remedy: '`pulse status` nennt den letzten Fehler der Quelle. Antworten sagen, wie alt ihre Daten sind.',
    page: 'docs/errors.md#data-old',
  },
  'fields-lacking': {
    cause: 'Von dem, was die Zuordnung von {source} nennt, ist dies nicht wie erwartet: {what}.',
    remedy: 'Das Feld anlegen, dem Benutzer des Bots das Recht geben, es zu sehen, oder es aus der Zuordnung nehmen.',
    page: 'docs/errors.md#fields-lacking',
  },
  'many-rejected': {
    cause:
      'Von {source} {now, plural, one {wurde # Zeile} other {wurden # Zeilen}} abgewiesen; bisher waren es {before}.',
    remedy:
      'Die Gründe in der Liste der Abgewiesenen ansehen (`pulse sync` nennt sie): ein Feld heißt anders, ein Wert ist neu.',
    page: 'docs/errors.md#many-rejected',
  },
  'many-unmatched': {
    cause:
      'Von {source} {now, plural, one {nennt # Zeile} other {nennen # Zeilen}} Partner, die niemand kennt; bisher waren es {before}.',
    remedy: '`pulse unmatched` führt die Namen auf, `pulse unmatched --fix` schlägt vor, wem sie gehören.',
    page: 'docs/errors.md#many-unmatched',
  },
};
