import type { CertificationFacts, PartnerFacts, TrainingFacts } from './facts.ts';
import type { Program } from './program.ts';

export const enablementStages = ['new', 'trained', 'certified'] as const;
export type EnablementStage = (typeof enablementStages)[number];

const by = (moment: number | null, t: number) => moment !== null && moment <= t;

/** Rule 1.6: earnedAt ≤ t < expiresAt and not revoked by then. */
export const isValid = (certification: CertificationFacts, t: number): boolean =>
  certification.earnedAt <= t &&
  (certification.expiresAt === null || t < certification.expiresAt) &&
  !by(certification.revokedAt, t);

/** Whether the partner holds a valid certification at t; `sellCertifications` narrows which ones count (rule 1.10). */
export function isCertified(program: Program, partner: PartnerFacts, t: number): boolean {
  const { sellCertifications } = program.settings;
  return partner.certifications.some(
    (c) => isValid(c, t) && (sellCertifications.length === 0 || sellCertifications.includes(c.name)),
  );
}

/** An empty assignedAt means assigned (rule 3.5). */
export const isAssigned = (row: TrainingFacts, t: number): boolean => row.assignedAt === null || row.assignedAt <= t;

/** The modules that any assigned row of the partner calls required, with whether they are completed by t (rule 3.5). */
export function requiredModules(program: Program, partner: PartnerFacts, t: number): ReadonlyMap<string, boolean> {
  const modules = new Map<string, boolean>();
  for (const row of partner.trainings) if (row.required === true && isAssigned(row, t)) modules.set(row.module, false);
  if (modules.size === 0) return modules;
  if (program.settings.training === 'all-people') {
    for (const module of modules.keys()) {
      const rows = partner.trainings.filter((row) => row.module === module && isAssigned(row, t));
      modules.set(
        module,
        rows.every((row) => by(row.completedAt, t)),
      );
    }
  } else {
    for (const row of partner.trainings) {
      if (modules.has(row.module) && by(row.completedAt, t)) modules.set(row.module, true);
    }
  }
  return modules;
}

function stageNow(program: Program, partner: PartnerFacts, t: number): EnablementStage {
  if (isCertified(program, partner, t)) return 'certified';
  const modules = requiredModules(program, partner, t);
  return modules.size > 0 && [...modules.values()].every((done) => done) ? 'trained' : 'new';
}

interface StageChange {
  readonly at: number;
  readonly stage: EnablementStage;
}

const timelines = new WeakMap<Program, Map<PartnerFacts, readonly StageChange[]>>();

/** Enablement stage of a partner at t (rule 1.10). The stage only changes at a stamp, so each partner's line is computed once. */
export function stageAt(program: Program, partner: PartnerFacts, t: number): EnablementStage {
  let lines = timelines.get(program);
  if (lines === undefined) {
    lines = new Map();
    timelines.set(program, lines);
  }
  let line = lines.get(partner);
  if (line === undefined) {
    line = stageLine(program, partner);
    lines.set(partner, line);
  }
  let stage: EnablementStage = 'new';
  for (const change of line) {
    if (change.at > t) break;
    stage = change.stage;
  }
  return stage;
}

function stageLine(program: Program, partner: PartnerFacts): readonly StageChange[] {
  const moments = new Set<number>([Number.NEGATIVE_INFINITY]);
  const add = (moment: number | null) => moment !== null && moments.add(moment);
  for (const c of partner.certifications) for (const moment of [c.earnedAt, c.expiresAt, c.revokedAt]) add(moment);
  for (const row of partner.trainings) for (const moment of [row.assignedAt, row.completedAt]) add(moment);
  return [...moments].sort((a, b) => a - b).map((at) => ({ at, stage: stageNow(program, partner, at) }));
}
