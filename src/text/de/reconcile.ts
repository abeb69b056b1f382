import type { reconcile as english } from '../en/reconcile.ts';

/** Was `pulse reconcile` sagt. */
export const reconcile: Readonly<Record<keyof typeof english, string>> = {
  'command.reconcile': 'Das CRM nach seiner eigenen Summe fragen und jede Abweichung mit Grund nennen',
  'option.figure': 'welche Zahl der Kennzahl (sonst die, die für sie steht)',
  'option.filter-only': 'nur den Filter für das CRM ausgeben; es wird nichts gefragt',
  'note.reconcile':
    'Zahlen: sourced, influenced, totalWon, lost, sourcedPipelineCreated, openSourcedPipeline (sourced-revenue); registrations, submitted, approved, rejected, expired, converted, withdrawn (registered-deals). Der Filter zum Einfügen steht bei jeder Antwort. Ins CRM wird nichts geschrieben. Exit-Code 1: es gibt eine Abweichung.',
  'usage.no-crm-source': 'Die Konfiguration hat keine Quelle, die ein CRM ist: niemand ist da, den man fragen kann.',
  'usage.which-crm': 'Mehrere Quellen sind CRMs: {known}. Mit --source eine wählen.',
  'reconcile.heading': '{figure} · {period} · Quelle {source}',
  'reconcile.side': 'Tabelle',
  'reconcile.total': 'Summe',
  'reconcile.records': 'Datensätze',
  'reconcile.here': 'Partner Pulse, Daten von {moment}',
  'reconcile.here-never': 'Partner Pulse, noch keine Daten dieser Quelle',
  'reconcile.there': 'CRM, jetzt',
  'reconcile.elsewhere':
    'Andere Quellen tragen {total} bei ({records, plural, one {# Datensatz} other {# Datensätze}}); sie werden nicht verglichen.',
  'reconcile.equal': 'Beide Tabellen sind gleich, Datensatz für Datensatz.',
  'reconcile.different': '{count, plural, one {# Abweichung} other {# Abweichungen}}:',
  'reconcile.id': 'Datensatz',
  'reconcile.reason': 'Grund',
  'reconcile.value-here': 'Hier',
  'reconcile.value-there': 'Im CRM',
  'reconcile.link': 'Link',
  'reconcile.not-there': 'nicht da',
  'reconcile.not-counted': 'zählt nicht',
  'reconcile.since': '{reason} (seit dem letzten Abgleich geändert)',
  'reconcile.partners': 'gebracht von {sourced}',
  'reconcile.influencers': 'beeinflusst von {influenced}',
  'reconcile.shown': '… {count} weitere; --json zeigt alle',
  'reconcile.edges':
    'Keine Abweichung, aber in einem Bericht nach der Zeitzone des CRM in einem anderen Zeitraum ({count, plural, one {# Datensatz} other {# Datensätze}}):',
  'reconcile.day-here': 'Tag hier',
  'reconcile.day-there': 'Tag im CRM',
  'reconcile.attribution-not-asked':
    'Hinweis: Nach den Verknüpfungen, die Geschäfte zurechnen, ließ sich dieses CRM nicht fragen; beide Tabellen haben darum die Zurechnungen von Partner Pulse.',
  'reconcile.filter': 'Der Filter für das CRM:',
  'reconcile.calls': '{calls, plural, one {# Aufruf} other {# Aufrufe}} an das CRM.',
  'reconcile.caveat': 'Hinweis: {text}',
};
