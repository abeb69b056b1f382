/** What `pulse check-slack` says: ICU messages. */
export const checkSlack = {
  'check.bot-token': 'bot token',
  'check.scopes': 'scopes',
  'check.app-token': 'app token',
  'check.socket': 'socket',
  'check.message': 'message',
  'check.ok': 'ok',
  'check.warning': 'warning',
  'check.failed': 'FAILED',
  'check.skipped': 'not tried',
  'check.remedy': 'Remedy: {remedy}',
  'check.bot-token-ok': 'Slack knows it: {bot} in {team}.',
  'check.bot-token-refused': 'Slack does not accept SLACK_BOT_TOKEN ({reason}).',
  'check.bot-token-refused.remedy':
    'Copy the Bot User OAuth Token (xoxb-…) from the app’s page, OAuth & Permissions; install the app again if it was revoked.',
  'check.unreachable': 'No answer from {address} ({reason}).',
  'check.unreachable.remedy':
    'Check network, proxy (HTTPS_PROXY, NO_PROXY), the company’s certificates (NODE_EXTRA_CA_CERTS) and SLACK_API_URL.',
  'check.scopes-ok': 'The token has the {count} scopes of the manifest, and no other.',
  'check.scopes-missing': 'The token lacks: {scopes}.',
  'check.scopes-missing.remedy':
    'Put the current manifest.json into the app’s page, App Manifest, then install the app again: scopes count from then on.',
  'check.scopes-too-many': 'The token may do more than the bot needs: {scopes}.',
  'check.scopes-too-many.remedy': 'Take them out of the app’s manifest and install the app again.',
  'check.scopes-unknown': 'Slack did not say which scopes the token has.',
  'check.scopes-unknown.remedy':
    'Compare them on the app’s page, OAuth & Permissions, with manifest.json; a proxy may take out headers.',
  'check.app-token-ok': 'Slack knows it, and it may open connections.',
  'check.app-token-refused': 'Slack does not accept SLACK_APP_TOKEN ({reason}).',
  'check.app-token-refused.remedy':
    'Make an app-level token (xapp-…) with the scope connections:write on the app’s page, Basic Information, and switch Socket Mode on.',
  'check.socket-ok': 'Connected, and greeted by Slack.',
  'check.socket-failed': 'No connection ({reason}).',
  'check.socket-failed.remedy':
    'Let WebSockets to wss-primary.slack.com and wss-backup.slack.com through firewall and proxy; end other copies of the bot if Slack counts too many connections.',
  'check.socket-other-app': 'The app token belongs to another app ({app}) than the bot token ({expected}).',
  'check.socket-other-app.remedy': 'Take both tokens from the page of the same app.',
  'check.not-in-http': 'Not used in HTTP mode.',
  'check.message-ok': '{user} has a message from the bot.',
  'check.message-unknown-person': 'Slack knows nobody by {user} ({reason}).',
  'check.message-unknown-person.remedy':
    'Take the address or id from the person’s Slack profile; she must be a member of this workspace.',
  'check.message-refused': 'The message to {user} was refused ({reason}).',
  'check.message-refused.remedy':
    'Name a full member who is no bot and not deactivated; the app’s Messages tab must be switched on (App Home).',
  'check.not-tried': 'Not tried: the bot token must work first.',
  'check.greeting': 'A test from the Partner Pulse server: I can write to you. Try `{command} help`.',
} as const;
