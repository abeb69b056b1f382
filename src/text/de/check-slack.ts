import type { checkSlack as english } from '../en/check-slack.ts';

/** What `pulse check-slack` says: ICU messages. */
export const checkSlack: Readonly<Record<keyof typeof english, string>> = {
  'check.bot-token': 'Bot-Token',
  'check.scopes': 'Berechtigungen',
  'check.app-token': 'App-Token',
  'check.socket': 'Socket',
  'check.message': 'Nachricht',
  'check.ok': 'gut',
  'check.warning': 'Warnung',
  'check.failed': 'FEHLER',
  'check.skipped': 'nicht versucht',
  'check.remedy': 'Abhilfe: {remedy}',
  'check.bot-token-ok': 'Slack kennt es: {bot} in {team}.',
  'check.bot-token-refused': 'Slack nimmt SLACK_BOT_TOKEN nicht an ({reason}).',
  'check.bot-token-refused.remedy':
    'Das Bot User OAuth Token (xoxb-…) von der Seite der App, OAuth & Permissions, kopieren; wurde es widerrufen, die App neu installieren.',
  'check.unreachable': 'Keine Antwort von {address} ({reason}).',
  'check.unreachable.remedy':
    'Netz, Proxy (HTTPS_PROXY, NO_PROXY), Zertifikate der Firma (NODE_EXTRA_CA_CERTS) und SLACK_API_URL prüfen.',
  'check.scopes-ok': 'Das Token hat die {count} Berechtigungen des Manifests und keine andere.',
  'check.scopes-missing': 'Dem Token fehlen: {scopes}.',
  'check.scopes-missing.remedy':
    'Die jetzige manifest.json auf der Seite der App unter App Manifest einsetzen, dann die App neu installieren: erst dann gelten Berechtigungen.',
  'check.scopes-too-many': 'Das Token darf mehr, als der Bot braucht: {scopes}.',
  'check.scopes-too-many.remedy': 'Aus dem Manifest der App nehmen und die App neu installieren.',
  'check.scopes-unknown': 'Slack hat nicht gesagt, welche Berechtigungen das Token hat.',
  'check.scopes-unknown.remedy':
    'Auf der Seite der App unter OAuth & Permissions mit manifest.json vergleichen; vielleicht entfernt ein Proxy Header.',
  'check.app-token-ok': 'Slack kennt es, und es darf Verbindungen öffnen.',
  'check.app-token-refused': 'Slack nimmt SLACK_APP_TOKEN nicht an ({reason}).',
  'check.app-token-refused.remedy':
    'Auf der Seite der App unter Basic Information ein App-Level Token (xapp-…) mit der Berechtigung connections:write anlegen und Socket Mode einschalten.',
  'check.socket-ok': 'Verbunden und von Slack begrüßt.',
  'check.socket-failed': 'Keine Verbindung ({reason}).',
  'check.socket-failed.remedy':
    'WebSockets zu wss-primary.slack.com und wss-backup.slack.com durch Firewall und Proxy lassen; zählt Slack zu viele Verbindungen, andere Exemplare des Bots beenden.',
  'check.socket-other-app': 'Das App-Token gehört zu einer anderen App ({app}) als das Bot-Token ({expected}).',
  'check.socket-other-app.remedy': 'Beide Token von der Seite derselben App nehmen.',
  'check.not-in-http': 'Im HTTP-Betrieb nicht gebraucht.',
  'check.message-ok': '{user} hat eine Nachricht vom Bot.',
  'check.message-unknown-person': 'Slack kennt niemanden unter {user} ({reason}).',
  'check.message-unknown-person.remedy':
    'Adresse oder ID aus dem Slack-Profil der Person nehmen; sie muss Mitglied dieses Workspace sein.',
  'check.message-refused': 'Die Nachricht an {user} wurde abgelehnt ({reason}).',
  'check.message-refused.remedy':
    'Ein volles Mitglied nennen, das kein Bot und nicht deaktiviert ist; in der App muss der Reiter Messages eingeschaltet sein (App Home).',
  'check.not-tried': 'Nicht versucht: erst muss das Bot-Token gelten.',
  'check.greeting': 'Eine Prüfung vom Server von Partner Pulse: ich kann dir schreiben. Versuche `{command} help`.',
};
