import type { PartnerInfo } from './answer.ts';
import type { PartnerFacts } from './program/facts.ts';

/** A partner as answers show it, with the field values that hold at a moment. */
export function partnerInfo(partner: PartnerFacts, moment: number, mergedFrom: string | null = null): PartnerInfo {
  return {
    id: partner.id,
    name: partner.name,
    url: partner.url,
    tier: partner.tier.at(moment),
    region: partner.region.at(moment),
    motion: partner.motion.at(moment),
    manager: partner.manager.at(moment),
    mergedFrom,
  };
}
