import { compareCodePoints } from '../../records/order.ts';
import type { FigureValue } from '../figures.ts';
import { isAssigned, isCertified, requiredModules } from '../program/enablement.ts';
import type { PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { compareGroups } from '../segment.ts';
import type { Tally } from '../tally.ts';

/** One partner's training and certification at a moment. */
export interface TrainingState {
  readonly partner: PartnerFacts;
  /** Required module → completed. */
  readonly required: ReadonlyMap<string, boolean>;
  readonly trained: boolean;
  readonly certified: boolean;
}

export function trainingState(program: Program, partner: PartnerFacts, t: number): TrainingState {
  const required = requiredModules(program, partner, t);
  return {
    partner,
    required,
    trained: required.size > 0 && [...required.values()].every((done) => done),
    certified: isCertified(program, partner, t),
  };
}

/** The counts that the program, each tier and each joining cohort show alike. */
export function trainingCounts(states: readonly TrainingState[]) {
  return {
    activePartners: states.length,
    withRequired: states.filter((s) => s.required.size > 0).length,
    trained: states.filter((s) => s.trained).length,
    certified: states.filter((s) => s.certified).length,
  };
}

/** The same counts by a partner's group, groups in code-point order. */
export function countsBy<K extends string>(
  states: readonly TrainingState[],
  key: K,
  groupOf: (partner: PartnerFacts) => string,
): FigureValue {
  const groups = new Map<string, TrainingState[]>();
  for (const state of states) {
    const group = groupOf(state.partner);
    const list = groups.get(group);
    if (list === undefined) groups.set(group, [state]);
    else list.push(state);
  }
  return [...groups]
    .sort(([a], [b]) => compareGroups(a, b))
    .map(([group, members]) => ({ [key]: group, ...trainingCounts(members) }));
}

/** Per module: active partners that have it assigned, and those where at least one person completed it (rule 3.5). */
export function moduleCounts(states: readonly TrainingState[], t: number): FigureValue {
  const modules = new Map<string, { assigned: Set<PartnerFacts>; completed: Set<PartnerFacts> }>();
  for (const { partner } of states) {
    for (const row of partner.trainings) {
      if (!isAssigned(row, t)) continue;
      const entry = modules.get(row.module) ?? { assigned: new Set(), completed: new Set() };
      modules.set(row.module, entry);
      entry.assigned.add(partner);
    }
    for (const row of partner.trainings) {
      if (row.completedAt !== null && row.completedAt <= t) modules.get(row.module)?.completed.add(partner);
    }
  }
  return [...modules]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([module, { assigned, completed }]) => ({
      module,
      assigned: assigned.size,
      completed: [...completed].filter((partner) => assigned.has(partner)).length,
    }));
}

/** Per person: those with a required module of their own, and those who completed all of these (rule 3.5). */
export function peopleCounts(states: readonly TrainingState[], t: number) {
  let people = 0;
  let peopleTrained = 0;
  for (const { partner, required } of states) {
    const own = new Map<string, Map<string, boolean>>();
    const rows = partner.trainings.filter((row) => row.person !== null && required.has(row.module));
    for (const { person, module } of rows.filter((row) => isAssigned(row, t))) {
      if (person === null) continue;
      const modules = own.get(person) ?? new Map<string, boolean>();
      own.set(person, modules.set(module, false));
    }
    for (const { person, module, completedAt } of rows) {
      const modules = person === null ? undefined : own.get(person);
      if (completedAt !== null && completedAt <= t && modules?.has(module)) modules.set(module, true);
    }
    people += own.size;
    peopleTrained += [...own.values()].filter((modules) => [...modules.values()].every((done) => done)).length;
  }
  return { people, peopleTrained };
}

/** Rule 8: of the partners in the denominator, the rows that leave open whether they are required, or whose they are. */
export function tallyRows(states: readonly TrainingState[], t: number, leftOut: Tally): void {
  for (const { partner, required } of states) {
    if (required.size === 0) continue;
    for (const row of partner.trainings) {
      if (!isAssigned(row, t)) continue;
      if (row.required === null) leftOut.add('required-unknown');
      if (row.person === null) leftOut.add('no-person');
    }
  }
}
