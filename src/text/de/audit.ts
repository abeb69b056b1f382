import type { audit as english } from '../en/audit.ts';

export const audit: Readonly<Record<keyof typeof english, string>> = {
  'command.audit': 'Wer in Slack was gesehen hat, und wem was verweigert wurde',
  'option.last': 'so viele, die neuesten (sonst 50)',
  'option.person': 'nur von einer Person: Benutzer-ID in Slack',
  'option.refused': 'nur Verweigerungen',
  'note.audit':
    'Über jede Antwort, jeden Knopf, jedes Fenster und jedes Teilen wird an einer Stelle entschieden, und jede Entscheidung bleibt 400 Tage: Person, Ort, wonach gefragt wurde; nie eine Zahl.',
  'audit.at': 'Wann',
  'audit.person': 'Wer',
  'audit.action': 'Tat',
  'audit.place': 'Wo',
  'audit.about': 'Worüber',
  'audit.outcome': 'Ergebnis',
  'audit.allowed': 'erlaubt',
  'audit.empty': 'Noch hat niemand etwas gefragt.',
};
