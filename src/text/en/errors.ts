import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';
import { crmErrors } from './crm-errors.ts';
import { dataErrors } from './data-errors.ts';
import { deliveryErrors } from './delivery-errors.ts';
import { jobErrors } from './job-errors.ts';

/** The words of every error code: ICU messages, filled with the error's `params`. */
export const errors: Readonly<Record<ErrorCode, ErrorWords>> = {
  'bad-argument': {
    cause: '{reason}',
    remedy: 'Correct the argument; `--help` shows what is accepted.',
    page: 'docs/command-line.md',
  },
  'bad-config': {
    cause: '{file}: {count, plural, one {one problem} other {# problems}} in the configuration.',
    remedy: 'Correct {count, plural, one {it} other {them}}; nothing was started or changed.',
    page: 'docs/configuration.md',
  },
  'config-missing': {
    cause: 'The configuration {file} does not exist.',
    remedy: 'Correct --config or PARTNER_PULSE_CONFIG, or leave both away to run on defaults.',
    page: 'docs/configuration.md',
  },
  'file-not-readable': {
    cause: '{file} cannot be read ({reason}).',
    remedy: 'Check that it exists and that this user may read it.',
    page: 'docs/configuration.md',
  },
  'secret-file-open': {
    cause: 'The secret file {file} can be read by others (mode {mode}).',
    remedy: 'Run: chmod 600 {file}',
    page: 'docs/configuration.md#secrets',
  },
  'bad-period': {
    cause: 'The period “{period}” {reason}; expected: {expected}.',
    remedy: 'Write e.g. last-quarter, this-month, last-90-days, 2026-Q3, 2026-09 or 2026-09-01..2026-10-01.',
    page: 'docs/definitions.md#2-time-and-money',
  },
  'bad-file': {
    cause: '{file}{line, plural, =0 {} other {, line {line}}}: {reason}.',
    remedy: 'Repair the file and sync again; nothing was changed.',
    page: 'docs/csv-folder.md',
  },
  'too-many-deletions': {
    cause: 'This sync would delete {deleted} of {stored} records of type {type}, more than half.',
    remedy:
      'Check that the export is complete. If the deletion is meant: `pulse sync --accept-deletions`. Nothing was changed.',
    page: 'docs/csv-folder.md#deletions',
  },
  'png-missing': {
    cause: 'Pictures cannot be drawn: {package} is not installed.',
    remedy: 'Install it beside the program (npm install {package}), or ask for --format html, which needs nothing.',
    page: 'docs/errors.md#png-missing',
  },
  'stale-file': {
    cause: '{file} is of {since}, older than the {hours} h that its maxAge allows.',
    remedy: 'Renew the export, or look why it no longer comes. Figures that rest on it say so until then.',
    page: 'docs/errors.md#stale-file',
  },
  'sync-running': {
    cause: 'A sync is under way.',
    remedy: 'Its end brings what is new, within minutes. Nothing was changed.',
    page: 'docs/errors.md#sync-running',
  },
  'unknown-kpi': {
    cause: 'There is no KPI “{kpi}”.',
    remedy: '`pulse kpis` lists all eight.',
    page: 'docs/definitions.md#3-the-eight-kpis',
  },
  'unknown-partner': {
    cause: 'No partner is called “{partner}” (nearest: {suggestions}).',
    remedy: 'Use its id, exact name or an alias.',
    page: 'docs/command-line.md#partners',
  },
  'merge-circle': {
    cause: '{from} cannot become a part of {into}: that is the same partner, or a part of it.',
    remedy: 'Merge the other way round, or undo the earlier merge first.',
    page: 'docs/errors.md#merge-circle',
  },
  'ambiguous-partner': {
    cause: 'Several partners are called “{partner}”: {choices}.',
    remedy: 'Use its id, or source/id.',
    page: 'docs/command-line.md#partners',
  },
  'unknown-segment': {
    cause: 'There is no segment “{segment}”.',
    remedy: 'Use tier, region, motion, manager or enablement with a value, e.g. --segment tier=Gold.',
    page: 'docs/command-line.md#segments',
  },
  'folder-missing': {
    cause: 'The folder {folder} does not exist or cannot be read.',
    remedy: 'Create it, or correct sources → folder in partner-pulse.yaml (or --from).',
    page: 'docs/csv-folder.md',
  },
  'no-data': {
    cause: 'There are no data yet in {where}.',
    remedy: 'Load them first: `pulse sync` (or `pulse sync --from FOLDER`).',
    page: 'docs/csv-folder.md',
  },
  'store-owned': {
    cause: 'The store {where} is in use by {role} (process {pid} on {host}, since {since}).',
    remedy:
      'Wait until it has ended, or stop it. A running bot does what pulse sync asks of it; reading commands work beside it.',
    page: 'docs/operations.md#one-owner',
  },
  'owner-gone': {
    cause: 'The bot that was to do this ended before it was done.',
    remedy: 'Run the command again. The store holds the last complete state.',
    page: 'docs/operations.md#one-owner',
  },
  'other-host': {
    cause: 'The bot runs on {host}, which has no access to the files of this machine.',
    remedy: 'Run the command there, or without --from and --rejects.',
    page: 'docs/operations.md#one-owner',
  },
  'unknown-source': {
    cause: 'The running bot has no source {source}. It has: {known}.',
    remedy: 'Name one of these, or restart the bot after changing its configuration.',
    page: 'docs/configuration.md',
  },
  'store-newer': {
    cause: 'The store {where} was written by a newer Partner Pulse.',
    remedy: 'Update Partner Pulse, or restore the backup made before the update.',
    page: 'docs/operations.md#updates',
  },
  'store-older': {
    cause: 'The store {where} was written by an older Partner Pulse.',
    remedy: 'Bring it up to date with `pulse sync`, or by starting the bot; a backup is made first.',
    page: 'docs/operations.md#updates',
  },
  'store-foreign': {
    cause: '{where} is a database of another program.',
    remedy: 'Correct store in partner-pulse.yaml (or --store, PARTNER_PULSE_STORE). It was left as it is.',
    page: 'docs/configuration.md',
  },
  'store-damaged': {
    cause: 'The store {where} is damaged.',
    remedy: 'It was left as it is. Stop the bot, then restore a backup, or move it away and sync again.',
    page: 'docs/operations.md#when-a-file-is-damaged',
  },
  'ledger-damaged': {
    cause: 'The ledger {file} is damaged.',
    remedy:
      'Restart the bot, or run `pulse sync` if none runs: it is set aside and a new one is begun. The records are not in it.',
    page: 'docs/operations.md#when-a-file-is-damaged',
  },
  'store-unreachable': {
    cause: 'The store {where} cannot be opened.',
    remedy: 'Check the address, that the database runs, and that this user may write there.',
    page: 'docs/operations.md',
  },
  'person-key-missing': {
    cause:
      'The key for person hashes of the store {where} is {reason, select, different {another one than before} other {missing}}.',
    remedy:
      'Put the key file back beside the store (it is part of your backups), or set PARTNER_PULSE_PERSON_KEY. A new key would make new people of all.',
    page: 'docs/operations.md#person-key',
  },
  'person-key-invalid': {
    cause: 'The key for person hashes ({from}) is not 64 hexadecimal digits.',
    remedy: 'Put the right key back; a new one, for a store without people, comes from `openssl rand -hex 32`.',
    page: 'docs/operations.md#person-key',
  },
  'file-exists': {
    cause: '{file} is there already.',
    remedy: 'Name another file, or remove that one first.',
    page: 'docs/operations.md#backups',
  },
  'backup-by-server': {
    cause: '{where} is a PostgreSQL database, which backs itself up.',
    remedy: 'Use pg_dump.',
    page: 'docs/operations.md#backups',
  },
  'file-not-writable': {
    cause: '{file} cannot be written.',
    remedy: 'Check that the folder exists, is not read-only, and that this user may write there.',
    page: 'docs/operations.md',
  },
  'disk-full': {
    cause: 'There is no room left on the disk of {file}.',
    remedy: 'Make room there, then repeat. The store holds the last complete state.',
    page: 'docs/operations.md#when-the-disk-is-full',
  },
  'slack-token-missing': {
    cause: 'Not set: {name}.',
    remedy:
      'Set it in the environment or in .env beside the configuration, or name a file with mode 0600 in a variable of that name with _FILE.',
    page: 'docs/slack-admin.md#tokens',
  },
  'slack-token-wrong': {
    cause: 'Slack does not accept {name} ({reason}).',
    remedy: 'Copy it again from the app’s page at api.slack.com/apps; reinstall the app if it was revoked.',
    page: 'docs/slack-admin.md#tokens',
  },
  'slack-unreachable': {
    cause: 'Slack cannot be reached at {address} ({reason}).',
    remedy:
      'Check network, proxy (HTTPS_PROXY, NO_PROXY), the company’s certificates (NODE_EXTRA_CA_CERTS) and SLACK_API_URL.',
    page: 'docs/slack-admin.md#network',
  },
  ...crmErrors,
  ...deliveryErrors,
  ...dataErrors,
  ...jobErrors,
  interrupted: {
    cause: 'Stopped by {signal}.',
    remedy: 'The store holds the last complete state; run the command again.',
    page: 'docs/operations.md',
  },
  internal: {
    cause: 'Something went wrong inside Partner Pulse (reference {reference}).',
    remedy: 'Try again; if it stays, look for the reference in the log and report it.',
    page: 'docs/operations.md#reporting-a-fault',
  },
};
