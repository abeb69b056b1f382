import { readFileSync, statSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { nearest } from '../../config/nearest.ts';
import { failed } from '../../doctor/findings.ts';
import {
  Asked,
  type CrmSubject,
  examineCrm,
  examineFiles,
  examineStore,
  type Finding,
  found,
  kpiFindings,
  kpiMatrix,
  type Recorded,
  type Usable,
  type World,
} from '../../doctor/index.ts';
import type { CrmSource } from '../../sources/crm/source.ts';
import { scopesNeeded } from '../../sources/hubspot/index.ts';
import { openSource } from '../../sources/index.ts';
import type { KpiCoverage, MappedType } from '../../sources/mapping/index.ts';
import type { SourceSettings } from '../../sources/settings.ts';
import type { Source } from '../../sources/source.ts';
import { formatter } from '../../text/formatter.ts';
import type { Context } from '../command.ts';
import { crmSurroundings } from '../crm-surroundings.ts';
import type { Section } from './section.ts';
import { slackFindings } from './slack.ts';

export interface Examination {
  readonly sections: readonly Section[];
  readonly matrix: readonly KpiCoverage[];
  /** What was asked of each CRM. */
  readonly recorded: readonly { readonly kind: string; readonly calls: number; readonly asked: readonly Recorded[] }[];
}

/** The line by which `pulse init` says when it wrote a configuration. */
const writtenLine = /^# Written by pulse init on (\S+)/m;

interface Chosen {
  /** null: all of the configuration, and what is beside them. */
  readonly source: string | null;
  readonly offline: boolean;
  readonly since: string | null;
}

/** Examines everything that was chosen, section by section. */
export async function examine(context: Context, chosen: Chosen, signal: AbortSignal): Promise<Examination> {
  const config = context.config();
  const world: World = {
    now: context.host.now(),
    since: chosen.since ?? writtenAt(config),
    program: config.program,
    everyMs: config.sync.everyMs,
    nearest,
    signal,
  };
  const store = await examineStore(config.store, context.host.now, config.personKey?.reveal());
  const sections: Section[] = [];
  const recorded: Examination['recorded'][number][] = [];
  const usables: Usable[] = [];
  for (const settings of config.sources) {
    const isAsked = chosen.source === null || chosen.source === settings.name;
    const source = opened(settings, config);
    if (source instanceof Error) {
      if (isAsked) sections.push({ name: settings.name, kind: settings.kind, calls: 0, findings: [failed(source)] });
    } else if ('records' in source) {
      const { findings, usable } = await examineFiles(source, signal);
      usables.push(usable);
      if (isAsked) sections.push({ name: settings.name, kind: settings.kind, calls: 0, findings });
    } else if (!isAsked || chosen.offline) {
      usables.push({ mapping: source.mapping, lost: new Set() });
      const findings = [found('not-asked', { what: source.host })];
      if (isAsked) sections.push({ name: settings.name, kind: settings.kind, calls: 0, findings });
    } else {
      const here = store.here?.get(settings.name) ?? null;
      const asked = new Asked(await source.inspect(crmSurroundings(context, source.name)), signal);
      const examined = await examineCrm(subjectOf(source, settings, here), asked, world);
      usables.push(examined.usable);
      recorded.push({ kind: settings.kind, calls: examined.calls, asked: asked.recorded });
      sections.push({ name: settings.name, kind: settings.kind, calls: examined.calls, findings: examined.findings });
    }
  }
  const matrix = kpiMatrix(usables);
  const kpis: Section = { name: 'kpis', kind: 'kpis', calls: 0, findings: kpiFindings(matrix, usables) };
  if (chosen.source !== null) return { sections: [...sections, kpis], matrix, recorded };
  const program = {
    name: 'program',
    kind: 'program',
    calls: 0,
    findings: [...store.findings, zoneFinding(context, world)],
  };
  const slack = { name: 'slack', kind: 'slack', calls: 0, findings: await slackFindings(context, chosen.offline) };
  return { sections: [...sections, program, slack, kpis], matrix, recorded };
}

function opened(settings: SourceSettings, { program }: Config): Source | CrmSource | Error {
  try {
    return openSource(settings, program.timeZone);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function subjectOf(
  { name, mapping, host, share, reconcileEveryMs }: CrmSource,
  settings: SourceSettings,
  here: ReadonlyMap<MappedType, number> | null,
): CrmSubject {
  const scopes = settings.kind === 'hubspot' ? scopesNeeded(mapping).map(({ scope }) => scope) : ['api'];
  return { name, mapping, host, share, reconcileEveryMs, scopes, here };
}

function zoneFinding({ words }: Context, { now, program }: World): Finding {
  const { timeZone, currency } = program;
  const format = formatter(words.language, timeZone, currency);
  return found('program-zone', { zone: timeZone, now: format.instant(new Date(now).toISOString()), currency });
}

/** When the configuration was made, as `pulse init` wrote into it; else when its file last changed. */
function writtenAt({ file }: Config): string | null {
  if (file === null) return null;
  const [, written] = writtenLine.exec(readFileSync(file, 'utf8')) ?? [];
  return written === undefined || Number.isNaN(Date.parse(written))
    ? statSync(file).mtime.toISOString()
    : new Date(written).toISOString();
}
