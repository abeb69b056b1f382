import { PulseError } from '../errors.ts';
import type { Asked } from './asked.ts';
import { predictedCalls } from './calls.ts';
import { identityFindings, limitFindings, sharingFindings, writeFindings } from './connection.ts';
import { type Fill, fillFindings, fillsOf } from './fill.ts';
import { type Finding, failed, found } from './findings.ts';
import { type Gathered, gather } from './gathered.ts';
import { rowFindings } from './here.ts';
import { type Usable, usable } from './kpis.ts';
import { examineSchema } from './schema.ts';
import { stageFindings } from './stages.ts';
import { labelFindings, valueFindings } from './values.ts';
import { wonFindings } from './won.ts';
import type { CrmSubject, World } from './world.ts';

export interface CrmExamination {
  readonly findings: readonly Finding[];
  /** What of the mapping can be filled; the mapping as it is where nobody could look. */
  readonly usable: Usable;
  readonly calls: number;
}

/** Examines a CRM as its mapping uses it. What cannot be asked is a finding; throws only what is no failure of ours, and the signal's reason. */
export async function examineCrm(subject: CrmSubject, asked: Asked, world: World): Promise<CrmExamination> {
  const { mapping } = subject;
  const findings: Finding[] = [];
  const unseen = { mapping, lost: new Set<string>() };
  const attempt = async (work: () => Promise<readonly Finding[]>): Promise<boolean> => {
    try {
      findings.push(...(await work()));
      return true;
    } catch (error) {
      world.signal.throwIfAborted();
      findings.push(failed(error));
      asked.failure('', error instanceof PulseError ? error.code : 'unknown');
      return false;
    }
  };
  const isIn = await attempt(async () => identityFindings(await asked.identity(), subject, world));
  // Whoever is not let in hears the same answer to every other question.
  if (!isIn) return { findings, usable: unseen, calls: asked.calls };
  let usableNow: Usable | null = null;
  await attempt(async () => {
    usableNow = await examineData(subject, asked, world, findings, attempt);
    return [];
  });
  if (asked.leftOut.length > 0)
    findings.push(found('not-counted', { what: asked.leftOut.join(', '), calls: asked.calls }));
  return { findings, usable: usableNow ?? unseen, calls: asked.calls };
}

type Attempt = (work: () => Promise<readonly Finding[]>) => Promise<boolean>;

async function examineData(
  subject: CrmSubject,
  asked: Asked,
  world: World,
  findings: Finding[],
  attempt: Attempt,
): Promise<Usable | null> {
  const { mapping } = subject;
  const mapped = new Set(mapping.entries.map(({ object }) => object));
  // HubSpot would be asked object by object, and does not say who may write.
  const objects = mapping.crm === 'hubspot' ? [] : await asked.objects();
  findings.push(...writeFindings(objects, mapped));
  const examined = await examineSchema(mapping, objects, asked, world);
  findings.push(...examined.findings);
  const { schema } = examined;
  await attempt(() => sharingFindings([...mapped], asked));
  await attempt(() => stageFindings(mapping.entries, asked));
  await attempt(() => labelFindings(mapping.entries, asked));
  let limit: Awaited<ReturnType<Asked['limits']>> = null;
  await attempt(async () => {
    limit = await asked.limits();
    return [];
  });
  const gathered: Gathered[] = [];
  const fills: Fill[] = [];
  // What most numbers rest on is asked for everything before the rest is asked at all.
  for (const part of ['first', 'rest'] as const) {
    let own: readonly Gathered[] = [];
    await attempt(async () => {
      own = await gather(mapping, part, schema, asked);
      gathered.push(...own);
      return filterFindings(own);
    });
    if (part === 'first') await attempt(() => wonFindings(mapping, own, schema, asked));
    await attempt(async () => {
      fills.push(...(await fillsOf(own, mapping, schema, asked, world)));
      return [];
    });
    await attempt(() => valueFindings(own, schema, asked));
  }
  findings.push(...fillFindings(fills, world));
  findings.push(...rowFindings(gathered, subject.here));
  const rows = new Map(gathered.flatMap(({ entry, all }) => (all === null ? [] : [[entry.object, all] as const])));
  const calls = predictedCalls(mapping, { everyMs: world.everyMs, reconcileEveryMs: subject.reconcileEveryMs, rows });
  findings.push(...limitFindings(limit, calls, subject.share));
  return usable(mapping, schema, fills);
}

/** What the filters of each entry take. */
function filterFindings(gathered: readonly Gathered[]): readonly Finding[] {
  return gathered.flatMap(({ entry, count, all }) => {
    if (count === null) return [];
    const params = { object: entry.object, record: entry.record, count, all: all ?? count };
    if (count > 0) {
      // Which rows of these have a partner at the other end of a link, nobody has asked.
      const isLinked = entry.record === 'attribution' && entry.fields.get('partner')?.association !== undefined;
      return isLinked ? [] : [found('filter-takes', params)];
    }
    if (all === 0 && entry.record !== 'partner') return [found('object-empty', params)];
    return [found(entry.record === 'partner' ? 'filter-takes-no-partner' : 'filter-takes-none', params)];
  });
}
