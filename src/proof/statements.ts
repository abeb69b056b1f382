import { meets } from '../sources/mapping/conditions.ts';
import type { Entry, Mapping } from '../sources/mapping/index.ts';
import { propertiesOf } from '../sources/mapping/whole.ts';
import { attributed, attributionsOf, canBeShared, type Role } from './attribution.ts';
import { dateParts, expiryParts, type Span, type Writing } from './dates.ts';
import type { FilterFacts } from './facts.ts';
import { type DealFigure, isDealFigure, type RegistrationFigure } from './figures.ts';
import { meaningParts } from './meanings.ts';
import { partnerParts } from './partner-parts.ts';
import { anyOf, type Caveat, isFilter, isNever, NEVER, type Part, type Statement, tidy } from './plan.ts';
import { type CrmQuestion, isWhole } from './question.ts';

const shownOfDeals = ['name', 'amount', 'currency', 'stage', 'status', 'closedAt', 'createdAt'];
const shownOfRegistrations = ['partner', 'status', 'submittedAt', 'decidedAt', 'expiresAt'];

/** What the CRM must be asked for the rows that a figure counts. Asks nothing, and is the same for the same arguments. */
export function statementsOf(question: CrmQuestion, mapping: Mapping, facts?: FilterFacts): readonly Statement[] {
  const { figure } = question;
  const record = isDealFigure(figure) ? 'deal' : 'registration';
  const statements = mapping.entries
    .filter((entry) => entry.record === record)
    .flatMap((entry) =>
      isDealFigure(figure)
        ? dealStatements(question, figure, mapping, entry, facts)
        : [registrationStatement(question, figure, mapping, entry, facts)],
    )
    .map((statement) => ({ ...statement, where: withoutLacking(statement, facts) }))
    .filter(({ where }) => !where.some(isNever));
  if (statements.length < 2) return statements;
  return statements.map((one) => ({ ...one, caveats: [...new Set<Caveat>([...one.caveats, 'several-statements'])] }));
}

/** What the CRM does not have is empty in every row: conditions on it are met by all, or by none. */
function withoutLacking({ object, where }: Statement, facts: FilterFacts | undefined): readonly Part[] {
  return where.flatMap((part): readonly Part[] => {
    if (facts === undefined || !isFilter(part) || part.field.includes('.')) return [part];
    if (facts.typeOf(object, part.field) !== null) return [part];
    return meets({ id: '', url: null, values: {} }, [part]) ? [] : [NEVER];
  });
}

/** The conditions on the deals of an entry by themselves, whoever brought them. */
export function plainDealParts(question: CrmQuestion, figure: DealFigure, writing: Writing): readonly Part[] {
  const { window, countTypes } = question;
  const types = countTypes.length === 0 ? [] : meaningParts('type', countTypes, writing);
  const span: Span = { from: window.start, until: window.until };
  const status = (...words: string[]): readonly Part[] => meaningParts('status', words, writing);
  const own = [...writing.entry.conditions, ...types];
  switch (figure) {
    case 'sourced':
    case 'influenced':
    case 'totalWon':
      return [...own, ...status('won'), ...dateParts('closedAt', span, writing)];
    case 'lost':
      return [...own, ...status('lost'), ...dateParts('closedAt', span, writing)];
    case 'sourcedPipelineCreated':
      // Rule 1.6: won or lost without a close date counts nowhere.
      return [...own, ...dateParts('createdAt', span, writing), ...anyOf([status('open'), dated(writing)])];
    case 'openSourcedPipeline':
      // Rule 1.6: a deal that closes later is open.
      return [...own, ...anyOf([status('open'), [...status('won', 'lost'), ...later(window.asOf, writing)]])];
  }
}

const always: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
const dated = (writing: Writing): readonly Part[] => dateParts('closedAt', always, writing);
const later = (asOf: number, writing: Writing): readonly Part[] =>
  dateParts('closedAt', { ...always, from: asOf + 1 }, writing);

const roles: Readonly<Record<DealFigure, Role | null>> = {
  sourced: 'sourced',
  influenced: 'influenced',
  totalWon: null,
  lost: 'sourced',
  sourcedPipelineCreated: 'sourced',
  openSourcedPipeline: 'sourced',
};

function dealStatements(
  question: CrmQuestion,
  figure: DealFigure,
  mapping: Mapping,
  entry: Entry,
  facts: FilterFacts | undefined,
): readonly Statement[] {
  const caveats = new Set<Caveat>();
  const writing = writingOf(question, mapping, entry, facts, caveats);
  const plain = plainDealParts(question, figure, writing);
  const role = roles[figure];
  if (entry.fields.has('currency')) caveats.add('currencies');
  if (figure === 'openSourcedPipeline') caveats.add('as-of-now');
  const properties = shown(entry, shownOfDeals, facts);
  if (role === null) {
    if (!isWhole(question)) caveats.add('whole-program-only');
    return [{ object: entry.object, properties, where: plain, caveats: [...caveats] }];
  }
  const shared = role === 'sourced' && !isWhole(question) && canBeShared(attributionsOf(mapping, entry));
  if (shared) caveats.add('shared-deals');
  return attributed(mapping, entry, role, question, writing).map((way) => ({
    object: entry.object,
    properties,
    where: tidy([...plain, ...way.parts]),
    caveats: [...new Set([...caveats, ...way.caveats])],
  }));
}

function registrationStatement(
  question: CrmQuestion,
  figure: RegistrationFigure,
  mapping: Mapping,
  entry: Entry,
  facts: FilterFacts | undefined,
): Statement {
  const caveats = new Set<Caveat>();
  const writing = writingOf(question, mapping, entry, facts, caveats);
  const { window } = question;
  const where = [
    ...entry.conditions,
    ...dateParts('submittedAt', { from: window.start, until: window.until }, writing),
    ...stateParts(figure, window.asOf, writing),
    ...partnerParts(mapping, question, writing),
  ];
  if (figure !== 'registrations') caveats.add('as-of-now');
  const properties = shown(entry, shownOfRegistrations, facts);
  return { object: entry.object, properties, where: tidy(where), caveats: [...caveats] };
}

/** Rule 1.7, as far as a CRM can be asked for it: what has an expiry date expires by itself. */
function stateParts(state: RegistrationFigure, asOf: number, writing: Writing): readonly Part[] {
  const status = (...words: string[]): readonly Part[] => meaningParts('status', words, writing);
  const expiry = present('expiresAt', writing);
  if (state === 'registrations') return [];
  if (expiry === undefined || state === 'rejected' || state === 'converted' || state === 'withdrawn')
    return status(state);
  const empty: Part = { field: expiry, op: 'empty', values: [], negated: false };
  const passed = expiryParts('expiresAt', asOf, true, writing);
  const ahead = expiryParts('expiresAt', asOf, false, writing);
  if (state === 'expired') {
    return anyOf([
      [...status('expired'), empty],
      [...status('expired', 'submitted', 'approved'), ...passed],
    ]);
  }
  const decided = present('decidedAt', writing);
  const early: readonly Part[] =
    decided === undefined
      ? state === 'approved'
        ? [NEVER]
        : []
      : [{ field: decided, op: state === 'approved' ? 'filled' : 'empty', values: [], negated: false }];
  return anyOf([
    [...status(state), empty],
    [...status(state), ...ahead],
    [...status('expired'), ...ahead, ...early],
  ]);
}

/** The property of a field, where the CRM has it. */
function present(name: string, { entry, facts }: Writing): string | undefined {
  const property = entry.fields.get(name)?.field;
  if (property === undefined || facts === undefined || property.includes('.')) return property;
  return facts.typeOf(entry.object, property) === null ? undefined : property;
}

const writingOf = (
  { zone }: CrmQuestion,
  { crm }: Mapping,
  entry: Entry,
  facts: FilterFacts | undefined,
  caveats: Set<Caveat>,
): Writing => ({ crm, entry, zone, facts, caveat: (code) => void caveats.add(code) });

/** Optional properties are shown where they are known to exist: a query that names one which is not there fails. */
function shown({ object, fields }: Entry, names: readonly string[], facts: FilterFacts | undefined): readonly string[] {
  const found = names.flatMap((name) => {
    const spec = fields.get(name);
    if (spec === undefined) return [];
    return propertiesOf(spec).filter((property) =>
      facts === undefined || property.includes('.') ? spec.optional !== true : facts.typeOf(object, property) !== null,
    );
  });
  return [...new Set(found)];
}
