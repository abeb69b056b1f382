import type { cliData as english } from '../en/cli-data.ts';

/** Was `pulse unmatched`, `partners`, `purge` und `config diff` sagen: ICU-Nachrichten. */
export const cliData: Readonly<Record<keyof typeof english, string>> = {
  'command.unmatched': 'Namen von Partnern, die niemand kennt; und sagen, wem sie gehören',
  'option.unmatched-source': 'nur von dieser Quelle',
  'option.fix': 'für jeden Namen fragen, wem er gehört, und Angenommenes als Alias behalten',
  'option.accept': 'mit --fix, ohne zu fragen: dieser Text ist dieser Partner; mehrmals möglich',
  'note.unmatched':
    'Kein Vorschlag gilt von selbst. Was angenommen wird, ist ein Alias des Programms: es steht im Audit, geht jeder Regel vor und gilt für CRMs sofort, für Dateien ab der nächsten Synchronisation.',
  'unmatched.source': 'Quelle',
  'unmatched.text': 'Name',
  'unmatched.record': 'Datensatz',
  'unmatched.count': 'Zeilen',
  'unmatched.near': 'Nächste Partner',
  'unmatched.others': '(weitere)',
  'unmatched.refused': 'niemandes, so entschieden',
  'unmatched.none': 'Jeder Partner, den eine Quelle nennt, ist bekannt.',
  'unmatched.hint':
    'Nichts gilt von selbst: `pulse unmatched --fix` fragt nach jedem, `--fix --accept TEXT=PARTNER` sagt es.',
  'unmatched.ask': '{source}: „{text}“ in {count, plural, one {# Zeile} other {# Zeilen}} ({record}).',
  'unmatched.prompt':
    'y: der erste · 1–3 oder Id oder Name eines Partners · s: überspringen · n: nie mehr fragen · q: Ende?',
  'unmatched.prompt-none': 'Id oder Name eines Partners · s: überspringen · n: nie mehr fragen · q: Ende?',
  'unmatched.accepted': '{count, plural, one {# Alias wurde} other {# Aliasse wurden}} hinzugefügt.',
  'unmatched.never': 'Nach {count, plural, one {# Namen} other {# Namen}} wird nicht mehr gefragt.',
  'unmatched.next-sync':
    'CRMs folgen sofort; Dateien mit ihrer nächsten Synchronisation (`pulse sync`, oder der Bot von selbst).',
  'unmatched.nothing': 'Nichts wurde geändert.',
  'usage.accept-needs-fix': '--accept gehört zu --fix.',
  'usage.fix-alone': '--fix geht nicht mit --json.',
  'usage.fix-no-terminal': '--fix fragt an einem Terminal; ohne eines sagen, was gilt: --fix --accept TEXT=PARTNER.',
  'usage.bad-accept': '--accept {value}: erwartet wird TEXT=PARTNER.',
  'sync.unmatched':
    '{count, plural, one {# Zeile nennt einen Partner, den} other {# Zeilen nennen Partner, die}} niemand kennt: siehe `pulse unmatched`.',
  'status.unmatched': 'Ohne Partner',
  'command.partners': 'Partner und wahrscheinliche Doppelte; zusammenführen und zurücknehmen',
  'option.duplicates': 'Paare, die ein Partner sein können, mit den Gründen',
  'note.partners':
    'merge A B macht A zu einem Teil von B, was auch seine Quelle sagt (Regel 1.3): seine Ereignisse gehören von da an B, seine eigenen Felder fallen weg. Alles steht im Audit und gilt sofort, auch in einem laufenden Bot. A und B: Id, Quelle/Id, genauer Name oder Alias.',
  'usage.partners':
    'Möglich sind `partners list [--duplicates] [--json]`, `partners merge A B` und `partners unmerge A`.',
  'partners.partner': 'Partner',
  'partners.other': 'Vielleicht',
  'partners.name': 'Name',
  'partners.aliases': 'Aliasse',
  'partners.merged-into': 'Zusammengeführt mit',
  'partners.merged-by': 'Hier zusammengeführt von',
  'partners.reason': 'Wegen',
  'partners.same-domain': 'gleicher Domain',
  'partners.same-name': 'gleichem Namen',
  'partners.same-alias': 'Alias, der Name des anderen ist',
  'partners.no-duplicates': 'Keine zwei Partner sehen wie einer aus.',
  'partners.merge-hint':
    'Nichts wird von selbst zusammengeführt: `pulse partners merge A B` macht A zu einem Teil von B.',
  'partners.merged': '{from} ist jetzt ein Teil von {into}.',
  'partners.merged-before': '{from} war schon ein Teil von {into}.',
  'partners.unmerged': '{from} ist wieder, was seine Quelle sagt.',
  'partners.not-merged': '{from} war hier nicht zusammengeführt.',
  'command.purge': 'Eine Person aus allem nehmen, was behalten wird, und draußen halten',
  'option.purge-person': 'ihre Id in CRM, LMS oder Portal, wie die Quelle sie hat',
  'note.purge':
    'Ihre Schulungen, Zertifikate, Sitzungen und Antworten bleiben als die von niemandem; Zeilen eines CRM, die sie selbst sind, werden entfernt. Behalten wird nur ein Hash mit Schlüssel, um sie aus späteren Synchronisationen herauszuhalten. Aus den Quellen selbst und aus Sicherungen wird nichts entfernt.',
  'purge.done': '{count, plural, one {# Datensatz} other {# Datensätze}} von {sources} nannten sie; keiner mehr.',
  'purge.elsewhere': 'Nicht berührt: die Quellen selbst, Exporte in Ihren Ordnern und frühere Sicherungen.',
};
