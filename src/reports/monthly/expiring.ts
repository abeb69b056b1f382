import { isActive } from '../../kpi/program/activity.ts';
import { isValid } from '../../kpi/program/enablement.ts';
import type { PartnerFacts } from '../../kpi/program/facts.ts';
import { inScope, partnersOf } from '../../kpi/program/scope.ts';
import { compareCodePoints } from '../../records/order.ts';
import { dateOfDay } from '../../records/zone.ts';
import { type Asked, nameOf } from '../asked.ts';
import type { ExpiringCertification } from '../report.ts';

const EXPIRY_DAYS = 60;

/** Certifications of active partners that end within 60 days and that nobody at the partner holds longer; soonest first. */
export function expiringCertifications(asked: Asked): readonly ExpiringCertification[] {
  const { program, scope, asOf } = asked;
  return partnersOf(program, scope)
    .filter((p) => p.certifications.length > 0 && inScope(program, scope, p, asOf) && isActive(program, p, asOf))
    .flatMap((partner) => expiringOf(asked, partner))
    .sort(
      (a, b) => a.days - b.days || compareCodePoints(a.partner.id, b.partner.id) || compareCodePoints(a.name, b.name),
    );
}

function expiringOf({ program, asOf, today }: Asked, partner: PartnerFacts): ExpiringCertification[] {
  const { zone } = program.calendar;
  const ends = new Map<string, number>();
  for (const certification of partner.certifications) {
    if (!isValid(certification, asOf)) continue;
    const { name, expiresAt } = certification;
    ends.set(name, Math.max(ends.get(name) ?? Number.NEGATIVE_INFINITY, expiresAt ?? Number.POSITIVE_INFINITY));
  }
  return [...ends].flatMap(([name, end]) => {
    if (!Number.isFinite(end)) return [];
    const day = zone.dayOf(end);
    if (day - today > EXPIRY_DAYS) return [];
    const manager = partner.manager.at(asOf);
    return [{ partner: nameOf(partner), manager, name, expiresOn: dateOfDay(day), days: day - today }];
  });
}
