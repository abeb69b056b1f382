import { fits } from '../../doctor/fits.ts';
import type { PropertyFacts } from '../../sources/crm/inspector.ts';
import type { FieldSpec } from '../../sources/mapping/field-schema.ts';
import { type MappedType, recordFields } from '../../sources/mapping/index.ts';

/** What properties are usually called, by record and field; the surest first. */
const names: Readonly<Record<string, readonly RegExp[]>> = {
  'partner.tier': [/partner_?(tier|level|status_level)/i, /(^|_)tier(_|$)/i, /level/i],
  'partner.region': [/partner_?(region|territory)/i, /region|territory|geo/i],
  'partner.motion': [/motion/i, /partner_?(type|model|category)/i],
  'partner.joinedAt': [/partner_?(since|start)|joined/i, /(contract|agreement)_?(start|signed)/i],
  'partner.onboardingStartedAt': [/onboard\w*(start|begin|kick)|(start|begin|kick)\w*onboard/i],
  'partner.onboardingCompletedAt': [
    /onboard(ed|ing)?_?(on|at|complet|done|end|finish)|(complet|finish)\w*onboard/i,
    /go_?live|activated_?(on|at)/i,
  ],
  'partner.active': [/partner_?(status|active)/i],
  'attribution.partner': [/(sourc|referr|influenc)\w*partner|partner(__c|_id)?$/i, /partner|reseller/i],
  'attribution.role': [/partner_?(source|role|influence|attribution|involvement)/i, /attribution|influence|(^|_)role/i],
  'attribution.deal': [/opportunity|deal/i],
  'registration.partner': [/partner|reseller/i, /account/i],
  'registration.deal': [/opportunity|deal/i],
  'registration.account': [/customer|end_?user|company|account/i],
  'registration.status': [/status|stage|state/i],
  'registration.submittedAt': [/submit|request|registered/i],
  'registration.decidedAt': [/decid|decision|approv|review/i],
  'registration.expiresAt': [/expir|valid_?(until|to)|end_?date/i],
  'training.completedAt': [/complet|finish|passed/i],
  'training.module': [/course|module|training/i],
  'certification.earnedAt': [/earn|issued|certified_?(on|at)|date/i],
  'certification.expiresAt': [/expir|valid_?(until|to)/i],
};

/** Properties that may be a field by name and type, the likeliest first. */
export function likely(
  record: MappedType,
  field: string,
  spec: FieldSpec,
  properties: readonly PropertyFacts[],
): readonly PropertyFacts[] {
  const kind = recordFields[record][field]?.kind;
  const patterns = names[`${record}.${field}`] ?? [];
  if (kind === undefined) return [];
  const wanted = properties.filter((facts) => facts.type !== 'other' && fits(facts, kind, spec, facts.name));
  const ranked = patterns.flatMap((pattern) =>
    wanted.filter(({ name }) => pattern.test(name)).sort((a, b) => Number(b.custom) - Number(a.custom)),
  );
  const references = kind.type === 'reference' ? ranked.filter(({ type }) => type === 'reference') : ranked;
  return [...new Set(references)];
}

/** What the objects of records are usually called. */
export const objectNames: Readonly<Partial<Record<MappedType, RegExp>>> = {
  registration: /deal_?reg|registration/i,
  attribution: /(opportunity|deal)_?partner|partner_?(opportunity|deal|role|attribution|influence)/i,
  training: /enrol|training/i,
  certification: /certif/i,
};

/** What a value of the CRM most likely means among the words of a field. */
const meanings: Readonly<Record<string, readonly (readonly [string, RegExp])[]>> = {
  'attribution.role': [
    ['influenced', /influenc|assist|co-?sell|services|support|implement|consult/i],
    ['sourced', /sourc|refer|originat|(^|\W)led\b|resell|registered|introduc/i],
  ],
  'registration.status': [
    ['rejected', /reject|declin|denied|refus|abgelehnt/i],
    ['expired', /expir|lapsed|abgelaufen/i],
    ['converted', /convert|won\b|umgewandelt/i],
    ['withdrawn', /withdr|cancel|zurück/i],
    ['approved', /approv|accept|genehmigt|angenommen/i],
    ['submitted', /submit|pending|review|new|open|request|eingereicht/i],
  ],
  'deal.type': [
    ['renewal', /renew|replace|verläng/i],
    ['expansion', /exist|upgrade|expan|upsell|cross|add-?on|erweiter/i],
    ['new', /new|neu/i],
  ],
  'partner.active': [
    ['false', /inactive|former|prospect|terminated|ended|inaktiv/i],
    ['true', /active|aktiv|live|signed/i],
  ],
};

/** Our word for a value of the CRM; undefined where its name tells nothing. */
export const meaningOf = (record: MappedType, field: string, value: string): string | undefined =>
  meanings[`${record}.${field}`]?.find(([, pattern]) => pattern.test(value))?.[0];
