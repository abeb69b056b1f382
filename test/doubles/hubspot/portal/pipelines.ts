// Pipelines and their stages, per object type.
import { type Clock, iso } from '../clock.ts';
import type { ObjectType } from '../object-types.ts';
import type { Pipeline, Stage } from '../types.ts';

export type StageInput = Pick<Stage, 'id' | 'label'> & Partial<Pick<Stage, 'displayOrder' | 'metadata'>>;
export type PipelineInput = Pick<Pipeline, 'id' | 'label'> & { displayOrder?: number; stages: readonly StageInput[] };

export class Pipelines {
  readonly #byType = new Map<string, Pipeline[]>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Live pipelines, or archived ones. */
  of(type: ObjectType, archived = false): Pipeline[] {
    return (this.#byType.get(type.name) ?? []).filter((pipeline) => pipeline.archived === archived);
  }

  stage(type: ObjectType, pipelineId: string | undefined, stageId: string | undefined): Stage | undefined {
    const all = this.#byType.get(type.name) ?? [];
    return all.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId);
  }

  define(type: ObjectType, input: PipelineInput): Pipeline {
    const list = this.#byType.get(type.name) ?? [];
    const pipeline: Pipeline = {
      id: input.id,
      label: input.label,
      displayOrder: input.displayOrder ?? list.length,
      stages: input.stages.map((stage, place) => this.#fullStage(stage, place)),
      ...this.#stamps(),
    };
    this.#byType.set(type.name, [...list, pipeline]);
    return pipeline;
  }

  edit(type: ObjectType, pipelineId: string, change: { label?: string; displayOrder?: number; archived?: boolean }) {
    Object.assign(this.#get(type, pipelineId), change, { updatedAt: iso(this.#clock.now()) });
  }

  /** Renames, moves or re-weights a stage, or adds it when it is new. Records are not touched. */
  editStage(type: ObjectType, pipelineId: string, stageId: string, change: Partial<Omit<StageInput, 'id'>>): Stage {
    const pipeline = this.#get(type, pipelineId);
    const at = iso(this.#clock.now());
    pipeline.updatedAt = at;
    const known = pipeline.stages.find(({ id }) => id === stageId);
    if (known !== undefined) return Object.assign(known, change, { updatedAt: at });
    const stage = this.#fullStage({ id: stageId, label: stageId, ...change }, pipeline.stages.length);
    pipeline.stages.push(stage);
    return stage;
  }

  removeStage(type: ObjectType, pipelineId: string, stageId: string): void {
    const pipeline = this.#get(type, pipelineId);
    pipeline.stages = pipeline.stages.filter(({ id }) => id !== stageId);
    pipeline.updatedAt = iso(this.#clock.now());
  }

  #get(type: ObjectType, id: string): Pipeline {
    const found = this.#byType.get(type.name)?.find((pipeline) => pipeline.id === id);
    if (found === undefined) throw new Error(`${type.name} has no pipeline ${id}`);
    return found;
  }

  #stamps() {
    const at = iso(this.#clock.now());
    return { createdAt: at, updatedAt: at, archived: false };
  }

  #fullStage(stage: StageInput, place: number): Stage {
    return {
      displayOrder: place,
      metadata: {},
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      ...this.#stamps(),
      ...stage,
    };
  }
}
