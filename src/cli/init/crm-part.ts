import { resolve } from 'node:path';
import { Asked } from '../../doctor/index.ts';
import type { Inspector } from '../../sources/crm/inspector.ts';
import type { CrmSource } from '../../sources/crm/source.ts';
import { openSource } from '../../sources/index.ts';
import { readyMappings, readyNames } from '../../sources/mapping/index.ts';
import { type SourceSettings, sourceSettings } from '../../sources/settings.ts';
import { UsageError } from '../arguments.ts';
import type { Context } from '../command.ts';
import { openInspector } from '../crm.ts';
import { linesOf, toldOf } from '../doctor/tell.ts';
import type { Asker } from './asker.ts';
import { type Proposal, propose } from './propose.ts';
import { askConnection, askProgram, type Kind } from './questions.ts';
import type { Reason } from './reason.ts';
import { CrmView } from './schema-cache.ts';
import { accessOf, missingSecrets, secretVariables } from './secrets.ts';
import { testRun } from './test-run.ts';
import type { SourceAnswers } from './yaml.ts';

export interface Part {
  readonly source: SourceAnswers;
  /** Where the CRM said it, asked already. */
  readonly program: { readonly timeZone: string; readonly currency: string } | null;
}

interface Job {
  readonly context: Context;
  readonly asker: Asker;
  readonly kind: Kind;
  readonly name: string;
  /** Of the file that is written. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Asks for the source and proposes its mapping; null where nothing is to be written, which has been said. */
export async function crmPart(job: Job): Promise<Part | null> {
  const { context, asker, kind, name } = job;
  const { args, words, note } = context;
  if (kind === 'files') {
    const folder = await asker.ask({ flag: 'folder', words: 'init.ask-folder', usual: './data' });
    return { source: { settings: { kind, name, folder }, secrets: [], reasons: [] }, program: null };
  }
  const ready = args.text('ready');
  const known = readyNames(kind);
  if (ready !== undefined && !known.includes(ready))
    throw new UsageError('usage.init-bad', { option: '--ready', value: ready, expected: known.join(', ') });
  const connection = await askConnection(asker, kind, args.text('base-url'));
  const flow = kind === 'hubspot' ? 'hubspot' : String(args.text('flow') ?? flowOf(connection));
  const settings = { kind, name, ...connection };
  const secrets = secretVariables(name, flow);
  if (args.flag('offline')) {
    const chosen = readyMappings.find((one) => one.name === (ready ?? known[0]));
    const reasons = [words('init.why-offline'), chosen?.explanation ?? ''];
    return { source: { settings: { ...settings, mapping: { ready: chosen?.name } }, secrets, reasons }, program: null };
  }
  const access = accessOf(context, kind, name, job.folder, resolve(job.folder, 'partner-pulse.db'));
  const missing = await missingSecrets(access, name, flow);
  if (missing.length > 0) {
    note(words('init.no-secret', { names: missing.join(', '), flow: flow === 'refresh-token' ? 'consent' : flow }));
    return null;
  }
  const base: SourceSettings = sourceSettings.parse({ ...settings, mapping: { ready: known[0] } });
  const source = crmOf(base);
  return withCrm(job, { settings, secrets }, await openInspector(source, access));
}

const flowOf = ({ login }: Record<string, unknown>): unknown =>
  typeof login === 'object' && login !== null && 'flow' in login ? login.flow : 'client-credentials';

function crmOf(settings: SourceSettings): CrmSource {
  const source = openSource(settings, 'UTC');
  if ('records' in source) throw new TypeError('a source of files');
  return source;
}

interface Given {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
}

async function withCrm(
  { context, asker, kind, signal }: Job,
  { settings, secrets }: Given,
  inspector: Inspector,
): Promise<Part | null> {
  const { words, note, out, width, host } = context;
  const asked = new Asked(inspector, signal, Number.POSITIVE_INFINITY);
  const identity = await asked.identity();
  note(words('init.signed-in', { account: identity.account, kind: identity.kind ?? kind }));
  const view = new CrmView(asked, await asked.objects());
  const proposals = await propose(kind === 'hubspot' ? 'hubspot' : 'salesforce', view);
  const best = await chosen(proposals, asker);
  if (best === undefined) {
    note(words('init.no-proposal'));
    return null;
  }
  const reasons = reasonsIn(best, words);
  await out.line(words('init.proposal', { name: best.ready.name }));
  for (const reason of reasons) await out.line(`  - ${reason}`);
  await out.line('');
  const program = await askProgram(asker, identity);
  const proposed = { ...settings, mapping: best.raw };
  const findings = await testRun(crmOf(sourceSettings.parse(proposed)), inspector, program, host.now(), signal);
  const section = { name: String(settings.name), kind, calls: inspector.calls, findings };
  for (const line of linesOf(section, toldOf(section, words), words, width)) await out.line(line);
  return { source: { settings: proposed, secrets, reasons }, program };
}

async function chosen(proposals: readonly Proposal[], asker: Asker): Promise<Proposal | undefined> {
  const [best] = proposals;
  if (best === undefined) return undefined;
  const names = proposals.map((one) => one.ready.name);
  const name = await asker.ask({
    flag: 'ready',
    words: 'init.ask-ready',
    usual: best.ready.name,
    isValid: (text) => names.includes(text),
    expected: names.join(', '),
  });
  return proposals.find((one) => one.ready.name === name);
}

function reasonsIn(proposal: Proposal, words: Context['words']): readonly string[] {
  const told = ({ key, params }: Reason): string => words(key, params);
  return [
    `${proposal.ready.name}: ${proposal.ready.explanation}`,
    ...new Set(proposal.reasons.map(told)),
    ...(proposal.without.length === 0 ? [] : [words('init.why-without', { records: proposal.without.join(', ') })]),
  ];
}
