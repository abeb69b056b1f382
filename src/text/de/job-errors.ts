import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

type Codes = Extract<ErrorCode, 'bad-schedule' | 'bad-zone' | 'unknown-job' | `job-${string}`>;

/** Die Wörter von Zeitplänen und Aufgaben. */
export const jobErrors: Readonly<Record<Codes, ErrorWords>> = {
  'bad-schedule': {
    cause:
      'Der Zeitplan „{schedule}“ {reason, select, days {nennt einen Tag des Monats und einen Wochentag; eins davon muss * sein} never {kommt nie: kein Monat hat diesen Tag} field {hat {field, select, minute {eine falsche Minute} hour {eine falsche Stunde} dayofmonth {einen falschen Monatstag} month {einen falschen Monat} other {einen falschen Wochentag}}} other {hat nicht fünf Felder}}.',
    remedy:
      'Fünf Felder schreiben: Minute Stunde Monatstag Monat Wochentag, mit Zahlen, *, Bereichen, Listen und Schritten, z. B. „0 9 * * 1“ für Montag 9:00.',
    page: 'docs/errors.md#bad-schedule',
  },
  'bad-zone': {
    cause: 'Es gibt keine Zeitzone „{zone}“.',
    remedy: 'Einen Ort der Zeitzonenliste schreiben, z. B. Europe/Berlin, America/New_York, Asia/Kolkata oder UTC.',
    page: 'docs/errors.md#bad-zone',
  },
  'unknown-job': {
    cause: 'Es gibt keine Aufgabe „{job}“. Aufgaben: {known}.',
    remedy: 'Eine davon nennen; `pulse jobs` zeigt sie mit ihren nächsten Läufen.',
    page: 'docs/errors.md#unknown-job',
  },
  'job-off': {
    cause:
      'Die Aufgabe „{job}“ ist aus{why, select, folder {: backup.folder ist nicht gesetzt} bot {: sie läuft nur in einem laufenden Bot (`pulse start`)} other {}}.',
    remedy: 'In der Konfiguration setzen, was sie braucht (docs/jobs.md), und den Bot neu starten.',
    page: 'docs/errors.md#job-off',
  },
  'job-busy': {
    cause: 'Die Aufgabe „{job}“ läuft schon.',
    remedy: 'Warten, bis sie fertig ist: `pulse jobs` zeigt, wie weit sie ist.',
    page: 'docs/errors.md#job-busy',
  },
  'job-failed': {
    cause:
      'Die Aufgabe „{job}“ ist {attempts, plural, one {einmal} other {#-mal nacheinander}} gescheitert; der letzte Grund: {reason}.',
    remedy: 'Siehe Log und `pulse jobs`. Sie läuft zu ihrer nächsten Zeit wieder; `pulse run {job}` startet sie jetzt.',
    page: 'docs/errors.md#job-failed',
  },
};
