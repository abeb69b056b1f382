import type { KpiId } from '../../kpi/list.ts';
import type { KpiWords } from '../keys/kpis.ts';

export const kpis: Readonly<Record<KpiId, KpiWords>> = {
  'sourced-revenue': {
    name: 'Partnerumsatz',
    short: 'Partnerumsatz',
    meaning: 'Summe der im Zeitraum gewonnenen Deals, die Partner gebracht haben.',
    definition:
      'Summe der Deals, die im Zeitraum gewonnen wurden und einem Partner als Quelle zugeordnet sind. Mehrere Quellen teilen sich einen Deal zu gleichen Teilen, sodass die Zahlen der Partner zusammen die des Programms ergeben. Nur beeinflusste Deals stehen daneben und werden nie vermischt. Jeder Betrag wird zum Kurs seines Abschlusstages umgerechnet.',
    decision: 'Fokus: wo die nächste Stunde mit Partnern am meisten bringt.',
    bad: 'Meist war die Pipeline vor einem Quartal dünn: zuerst Registrierungen und Zertifizierung ansehen.',
  },
  'registered-deals': {
    name: 'Deal-Registrierungen',
    short: 'Registrierungen',
    meaning: 'Deals, die Partner im Zeitraum registriert haben, genehmigt oder nicht.',
    definition:
      'Alle im Zeitraum eingereichten Registrierungen, auch abgelehnte und zurückgezogene, denn sie zeigen die Absicht. Genehmigungsquote = je genehmigt ÷ (je genehmigt + abgelehnt). Wartend = eingereicht und jetzt noch ohne Entscheidung. Registrieren zwei Partner denselben Deal, sind es zwei Registrierungen.',
    decision: 'Fokus: welche Partner diese Woche einen Anruf brauchen.',
    bad: 'Meist langsame oder unklare Entscheidungen, Angst vor unserem Direktvertrieb, oder der Partner hat sich abgewandt.',
  },
  'time-to-first-deal': {
    name: 'Zeit bis zum ersten Deal',
    short: 'Erster Deal',
    meaning: 'Tage vom abgeschlossenen Onboarding bis zum ersten gewonnenen Deal, den der Partner gebracht hat.',
    definition:
      'Median über die Partner, die im Zeitraum das Onboarding abgeschlossen haben, nach Kaplan-Meier: Partner ohne Deal zählen als „länger als bis jetzt“ und werden nicht vergessen. „Noch nicht erreicht“ heißt, dass weniger als die Hälfte einen gewonnen hat. Ein Deal vor dem Abschluss des Onboardings bleibt außen vor und wird gezählt.',
    decision: 'Verbessern: den Weg vom Onboarding zum ersten Deal.',
    bad: 'Meist lehrt das Onboarding das Produkt, aber nicht das Verkaufen, oder niemand arbeitet mit am ersten Deal.',
  },
  'onboarding-completion': {
    name: 'Onboarding-Abschluss',
    short: 'Onboarding',
    meaning: 'Anteil der Partner, die im Zeitraum mit dem Onboarding begonnen und es abgeschlossen haben.',
    definition:
      'Kohorte = Partner, die im Zeitraum begonnen haben; bis jetzt abgeschlossen ÷ Kohorte. Der Rest läuft, oder er steht, wenn sich 30 Tage lang kein Schritt bewegt hat. Engpass ist der Schritt, an dem die meisten stehenden Partner stehen.',
    decision: 'Verbessern: den Schritt, an dem Partner hängen bleiben.',
    bad: 'Selten ein Problem der Partner: meist Relevanz oder Reibung des Onboardings selbst.',
  },
  'training-certification': {
    name: 'Schulung und Zertifizierung',
    short: 'Schulung',
    meaning: 'Anteil der aktiven Partner mit allen Pflichtmodulen, und derer mit gültigem Zertifikat.',
    definition:
      'Stand am Ende des Zeitraums. Geschult = jedes Pflichtmodul hat mindestens eine Person des Partners abgeschlossen ÷ aktive Partner mit Pflichtmodul. Zertifiziert = mindestens ein gültiges Zertifikat ÷ aktive Partner. Partner ohne Pflichtmodul bleiben außen vor und werden gezählt.',
    decision: 'Verbessern: was als Nächstes geschult wird, und für wen.',
    bad: 'Meist dauert die Schulung zu lange oder hilft beim nächsten Kundentermin nicht.',
  },
  'content-adoption': {
    name: 'Nutzung der Inhalte',
    short: 'Inhalte',
    meaning: 'Anteil der aktiven Partner, die im Zeitraum Inhalte angesehen, geladen oder geteilt haben.',
    definition:
      'Aktive Partner mit mindestens einer Nutzung im Zeitraum ÷ aktive Partner. Kaum genutzt: mindestens 30 Tage vor dem Ende veröffentlicht, nicht zurückgezogen, und in den 90 Tagen davor von weniger als 10 % der aktiven Partner genutzt.',
    decision: 'Beenden: Inhalte, die niemand nutzt.',
    bad: 'Meist sind die Inhalte nicht zu finden, oder sie sind für uns gemacht statt für die Kunden des Partners.',
  },
  'portal-engagement': {
    name: 'Portalnutzung',
    short: 'Portal',
    meaning: 'Anteil der aktiven Partner, die sich im Zeitraum im Portal angemeldet haben.',
    definition:
      'Aktive Partner mit mindestens einer erfolgreichen Sitzung ÷ aktive Partner. Anmeldehürde = gescheiterte ÷ versuchte Anmeldungen. Partner ohne Sitzung, die einen Deal registriert haben oder in Kontakt waren, zählen daneben als außerhalb des Portals aktiv.',
    decision: 'Verbessern: was Partner vom Portal abhält, oder dorthin bringen, wo sie sind.',
    bad: 'Meist hakt die Anmeldung, oder es gibt nichts Neues; vielleicht arbeitet der Partner anderswo mit uns.',
  },
  'partner-satisfaction': {
    name: 'Partnerzufriedenheit',
    short: 'Zufriedenheit',
    meaning: 'NPS und CSAT aus der jeweils letzten Antwort jeder befragten Person im Zeitraum.',
    definition:
      'NPS = Anteil der Werte 9–10 minus Anteil der Werte 0–6, in Punkten von −100 bis 100. CSAT = Anteil der Werte 4–5 von 5. Von jeder Person zählt je Art nur die letzte Antwort. Unter fünf Antworten wird kein Wert gezeigt.',
    decision: 'Verbessern: was Partner ärgert, bevor sie gehen.',
    bad: 'Meist langsame Antworten, überraschende Regeln im Programm oder Streit um einen Deal.',
  },
};
