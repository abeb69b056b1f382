/**
 * Writes the Slack app manifest to stdout.
 *
 *   node scripts/manifest.ts                               socket mode (the manifest.json of this repository)
 *   node scripts/manifest.ts --http https://pulse.example  HTTP mode, reached under that address
 *   node scripts/manifest.ts --command /partners           another command name
 */
import { parseArgs } from 'node:util';
import { commandName, manifest } from '../src/slack/manifest.ts';

const { values } = parseArgs({ options: { http: { type: 'string' }, command: { type: 'string' } } });
if (values.command !== undefined && !commandName.test(values.command)) {
  process.stderr.write('--command takes a slash and up to 31 lower-case letters, digits, hyphens or underscores.\n');
  process.exit(2);
}
const transport =
  values.http === undefined ? ({ mode: 'socket' } as const) : ({ mode: 'http', baseUrl: values.http } as const);
process.stdout.write(`${JSON.stringify(manifest(transport, values.command), null, 2)}\n`);
