import { createHash } from 'node:crypto';
import { DEFINITION_VERSION } from '../kpi/answer.ts';
import type { ProgramSettings } from '../records/settings.ts';

/**
 * What kept figures are computed by, as a short text that changes when it does: the definitions, the settings that decide
 * on periods, money and whose a partner is, and `mapping`, whatever says how a CRM's fields become records (JSON).
 */
export function basisOf(settings: ProgramSettings, mapping: unknown): string {
  const { timeZone, currency, weekStart, fiscalYearStart, countTypes, sellCertifications, training, people } = settings;
  const basis = [
    DEFINITION_VERSION,
    { timeZone, currency, weekStart, fiscalYearStart, countTypes, sellCertifications, training, people },
    mapping,
  ];
  return createHash('sha256').update(inOrder(basis)).digest('hex').slice(0, 16);
}

/** JSON with sorted keys: where a key stands in a file says nothing. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? '';
