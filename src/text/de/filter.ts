import type { CaveatWords, DifferenceWords, filterKeys, ProofFigureWords } from '../keys/filter.ts';
import type { Words } from '../words.ts';

export const filter: Words<typeof filterKeys> = {
  title: '{figure}: {object}, {period}',
  search: 'Dasselbe als Inhalt einer Suche (POST /crm/objects/…/{object}/search)',
  eq: '{property} ist {values}',
  ne: '{property} ist nicht {values}, oder leer',
  gt: '{property} ist nach oder über {values}',
  gte: '{property} ist {values} oder später',
  lt: '{property} ist vor oder unter {values}',
  lte: '{property} ist {values} oder früher',
  filled: '{property} ist bekannt',
  empty: '{property} ist unbekannt',
  either: 'eine dieser Gruppen:',
  or: 'oder',
  none: 'nicht all dies:',
  linked: 'verknüpft mit {object}',
  linkedBy: 'verknüpft mit {object} unter dem Label {labels}',
  linkedIds: 'Datensatz-ID {ids}',
  quoted: '„{text}“',
  related: 'ein Datensatz von {object} nennt ihn in {property}, und von diesem gilt:',
  every: 'jeder Datensatz zählt',
  nothing: 'Kein Datensatz dieses CRM kann zählen: die Zuordnung liefert keinen.',
  moment: '{moment} ({zone})',
};

export const caveats: CaveatWords = {
  'several-statements': 'Es sind mehrere Filter. Was mehr als einer von ihnen findet, zählt einmal.',
  currencies:
    'Beträge stehen in ihrer eigenen Währung. Partner Pulse rechnet jeden zum Kurs seines Abschlusstags um, das CRM vielleicht zum heutigen.',
  'shared-deals':
    'Ein Geschäft, das mehrere Partner gebracht haben, wird hier zu gleichen Teilen geteilt; das CRM zeigt seinen ganzen Betrag.',
  'segment-now': 'Das Segment gilt nach dem heutigen Wert des Partners; hier zählt der Wert von damals.',
  'segment-not-said': 'Das Segment fehlt: danach lässt sich das CRM nicht fragen.',
  'attribution-not-said': 'Die Zurechnung fehlt ganz oder teilweise: sie steht, wo dieser Filter nicht hinreicht.',
  'labels-not-in-search':
    'Die Suche lässt Verknüpfungs-Labels weg: Suchen können sie nicht nennen. Der Filter in Worten hat sie.',
  'partner-not-known': 'Der Partner fehlt: wie dieses CRM ihn nennt, ist hier nicht bekannt.',
  'as-of-now': 'Das CRM antwortet, wie es jetzt ist; zu einem früheren Moment kann es nicht zurück.',
  'stage-names': 'Phasen stehen so da, wie die Zuordnung sie nennt, vielleicht mit Namen statt Kennung.',
  'date-type-guessed': 'Ob eine Eigenschaft Tage oder Momente enthält, wurde nach ihrem Namen beurteilt.',
  'optional-assumed': 'Eigenschaften, die in der Zuordnung optional heißen, gelten als vorhanden.',
  'computed-field': 'Ein Wert, den die Zuordnung aus mehreren Eigenschaften bildet, fehlt.',
  'whole-program-only': 'Diese Zahl gilt für das ganze Programm, darum nennt der Filter keinen Partner.',
};

export const differences: DifferenceWords = {
  attribution: 'im CRM anders zugerechnet',
  currency: 'andere Währung, oder eine ohne Kurs',
  date: 'anderes Datum, also anderer Zeitraum',
  stage: 'andere Phase oder anderer Status',
  amount: 'anderer Betrag',
  deleted: 'im CRM gelöscht oder dort verborgen',
  filter: 'von der Zuordnung ausgelassen: ein Filter, oder eine unvollständige Zeile',
  'not-synced': 'im CRM neu seit dem letzten Abgleich',
  missing: 'im CRM schon vor dem letzten Abgleich, doch nicht hier',
  unknown: 'aus einem Grund, der sich nicht finden ließ',
};

export const proofFigures: ProofFigureWords = {
  sourced: 'Partnerumsatz',
  influenced: 'Beeinflusster Umsatz',
  totalWon: 'Gesamter Umsatz',
  lost: 'Verlorene Partnergeschäfte',
  sourcedPipelineCreated: 'Neue Partnerpipeline',
  openSourcedPipeline: 'Offene Partnerpipeline',
  registrations: 'Registrierungen',
  submitted: 'Eingereichte Registrierungen',
  approved: 'Genehmigte Registrierungen',
  rejected: 'Abgelehnte Registrierungen',
  expired: 'Abgelaufene Registrierungen',
  converted: 'Umgewandelte Registrierungen',
  withdrawn: 'Zurückgezogene Registrierungen',
};
