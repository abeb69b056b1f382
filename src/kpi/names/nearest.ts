import type { PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { candidates } from './candidates.ts';
import { nameIndexOf } from './index.ts';

/** A partner whose name may have been meant; `score` from 0 to 1. */
export interface Near {
  readonly partner: PartnerFacts;
  readonly score: number;
}

const domain = /^([\p{L}\p{N}-]+\.)+\p{L}{2,}$/u;

/** What of a domain is a name: the label before its ending, `acme` of `shop.acme.co.uk`. */
function labelOf(text: string): string | null {
  if (!domain.test(text)) return null;
  const labels = text.split('.').slice(0, -1);
  const last = labels.at(-1) ?? '';
  const isEnding = labels.length > 1 && last.length <= 3;
  return ((isEnding ? labels.at(-2) : last) ?? '').replaceAll('-', ' ');
}

/** The partners whose names are most like a text, the nearest first. A proposal only: nothing follows from it by itself. */
export function nearestPartners(program: Program, text: string, most: number): readonly Near[] {
  const index = nameIndexOf(program);
  const best = new Map<PartnerFacts, number>();
  for (const typed of new Set([text, labelOf(text.trim().toLowerCase()) ?? text])) {
    for (const { entry, likeness } of candidates(index, typed, () => true)) {
      const { partner } = entry.found;
      best.set(partner, Math.max(best.get(partner) ?? 0, likeness));
    }
  }
  return [...best]
    .map(([partner, score]) => ({ partner, score: Math.min(1, Math.max(0, score)) }))
    .sort((a, b) => b.score - a.score || (a.partner.key < b.partner.key ? -1 : 1))
    .slice(0, most);
}
