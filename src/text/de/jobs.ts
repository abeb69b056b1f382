import type { jobs as english } from '../en/jobs.ts';

/** Was `pulse jobs` und `pulse run` sagen. */
export const jobs: Readonly<Record<keyof typeof english, string>> = {
  'command.jobs': 'Was von selbst läuft: letzter und nächster Lauf jeder Aufgabe, und wie er ausging',
  'command.run': 'Eine Aufgabe jetzt ausführen, auch neben einem laufenden Bot',
  'note.jobs': 'Liest nur, geht also neben einem laufenden Bot. Zeiten stehen in der Zone des jeweiligen Zeitplans.',
  'note.run':
    'Ein laufender Bot erledigt es, sonst geschieht es hier. JOB ist ein Name aus `pulse jobs`; bei einer Aufgabe mit mehreren Zeitplänen einer davon, etwa reconciliation/QUELLE. Exit-Code 1: gescheitert.',
  'jobs.job': 'Aufgabe',
  'jobs.when': 'Zeitplan',
  'jobs.last': 'Letzter Lauf',
  'jobs.outcome': 'Ausgang',
  'jobs.next': 'Nächster Lauf',
  'jobs.every': 'alle {seconds, plural, one {Sekunde} other {# Sekunden}}',
  'jobs.every-minutes': 'alle {minutes, plural, one {Minute} other {# Minuten}}',
  'jobs.cron': '{cron} ({zone})',
  'jobs.off': 'aus',
  'jobs.soon': 'jetzt',
  'jobs.never': '–',
  'jobs.late': '{outcome}, verspätet',
  'jobs.with-reason': '{outcome}: {reason}',
  'jobs.attempts': '{outcome} ({attempts} Versuche)',
  'jobs.running': 'läuft, {done, number} von {total, number}',
  'jobs.outcome-running': 'läuft',
  'jobs.outcome-well': 'gut',
  'jobs.outcome-failed': 'gescheitert',
  'jobs.outcome-abandoned': 'abgebrochen',
  'jobs.outcome-missed': 'ausgefallen',
  'jobs.outcome-skipped': 'übersprungen',
  'jobs.reason-job-busy': 'der vorige lief noch',
  'jobs.reason-not-due': 'noch nicht fällig',
  'jobs.reason-interrupted': 'der Bot wurde beendet',
  'jobs.reason-source-gone': 'die Quelle ist nicht mehr konfiguriert',
  'jobs.no-bot': 'Es läuft kein Bot: nichts läuft von selbst.',
  'run.well': '{job}: erledigt in {seconds, plural, one {# Sekunde} other {# Sekunden}}.',
  'run.skipped': '{job}: nichts zu tun ({reason}).',
  'config.expect.jobs.reconciliation.schedule':
    'ein Zeitplan aus fünf Cron-Feldern wie „0 9 * * 1“ (Minute, Stunde, Monatstag, Monat, Wochentag; einer der beiden Tage ist *)',
  'config.expect.jobs.reconciliation.zone': 'eine IANA-Zeitzone wie Europe/Berlin',
  'config.expect.jobs.retention.schedule':
    'ein Zeitplan aus fünf Cron-Feldern wie „0 9 * * 1“ (Minute, Stunde, Monatstag, Monat, Wochentag; einer der beiden Tage ist *)',
  'config.expect.jobs.retention.zone': 'eine IANA-Zeitzone wie Europe/Berlin',
  'config.expect.backup.schedule':
    'ein Zeitplan aus fünf Cron-Feldern wie „0 9 * * 1“ (Minute, Stunde, Monatstag, Monat, Wochentag; einer der beiden Tage ist *)',
  'config.expect.backup.zone': 'eine IANA-Zeitzone wie Europe/Berlin',
};
