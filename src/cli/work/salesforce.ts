import { randomBytes } from 'node:crypto';
import { mappingOf } from '../../sources/crm/settings.ts';
import { permissionSetFor, permissionSetXml, runConsent } from '../../sources/salesforce/index.ts';
import type { SalesforceSettings } from '../../sources/salesforce/source-settings.ts';
import { UsageError, unknownName } from '../arguments.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { crmSurroundings } from '../crm-surroundings.ts';
import { browserBack } from '../loopback.ts';
import { untilStopped } from './sync.ts';

const usualPort = 1717;

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const settings = chosenOrg(context);
  const [what] = context.args.positionals;
  if (what === 'permissions') return permissions(context, settings);
  if (what === 'consent') return consent(context, settings);
  throw new UsageError('usage.salesforce');
};

function chosenOrg({ args, config }: Context): SalesforceSettings {
  const orgs = config().sources.filter((source) => source.kind === 'salesforce');
  const names = orgs.map(({ name }) => name);
  const wanted = args.text('source');
  const [only] = orgs;
  if (only === undefined) throw new UsageError('usage.no-crm-source');
  if (wanted === undefined && orgs.length > 1) throw new UsageError('usage.which-crm', { known: names.join(', ') });
  const chosen = wanted === undefined ? only : orgs.find(({ name }) => name === wanted);
  if (chosen === undefined) throw unknownName('usage.unknown-source', { source: wanted ?? '' }, wanted ?? '', names);
  return chosen;
}

/** The permission set of the mapping; asked of the org, it knows which fields need none. */
async function permissions(context: Context, settings: SalesforceSettings): Promise<Exit> {
  const { args, out } = context;
  const mapping = mappingOf('salesforce', settings.mapping);
  const xml = args.flag('offline')
    ? permissionSetXml(mapping)
    : await untilStopped(context, (signal) =>
        permissionSetFor(mapping, { settings, surroundings: crmSurroundings(context, settings.name) }, signal),
      );
  for (const line of xml.trimEnd().split('\n')) await out.line(line);
  return exits.well;
}

/** Somebody consents once in the browser; the token that comes of it is kept beside the store. */
async function consent(context: Context, settings: SalesforceSettings): Promise<Exit> {
  const { args, note, out, words } = context;
  const { flow } = settings.login;
  if (flow !== 'refresh-token') throw new UsageError('usage.consent-flow', { source: settings.name, flow });
  const port = Number(args.text('port') ?? usualPort);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UsageError('usage.port');
  const redirectUri = `http://localhost:${port}/callback`;
  await untilStopped(context, (signal) =>
    runConsent(
      settings,
      crmSurroundings(context, settings.name),
      {
        redirectUri,
        randomBytes: (length) => randomBytes(length),
        visit: (address) =>
          browserBack(
            port,
            words('salesforce.close-page'),
            () => note(words('salesforce.visit', { address: address.href, redirectUri })),
            signal,
          ),
      },
      signal,
    ),
  );
  await out.line(words('salesforce.consented', { source: settings.name }));
  return exits.well;
}
