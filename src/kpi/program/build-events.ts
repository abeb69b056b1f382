import { type Key, keyOf, type Stamp } from '../../records/records.ts';
import type { Zone } from '../../records/zone.ts';
import type { BuiltPartners } from './build-partners.ts';
import { displayIds } from './display-ids.ts';
import { EventCollector, type EventTable } from './event-table.ts';
import type { AssetFacts, ContentFacts, LoginFacts, MomentFacts, SurveyFacts, TrainingFacts } from './facts.ts';
import { all, type ProgramReader } from './reader.ts';

export interface BuiltEvents {
  readonly trainings: readonly TrainingFacts[];
  readonly surveys: readonly SurveyFacts[];
  readonly assets: readonly AssetFacts[];
  readonly content: EventTable<ContentFacts>;
  readonly logins: EventTable<LoginFacts>;
  readonly failedLogins: EventTable<MomentFacts>;
  readonly touches: EventTable<MomentFacts>;
}

/** Everything that happens at a partner, under its surviving partner. */
export async function buildEvents(reader: ProgramReader, built: BuiltPartners, zone: Zone): Promise<BuiltEvents> {
  const { content, assets } = await contentEvents(reader, built, zone);
  return {
    trainings: await trainings(reader, built, zone),
    surveys: await surveys(reader, built, zone),
    assets,
    content,
    ...(await sessions(reader, built, zone)),
    touches: await touches(reader, built, zone),
  };
}

const instants = (zone: Zone) => (stamp: Stamp | null) => (stamp === null ? null : zone.instantOf(stamp));

async function trainings(reader: ProgramReader, built: BuiltPartners, zone: Zone): Promise<readonly TrainingFacts[]> {
  const instant = instants(zone);
  const list: TrainingFacts[] = [];
  const fields = ['partner', 'person', 'module', 'required', 'assignedAt', 'completedAt'] as const;
  for await (const chunk of reader.scan('training', fields)) {
    for (const { partner: of, person, module, required, assignedAt, completedAt } of chunk) {
      const partner = built.partnerOf.get(of);
      if (partner === undefined) continue;
      const training: TrainingFacts = {
        partner,
        person,
        module,
        required,
        assignedAt: instant(assignedAt),
        completedAt: instant(completedAt),
      };
      partner.trainings.push(training);
      list.push(training);
    }
  }
  return list;
}

async function surveys(reader: ProgramReader, built: BuiltPartners, zone: Zone): Promise<readonly SurveyFacts[]> {
  const instant = instants(zone);
  const list: SurveyFacts[] = [];
  const fields = ['partner', 'respondent', 'kind', 'score', 'milestone', 'topic', 'invitedAt', 'at'] as const;
  for await (const chunk of reader.scan('survey-response', fields)) {
    for (const { partner: of, invitedAt, at, ...rest } of chunk) {
      const partner = built.partnerOf.get(of);
      if (partner === undefined) continue;
      const { respondent, kind, score, milestone, topic } = rest;
      const survey: SurveyFacts = {
        partner,
        row: list.length,
        respondent,
        kind,
        score,
        milestone,
        topic,
        invitedAt: instant(invitedAt),
        at: instant(at),
      };
      partner.surveys.push(survey);
      list.push(survey);
    }
  }
  return list;
}

const contentKinds = ['view', 'download', 'share'] as const;

/** The listed assets, and those that only events name: there the asset is its id (rule 7.1). */
async function contentEvents(reader: ProgramReader, built: BuiltPartners, zone: Zone) {
  const instant = instants(zone);
  const rows = await all(reader, 'asset', ['source', 'id', 'title', 'publishedAt', 'retiredAt']);
  const displayId = displayIds(rows);
  const assets: AssetFacts[] = [];
  const placeOf = new Map<Key, number>();
  for (const row of rows) {
    const key = keyOf(row.source, row.id);
    placeOf.set(key, assets.length);
    const { title } = row;
    const [publishedAt, retiredAt] = [instant(row.publishedAt), instant(row.retiredAt)];
    assets.push({ key, id: displayId(row), title, knownFrom: Number.NEGATIVE_INFINITY, publishedAt, retiredAt });
  }
  const events = new EventCollector(2);
  for await (const chunk of reader.scan('content-event', ['partner', 'asset', 'kind', 'at'])) {
    for (const row of chunk) {
      const partner = built.partnerOf.get(row.partner);
      if (partner === undefined) continue;
      const at = zone.instantOf(row.at);
      const place = placeOf.get(row.asset) ?? assets.length;
      const known = assets[place];
      if (known === undefined) {
        const id = row.asset.slice(row.asset.indexOf('/') + 1);
        placeOf.set(row.asset, place);
        assets.push({ key: row.asset, id, title: id, knownFrom: at, publishedAt: null, retiredAt: null });
      } else if (at < known.knownFrom) assets[place] = { ...known, knownFrom: at };
      events.add(at, partner.index, place, contentKinds.indexOf(row.kind));
    }
  }
  const content = events.finish<ContentFacts>(built.partners, (at, partner, place, kind) => {
    const asset = assets[place ?? 0];
    if (asset === undefined) throw new RangeError(`no asset ${place}`);
    return { partner, at, asset, kind: contentKinds[kind ?? 0] ?? 'view' };
  });
  return { content, assets };
}

async function sessions(reader: ProgramReader, built: BuiltPartners, zone: Zone) {
  const logins = new EventCollector(2);
  const failed = new EventCollector(0);
  for await (const chunk of reader.scan('portal-session', ['partner', 'at', 'durationSeconds', 'pages', 'failed'])) {
    for (const row of chunk) {
      const partner = built.partnerOf.get(row.partner);
      if (partner === undefined) continue;
      const at = zone.instantOf(row.at);
      if (row.failed === true) failed.add(at, partner.index);
      else logins.add(at, partner.index, row.durationSeconds ?? Number.NaN, row.pages ?? Number.NaN);
    }
  }
  return {
    logins: logins.finish<LoginFacts>(built.partners, (at, partner, seconds, pages) => ({
      partner,
      at,
      seconds,
      pages,
    })),
    failedLogins: failed.finish<MomentFacts>(built.partners, (at, partner) => ({ partner, at })),
  };
}

async function touches(reader: ProgramReader, built: BuiltPartners, zone: Zone) {
  const events = new EventCollector(0);
  for await (const chunk of reader.scan('touch', ['partner', 'at'])) {
    for (const row of chunk) {
      const partner = built.partnerOf.get(row.partner);
      if (partner !== undefined) events.add(zone.instantOf(row.at), partner.index);
    }
  }
  return events.finish<MomentFacts>(built.partners, (at, partner) => ({ partner, at }));
}
