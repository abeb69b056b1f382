import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

/** The words of failures of a CRM. */
export const crmErrors: Readonly<Record<Extract<ErrorCode, `crm-${string}`>, ErrorWords>> = {
  'crm-address': {
    cause:
      'Die Adresse {address} ist nicht brauchbar: {why, select, insecure {sie ist nicht https} malformed {sie ist keine Adresse} other {sie besteht aus mehr als Schema und Rechner}}.',
    remedy: 'Als https://RECHNER schreiben. Einfaches http gilt nur für diese Maschine selbst (127.0.0.1, localhost).',
    page: 'docs/errors.md#crm-address',
  },
  'crm-budget': {
    cause:
      'Dies braucht noch {predicted, plural, one {einen Aufruf} other {# Aufrufe}} bei {host}; von {allowed}, die am Tag erlaubt sind, sind {used} verbraucht.',
    remedy:
      'Den nächsten Lauf abwarten, oder einen größeren Anteil des Tageslimits ({limit}) erlauben. Es wurde nichts geändert.',
    page: 'docs/errors.md#crm-budget',
  },
  'crm-cursor-expired': {
    cause: '{host} setzt eine früher begonnene Antwort nicht fort.',
    remedy: 'Noch einmal synchronisieren: es geht hinter der letzten gelesenen Seite weiter.',
    page: 'docs/errors.md#crm-cursor-expired',
  },
  'crm-elsewhere': {
    cause:
      '{host} {why, select, redirect {leitet um} instance {meldet an} other {setzt fort}} nach {target}. Dorthin wurde nichts gesendet.',
    remedy:
      'Ist das CRM umgezogen, seine Adresse in partner-pulse.yaml berichtigen. Sonst bei der Stelle fragen, die Netz oder Proxy betreibt.',
    page: 'docs/errors.md#crm-elsewhere',
  },
  'crm-forbidden': {
    cause: '{host} erlaubt dies nicht: „{words}“.',
    remedy: 'Dem Benutzer oder der App des Bots das fehlende Recht geben. Es wurde nichts geändert.',
    page: 'docs/errors.md#crm-forbidden',
  },
  'crm-limit': {
    cause: '{host} nimmt jetzt keine Aufrufe mehr an: „{words}“.',
    remedy:
      'Der nächste Lauf versucht es wieder. Bleibt es dabei: nachsehen, welche Programme das Limit des CRM verbrauchen, oder seltener synchronisieren.',
    page: 'docs/errors.md#crm-limit',
  },
  'crm-login-kind': {
    cause:
      'Die Anmeldung mit {kind, select, soap {Benutzername und Passwort über SOAP wird nicht unterstützt: Salesforce beendet sie im Sommer 2027} other {Benutzername und Passwort wird nicht unterstützt: Salesforce sperrt sie, und External Client Apps haben sie nicht}}.',
    remedy: 'Client Credentials benutzen, oder JWT Bearer mit einem Zertifikat.',
    page: 'docs/errors.md#crm-login-kind',
  },
  'crm-query': {
    cause: 'Aus der Zuordnung wird eine Abfrage, die das CRM nicht annehmen kann: {words}.',
    remedy: 'Die Namen in der Zuordnung berichtigen, oder weniger Felder und Werte zuordnen.',
    page: 'docs/errors.md#crm-query',
  },
  'crm-refused': {
    cause: '{host} nimmt die Zugangsdaten nicht an: „{words}“.',
    remedy:
      'Client-Kennung, Geheimnis oder Schlüssel prüfen, und ob App und Benutzer aktiv sind; Abgelaufenes erneuern.',
    page: 'docs/errors.md#crm-refused',
  },
  'crm-schema': {
    cause: '{host} hat für den Benutzer des Bots kein solches Objekt oder Feld: „{words}“.',
    remedy:
      'Die Zuordnung berichtigen, oder dem Benutzer Leserechte geben: was er nicht lesen darf, sieht aus wie nicht vorhanden.',
    page: 'docs/errors.md#crm-schema',
  },
  'crm-secret': {
    cause: 'Das Geheimnis {name} ist {why, select, missing {nicht gesetzt} other {fehlerhaft}}.',
    remedy:
      'In der Umgebung setzen, oder in einer Variablen dieses Namens mit _FILE eine Datei mit Rechten 0600 nennen.',
    page: 'docs/errors.md#crm-secret',
  },
  'crm-slow-query': {
    cause: '{host} hat eine Abfrage aufgegeben, die zu lange dauerte.',
    remedy:
      'Noch einmal synchronisieren; bleibt es dabei, die Filter der Zuordnung enger fassen oder Formelfelder weglassen.',
    page: 'docs/errors.md#crm-slow-query',
  },
  'crm-unexpected-answer': {
    cause:
      '{host} antwortete {why, select, page {mit einer Seite statt mit Daten} size {mit mehr, als angenommen wird} status {mit einem unbekannten Status} other {in unbekannter Form}}: „{words}“.',
    remedy:
      'Die Adresse im Browser öffnen: dort kann eine Anmeldeseite, ein Proxy oder eine Wartungsmeldung stehen. Es wurde nichts geändert.',
    page: 'docs/errors.md#crm-unexpected-answer',
  },
  'crm-unreachable': {
    cause:
      '{host} ist nicht erreichbar: {why, select, refused {die Verbindung wird abgelehnt} name {der Name ist unbekannt} timeout {keine Antwort in der erwarteten Zeit} truncated {die Antwort endet zu früh} busy {es ist außer Betrieb} certificate {sein Zertifikat wird nicht angenommen} other {die Verbindung bricht ab}}{words}.',
    remedy:
      'Adresse, Netz und Proxy prüfen (HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS). Der nächste Lauf geht dort weiter, wo dieser aufgehört hat.',
    page: 'docs/errors.md#crm-unreachable',
  },
};
