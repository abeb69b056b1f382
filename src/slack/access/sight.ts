import type { Examples, KpiQuery, RemoteAnalyst } from '../../kpi/analyst.ts';
import type { PartnerInfo } from '../../kpi/answer.ts';
import { type Segment, type SegmentKey, UNKNOWN } from '../../kpi/segment.ts';
import type { StaleData } from '../../sources/stale.ts';
import { type Actor, type Decision, isOwn, type Scope, type Sees } from './decide.ts';
import { Refused } from './refused.ts';

/** The analyst as far as one person may ask it; what he may not see is refused (throws `Refused`) or simply not there. */
export interface Sight extends RemoteAnalyst {
  readonly sees: Sees;
  /** Files that are older than they may be. */
  readonly stale: readonly StaleData[];
  /** What stands for “the program” in this person's questions: a segment of his own partners where he sees no more. */
  narrowed(segment: Segment): Promise<Segment>;
  /** Asks for leave to show something, as its figures would be asked for; `about` names it for the audit. Throws `Refused`. */
  demand(query: Pick<KpiQuery, 'partner' | 'segment'>, about: string): Promise<void>;
}

/** Decides on one scope; `about` names what was asked, for the audit. */
export type Judge = (scope: Scope, about: string) => Decision;

/** Every way to the figures passes `judge`, whoever asks. */
export function createSight(
  analyst: RemoteAnalyst,
  actor: Actor,
  judge: Judge,
  stale: readonly StaleData[] = [],
): Sight {
  const demand = (scope: Scope, about: string): void => {
    const decision = judge(scope, about);
    if (!decision.allow) throw new Refused(decision.reason);
  };
  const all = actor.sees === 'everything';
  const email = actor.kind === 'known' ? (actor.email?.toLowerCase() ?? '') : '';
  // An empty list of managers: nobody's partners.
  const visible = all ? {} : { managers: actor.sees === 'own' ? [email] : [] };
  const own = ({ manager }: PartnerInfo): boolean => all || (actor.sees === 'own' && isOwn(actor, manager));
  /** His e-mail as the CRM spells it. */
  const spelled = async (): Promise<string> =>
    (await analyst.segmentValues('manager')).find((manager) => isOwn(actor, manager)) ?? email;

  const partnerScope = async (id: string): Promise<Scope> => {
    // Whose partner it is matters to nobody who sees all: one question less on every answer's way.
    if (all) return { kind: 'partner', id, manager: null };
    const match = await analyst.findPartner(id);
    // Whoever is not found is for the analyst to say, to those who may see everybody.
    return { kind: 'partner', id, manager: match.kind === 'one' ? match.partner.manager : null };
  };
  const scopeOf = async (query: Pick<KpiQuery, 'partner' | 'segment'>): Promise<Scope> => {
    if (query.partner !== undefined) return partnerScope(query.partner);
    const { segment = {} } = query;
    return Object.keys(segment).length === 0
      ? { kind: 'program' }
      : { kind: 'segment', manager: segment.manager ?? null };
  };

  return {
    settings: analyst.settings,
    partnerCount: analyst.partnerCount,
    dataAsOf: analyst.dataAsOf,
    sees: actor.sees,
    stale,
    narrowed: async (segment) =>
      all || segment.manager !== undefined ? segment : { ...segment, manager: await spelled() },
    demand: async (query, about) => demand(await scopeOf(query), about),
    async answer(query) {
      const scope = await scopeOf(query);
      demand(scope, `${query.kpi} ${aboutOf(query)}`);
      return analyst.answer(query);
    },
    async scorecard(partner, asOf, period) {
      demand(await partnerScope(partner), `scorecard partner ${partner}`);
      return analyst.scorecard(partner, asOf, period);
    },
    async attention(manager, asOf) {
      const whose = manager ?? (all ? null : await spelled());
      demand(whose === null ? { kind: 'program' } : { kind: 'segment', manager: whose }, `attention ${whose ?? ''}`);
      return analyst.attention(whose, asOf);
    },
    async movers(asOf) {
      const movers = await analyst.movers(asOf);
      if (all) return movers;
      const mine = new Set((await analyst.partnersLike('', { ...visible, most: Infinity })).map(({ id }) => id));
      return movers.filter(({ partner }) => mine.has(partner));
    },
    findPartner: (text, options) => analyst.findPartner(text, { ...options, ...visible }),
    partnersLike: (text, options) => analyst.partnersLike(text, { ...options, ...visible }),
    partners: async () => (all ? analyst.partners() : (await analyst.partners()).filter(own)),
    examples: async (asOf) => (all ? analyst.examples(asOf) : ownExamples(asOf)),
    segmentValues: async (key) => (all ? analyst.segmentValues(key) : ownValues(key)),
  };

  async function ownExamples(asOf: number): Promise<Examples> {
    if (actor.sees === 'nothing') return { partners: [], tier: null };
    const urgent = (await analyst.attention(await spelled(), asOf)).map(({ partner }) => partner);
    const others = await analyst.partnersLike('', { ...visible, most: 20 });
    const named = [...urgent.filter(own), ...others];
    const easy = [...new Set(named.map(({ name }) => name))].filter((name) => name.length <= 40);
    return { partners: easy.slice(0, 2), tier: named.find(({ tier }) => tier !== null)?.tier ?? null };
  }

  async function ownValues(key: SegmentKey): Promise<readonly string[]> {
    if (key === 'enablement') return analyst.segmentValues(key);
    const mine = await analyst.partnersLike('', { ...visible, most: Infinity });
    return [...new Set(mine.map((partner) => partner[key] ?? UNKNOWN))].sort();
  }
}

function aboutOf({ partner, segment = {} }: Pick<KpiQuery, 'partner' | 'segment'>): string {
  if (partner !== undefined) return `partner ${partner}`;
  const parts = Object.entries(segment).map(([key, value]) => `${key}:${value}`);
  return parts.length === 0 ? 'program' : parts.join(' ');
}
