import { type Key, keyOf, type RecordSet, type Stamp } from '../../records/records.ts';
import type { Zone } from '../../records/zone.ts';
import type { BuiltPartners } from './build-partners.ts';
import { displayIds } from './display-ids.ts';
import type {
  AssetFacts,
  ContentFacts,
  DealFacts,
  SessionFacts,
  SurveyFacts,
  TouchFacts,
  TrainingFacts,
} from './facts.ts';

interface BuiltEvents {
  readonly trainings: readonly TrainingFacts[];
  readonly assets: readonly AssetFacts[];
  readonly content: readonly ContentFacts[];
  readonly sessions: readonly SessionFacts[];
  readonly touches: readonly TouchFacts[];
  readonly surveys: readonly SurveyFacts[];
}

const byTime = (a: { readonly at: number }, b: { readonly at: number }) => a.at - b.at;

/** Everything that happens at a partner, sorted by time, and hung on its surviving partner too. */
export function buildEvents(
  records: RecordSet,
  built: BuiltPartners,
  deals: ReadonlyMap<Key, DealFacts>,
  zone: Zone,
): BuiltEvents {
  const instant = (stamp: Stamp | null) => (stamp === null ? null : zone.instantOf(stamp));
  const partnerOf = (key: Key) => built.partnerOf.get(key);
  const assets = buildAssets(records, zone);

  const trainings = records.training.flatMap((row): TrainingFacts[] => {
    const partner = partnerOf(row.partner);
    if (partner === undefined) return [];
    const { person, module, required } = row;
    const training = {
      partner,
      person,
      module,
      required,
      assignedAt: instant(row.assignedAt),
      completedAt: instant(row.completedAt),
    };
    partner.trainings.push(training);
    return [training];
  });
  const content = records['content-event'].flatMap((row): ContentFacts[] => {
    const partner = partnerOf(row.partner);
    const asset = assets.get(row.asset);
    return partner === undefined || asset === undefined
      ? []
      : [{ partner, asset, kind: row.kind, at: zone.instantOf(row.at) }];
  });
  const sessions = records['portal-session'].flatMap((row): SessionFacts[] => {
    const partner = partnerOf(row.partner);
    if (partner === undefined) return [];
    const { durationSeconds: seconds, pages } = row;
    return [{ partner, at: zone.instantOf(row.at), seconds, pages, failed: row.failed === true }];
  });
  const touches = records.touch.flatMap((row): TouchFacts[] => {
    const partner = partnerOf(row.partner);
    const deal = row.deal === null ? null : (deals.get(row.deal) ?? null);
    return partner === undefined ? [] : [{ partner, at: zone.instantOf(row.at), kind: row.kind, deal }];
  });
  const surveys = records['survey-response'].flatMap((row, index): SurveyFacts[] => {
    const partner = partnerOf(row.partner);
    if (partner === undefined) return [];
    const { respondent, kind, score, milestone, topic } = row;
    const survey = {
      partner,
      row: index,
      respondent,
      kind,
      score,
      milestone,
      topic,
      invitedAt: instant(row.invitedAt),
      at: instant(row.at),
    };
    partner.surveys.push(survey);
    return [survey];
  });

  for (const list of [content, sessions, touches]) list.sort(byTime);
  for (const event of content) partnerOf(event.partner.key)?.content.push(event);
  for (const event of sessions) partnerOf(event.partner.key)?.sessions.push(event);
  for (const event of touches) partnerOf(event.partner.key)?.touches.push(event);
  return { trainings, assets: [...assets.values()], content, sessions, touches, surveys };
}

/** The listed assets, and those that only events name: there the asset is its id (rule 7.1). */
function buildAssets(records: RecordSet, zone: Zone): ReadonlyMap<Key, AssetFacts> {
  const displayId = displayIds(records.asset);
  const assets = new Map<Key, AssetFacts>();
  for (const record of records.asset) {
    const key = keyOf(record.source, record.id);
    assets.set(key, {
      key,
      id: displayId(record),
      title: record.title,
      knownFrom: Number.NEGATIVE_INFINITY,
      publishedAt: record.publishedAt === null ? null : zone.instantOf(record.publishedAt),
      retiredAt: record.retiredAt === null ? null : zone.instantOf(record.retiredAt),
    });
  }
  for (const { asset: key, at: stamp } of records['content-event']) {
    const at = zone.instantOf(stamp);
    const known = assets.get(key);
    if (known !== undefined) {
      if (at < known.knownFrom) assets.set(key, { ...known, knownFrom: at });
      continue;
    }
    const id = key.slice(key.indexOf('/') + 1);
    assets.set(key, { key, id, title: id, knownFrom: at, publishedAt: null, retiredAt: null });
  }
  return assets;
}
