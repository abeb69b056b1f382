import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';
import { crmErrors } from './crm-errors.ts';
import { dataErrors } from './data-errors.ts';
import { deliveryErrors } from './delivery-errors.ts';
import { jobErrors } from './job-errors.ts';

export const errors: Readonly<Record<ErrorCode, ErrorWords>> = {
  'bad-argument': {
    cause: '{reason}',
    remedy: 'Bitte das Argument berichtigen; `--help` zeigt, was möglich ist.',
    page: 'docs/command-line.md',
  },
  'bad-config': {
    cause: '{file}: {count, plural, one {ein Fehler} other {# Fehler}} in der Konfiguration.',
    remedy: 'Bitte {count, plural, one {ihn} other {sie}} beheben; nichts wurde gestartet oder geändert.',
    page: 'docs/configuration.md',
  },
  'config-missing': {
    cause: 'Die Konfiguration {file} gibt es nicht.',
    remedy: '--config oder PARTNER_PULSE_CONFIG berichtigen, oder beide weglassen: dann gelten die Vorgaben.',
    page: 'docs/configuration.md',
  },
  'file-not-readable': {
    cause: '{file} ist nicht lesbar ({reason}).',
    remedy: 'Prüfen, ob die Datei da ist und dieser Benutzer sie lesen darf.',
    page: 'docs/configuration.md',
  },
  'secret-file-open': {
    cause: 'Die Datei {file} mit einem Geheimnis ist für andere lesbar (Rechte {mode}).',
    remedy: 'Ausführen: chmod 600 {file}',
    page: 'docs/configuration.md#secrets',
  },
  'bad-period': {
    cause: 'Der Zeitraum „{period}“ {reason}; erwartet: {expected}.',
    remedy: 'Möglich sind z. B. last-quarter, this-month, last-90-days, 2026-Q3, 2026-09 oder 2026-09-01..2026-10-01.',
    page: 'docs/definitions.md#2-time-and-money',
  },
  'bad-file': {
    cause: '{file}{line, plural, =0 {} other {, Zeile {line}}}: {reason}.',
    remedy: 'Die Datei reparieren und erneut einlesen; nichts wurde geändert.',
    page: 'docs/csv-folder.md',
  },
  'too-many-deletions': {
    cause: 'Dieser Abgleich würde {deleted} von {stored} Datensätzen der Art {type} löschen, mehr als die Hälfte.',
    remedy:
      'Prüfen, ob der Export vollständig ist. Ist die Löschung gewollt: `pulse sync --accept-deletions`. Nichts wurde geändert.',
    page: 'docs/csv-folder.md#deletions',
  },
  'png-missing': {
    cause: 'Bilder können nicht gezeichnet werden: {package} ist nicht installiert.',
    remedy:
      'Neben dem Programm installieren (npm install {package}) oder --format html verlangen, das nichts weiter braucht.',
    page: 'docs/errors.md#png-missing',
  },
  'stale-file': {
    cause: '{file} ist vom {since}, älter als die {hours} h, die sein maxAge erlaubt.',
    remedy:
      'Den Export erneuern oder nachsehen, warum er nicht mehr kommt. Zahlen, die darauf beruhen, sagen es bis dahin.',
    page: 'docs/errors.md#stale-file',
  },
  'sync-running': {
    cause: 'Ein Abgleich läuft gerade.',
    remedy: 'Sein Ende bringt, was neu ist, in einigen Minuten. Nichts wurde geändert.',
    page: 'docs/errors.md#sync-running',
  },
  'unknown-kpi': {
    cause: 'Eine Kennzahl „{kpi}“ gibt es nicht.',
    remedy: '`pulse kpis` nennt alle acht.',
    page: 'docs/definitions.md#3-the-eight-kpis',
  },
  'unknown-partner': {
    cause: 'Kein Partner heißt „{partner}“ (ähnlich: {suggestions}).',
    remedy: 'Kennung, genauen Namen oder einen Alias angeben.',
    page: 'docs/command-line.md#partners',
  },
  'merge-circle': {
    cause: '{from} kann nicht Teil von {into} werden: Das ist derselbe Partner oder ein Teil von ihm.',
    remedy: 'Andersherum zusammenführen oder die frühere Zusammenführung erst aufheben.',
    page: 'docs/errors.md#merge-circle',
  },
  'ambiguous-partner': {
    cause: 'Mehrere Partner heißen „{partner}“: {choices}.',
    remedy: 'Die Kennung angeben, oder Quelle/Kennung.',
    page: 'docs/command-line.md#partners',
  },
  'unknown-segment': {
    cause: 'Ein Segment „{segment}“ gibt es nicht.',
    remedy: 'Möglich sind tier, region, motion, manager oder enablement mit einem Wert, z. B. --segment tier=Gold.',
    page: 'docs/command-line.md#segments',
  },
  'folder-missing': {
    cause: 'Den Ordner {folder} gibt es nicht, oder er ist nicht lesbar.',
    remedy: 'Ihn anlegen, oder sources → folder in partner-pulse.yaml (oder --from) berichtigen.',
    page: 'docs/csv-folder.md',
  },
  'no-data': {
    cause: 'In {where} sind noch keine Daten.',
    remedy: 'Zuerst einlesen: `pulse sync` (oder `pulse sync --from ORDNER`).',
    page: 'docs/csv-folder.md',
  },
  'store-owned': {
    cause: 'Der Speicher {where} ist in Gebrauch durch {role} (Prozess {pid} auf {host}, seit {since}).',
    remedy:
      'Warten, bis jener fertig ist, oder ihn beenden. Ein laufender Bot führt aus, worum pulse sync bittet; lesende Befehle gehen daneben.',
    page: 'docs/operations.md#one-owner',
  },
  'owner-gone': {
    cause: 'Der Bot, der das ausführen sollte, endete vorher.',
    remedy: 'Den Befehl noch einmal ausführen. Der Speicher hat den letzten vollständigen Stand.',
    page: 'docs/operations.md#one-owner',
  },
  'other-host': {
    cause: 'Der Bot läuft auf {host} und kann auf die Dateien dieses Rechners nicht zugreifen.',
    remedy: 'Den Befehl dort ausführen, oder ohne --from und --rejects.',
    page: 'docs/operations.md#one-owner',
  },
  'unknown-source': {
    cause: 'Der laufende Bot hat keine Quelle {source}. Er hat: {known}.',
    remedy: 'Eine von diesen nennen, oder den Bot nach einer Änderung seiner Konfiguration neu starten.',
    page: 'docs/configuration.md',
  },
  'store-newer': {
    cause: 'Den Speicher {where} hat ein neueres Partner Pulse geschrieben.',
    remedy: 'Partner Pulse aktualisieren, oder die Sicherung von vor der Aktualisierung einspielen.',
    page: 'docs/operations.md#updates',
  },
  'store-older': {
    cause: 'Den Speicher {where} hat ein älteres Partner Pulse geschrieben.',
    remedy: 'Mit `pulse sync` oder durch Starten des Bots auf den neuen Stand bringen; vorher wird gesichert.',
    page: 'docs/operations.md#updates',
  },
  'store-foreign': {
    cause: '{where} ist die Datenbank eines anderen Programms.',
    remedy: 'store in partner-pulse.yaml (oder --store, PARTNER_PULSE_STORE) berichtigen. Sie blieb, wie sie ist.',
    page: 'docs/configuration.md',
  },
  'store-damaged': {
    cause: 'Der Speicher {where} ist beschädigt.',
    remedy:
      'Er blieb, wie er ist. Den Bot beenden, dann eine Sicherung einspielen, oder ihn weglegen und neu einlesen.',
    page: 'docs/operations.md#when-a-file-is-damaged',
  },
  'ledger-damaged': {
    cause: 'Das Nebenbuch {file} ist beschädigt.',
    remedy:
      'Den Bot neu starten, oder ohne Bot `pulse sync` ausführen: es wird beiseitegelegt und ein neues begonnen. Die Daten stehen nicht darin.',
    page: 'docs/operations.md#when-a-file-is-damaged',
  },
  'store-unreachable': {
    cause: 'Der Speicher {where} lässt sich nicht öffnen.',
    remedy: 'Adresse prüfen, ob die Datenbank läuft und ob dieser Benutzer dort schreiben darf.',
    page: 'docs/operations.md',
  },
  'person-key-missing': {
    cause:
      'Der Schlüssel für die Personen-Kennungen des Speichers {where} {reason, select, different {ist ein anderer als bisher} other {fehlt}}.',
    remedy:
      'Die Schlüsseldatei wieder neben den Speicher legen (sie gehört zur Sicherung), oder PARTNER_PULSE_PERSON_KEY setzen. Ein neuer Schlüssel würde aus allen neue Personen machen.',
    page: 'docs/operations.md#person-key',
  },
  'person-key-invalid': {
    cause: 'Der Schlüssel für die Personen-Kennungen ({from}) besteht nicht aus 64 Hexadezimalziffern.',
    remedy: 'Den richtigen zurücklegen; einen neuen, für einen Speicher ohne Personen, macht `openssl rand -hex 32`.',
    page: 'docs/operations.md#person-key',
  },
  'file-exists': {
    cause: '{file} gibt es schon.',
    remedy: 'Eine andere Datei nennen, oder jene zuerst entfernen.',
    page: 'docs/operations.md#backups',
  },
  'backup-by-server': {
    cause: '{where} ist eine PostgreSQL-Datenbank; sie sichert sich selbst.',
    remedy: 'pg_dump benutzen.',
    page: 'docs/operations.md#backups',
  },
  'file-not-writable': {
    cause: '{file} lässt sich nicht schreiben.',
    remedy:
      'Prüfen, ob es den Ordner gibt, ob er nicht schreibgeschützt ist und ob dieser Benutzer dort schreiben darf.',
    page: 'docs/operations.md',
  },
  'disk-full': {
    cause: 'Der Datenträger von {file} ist voll.',
    remedy: 'Dort Platz schaffen, dann wiederholen. Der Speicher hat den letzten vollständigen Stand.',
    page: 'docs/operations.md#when-the-disk-is-full',
  },
  'slack-token-missing': {
    cause: 'Nicht gesetzt: {name}.',
    remedy:
      'In der Umgebung oder in .env neben der Konfiguration setzen, oder in einer Variablen dieses Namens mit _FILE eine Datei mit Rechten 0600 nennen.',
    page: 'docs/slack-admin.md#tokens',
  },
  'slack-token-wrong': {
    cause: 'Slack nimmt {name} nicht an ({reason}).',
    remedy: 'Von der Seite der App auf api.slack.com/apps neu kopieren; wurde es widerrufen, die App neu installieren.',
    page: 'docs/slack-admin.md#tokens',
  },
  'slack-unreachable': {
    cause: 'Slack ist unter {address} nicht erreichbar ({reason}).',
    remedy:
      'Netz, Proxy (HTTPS_PROXY, NO_PROXY), Zertifikate der Firma (NODE_EXTRA_CA_CERTS) und SLACK_API_URL prüfen.',
    page: 'docs/slack-admin.md#network',
  },
  ...crmErrors,
  ...deliveryErrors,
  ...dataErrors,
  ...jobErrors,
  interrupted: {
    cause: 'Abgebrochen durch {signal}.',
    remedy: 'Der Speicher hat den letzten vollständigen Stand; den Befehl noch einmal ausführen.',
    page: 'docs/operations.md',
  },
  internal: {
    cause: 'In Partner Pulse ist etwas schiefgegangen (Kennung {reference}).',
    remedy: 'Noch einmal versuchen; bleibt es dabei, die Kennung im Protokoll suchen und melden.',
    page: 'docs/operations.md#reporting-a-fault',
  },
};
