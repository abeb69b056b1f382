// long: the test's side of the stand-in: every method is one line of what people do in an account.
// The account as its people work in it. Types are named by any name the paths take too.
import { type Clock, iso } from '../clock.ts';
import type { ObjectType } from '../object-types.ts';
import type {
  AssociationType,
  Changes,
  CrmRecord,
  EventOccurrence,
  Owner,
  PortalInfo,
  PropertyInput,
  Values,
} from '../types.ts';
import { type AssociateOptions, Associations } from './associations.ts';
import { Currencies } from './currencies.ts';
import { type CustomObjectInput, ObjectTypes } from './custom-objects.ts';
import { type OwnerInput, Owners } from './people.ts';
import { type PipelineInput, Pipelines, type StageInput } from './pipelines.ts';
import { Properties } from './properties.ts';
import { Records, type WriteOptions } from './records.ts';
import type { Lag } from './search-index.ts';

export interface PortalOptions {
  clock: Clock;
  info: PortalInfo;
  lag: Lag;
  legacyStageTimes: boolean;
}

export class Portal {
  readonly info: PortalInfo;
  readonly clock: Clock;
  readonly types: ObjectTypes;
  readonly properties: Properties;
  readonly pipelines: Pipelines;
  readonly associations = new Associations();
  readonly owners: Owners;
  readonly currencies: Currencies;
  readonly events: EventOccurrence[] = [];
  /** How late changes become findable; may be replaced at any time. */
  lag: Lag;
  readonly #records = new Map<string, Records>();
  readonly #legacyStageTimes: boolean;
  #nextId = 30_000_000_001;

  constructor({ clock, info, lag, legacyStageTimes }: PortalOptions) {
    this.clock = clock;
    this.info = info;
    this.lag = lag;
    this.#legacyStageTimes = legacyStageTimes;
    this.types = new ObjectTypes(info.portalId, clock);
    this.properties = new Properties(clock);
    this.pipelines = new Pipelines(clock);
    this.owners = new Owners(clock);
    this.currencies = new Currencies(info, clock);
    for (const type of this.types.all()) this.#addType(type);
  }

  /** Creates a record; its id is higher than every earlier one unless named. */
  create(type: string, properties: Changes, options: WriteOptions & { id?: string } = {}): CrmRecord {
    const { id = String(this.#newId()), ...write } = options;
    return this.records(type).create(id, properties, write);
  }

  /** Writes values: a person's or an integration's edit, which moves the stamp. */
  update(type: string, id: string, changes: Changes, options: WriteOptions = {}): CrmRecord {
    return this.records(type).update(id, changes, options);
  }

  /** Sets values that the service calculates: the stamp stays. */
  calculate(type: string, id: string, changes: Changes): void {
    this.records(type).calculate(id, changes);
  }

  /** Deletes a record as people do: restorable for 90 days, not found by search any more. */
  archive(type: string, id: string): void {
    this.records(type).archive(id);
  }

  /** Takes a record out of the recycle bin. No API can; people can. */
  restore(type: string, id: string): void {
    this.records(type).restore(id);
  }

  /** Deletes for good, with no trace left: privacy law. */
  gdprDelete(type: string, id: string): void {
    const records = this.records(type);
    records.purge(id);
    this.associations.removeAll({ type: records.type.name, id });
  }

  /** Merges records. By default the result is a new record with a new id; `first` keeps the first one's. */
  merge(type: string, ids: readonly [string, string, ...string[]], survivor: 'new' | 'first' = 'new'): CrmRecord {
    const records = this.records(type);
    const merged = ids.map((id) => records.get(id));
    const first = records.get(ids[0]);
    // What the first has, counts; the others fill its gaps.
    const values: Values = Object.fromEntries(merged.toReversed().flatMap((record) => Object.entries(record.values)));
    const createdAt = Math.min(...merged.map((record) => record.createdAt));
    const fresh = { ...first, id: String(this.#newId()), createdAt };
    const result = survivor === 'first' ? first : records.add(fresh);
    result.values = values;
    records.mergeInto(result, ids, this.clock.now());
    this.associations.move(records.type.name, ids, result.id);
    return result;
  }

  /** Associates two records, by labels if wanted. No stamp moves. */
  associate(fromType: string, from: string, toType: string, to: string, options: AssociateOptions = {}): void {
    this.associations.associate(this.#end(fromType, from), this.#end(toType, to), options);
  }

  /** Takes labels away, or the whole association. No stamp moves. */
  dissociate(fromType: string, from: string, toType: string, to: string, labels?: readonly string[]): void {
    this.associations.dissociate(this.#end(fromType, from), this.#end(toType, to), labels);
  }

  /** Adds a label between two types; `back` is its name from the other side. */
  defineLabel(fromType: string, toType: string, label: string, back?: string): AssociationType {
    return this.associations.types.define(this.types.get(fromType), this.types.get(toType), label, back);
  }

  renameLabel(fromType: string, toType: string, label: string, renamed: string): void {
    this.associations.types.rename(this.types.get(fromType).name, this.types.get(toType).name, label, renamed);
  }

  defineObject(input: CustomObjectInput): ObjectType {
    const type = this.types.define(input);
    this.#addType(type);
    for (const property of input.properties ?? []) this.properties.define(type, property);
    return type;
  }

  defineProperty(type: string, input: PropertyInput): void {
    this.properties.define(this.types.get(type), input);
  }

  editProperty(type: string, name: string, change: Partial<Omit<PropertyInput, 'name'>>): void {
    this.properties.edit(this.types.get(type), name, change);
  }

  archiveProperty(type: string, name: string): void {
    this.properties.archive(this.types.get(type), name);
  }

  /** Adds a pipeline, with the stage-time properties that the service makes for it. */
  definePipeline(typeName: string, input: PipelineInput): void {
    const type = this.types.get(typeName);
    const pipeline = this.pipelines.define(type, input);
    for (const stage of pipeline.stages) this.#defineStageTimes(type, stage.id, stage.label);
    this.#offerStages(type);
  }

  editPipeline(
    type: string,
    pipelineId: string,
    change: { label?: string; displayOrder?: number; archived?: boolean },
  ) {
    this.pipelines.edit(this.types.get(type), pipelineId, change);
  }

  /** Renames, moves or re-weights a stage, or adds one. Records keep their stamps, but won and closed follow. */
  editStage(typeName: string, pipelineId: string, stageId: string, change: Partial<Omit<StageInput, 'id'>>): void {
    const type = this.types.get(typeName);
    const stage = this.pipelines.editStage(type, pipelineId, stageId, change);
    this.#defineStageTimes(type, stage.id, stage.label);
    this.#offerStages(type);
    this.records(typeName).recalculate();
  }

  defineOwner(input: OwnerInput): Owner {
    return this.owners.define(input);
  }

  /** Something that a person or a program did, as the events API tells it. */
  addEvent(event: Omit<EventOccurrence, 'id' | 'occurredAt'> & { at?: number }): EventOccurrence {
    const { at = this.clock.now(), ...rest } = event;
    const occurrence = { id: `event-${this.events.length + 1}`, occurredAt: iso(at), ...rest };
    this.events.push(occurrence);
    return occurrence;
  }

  /** The live records of a type, lowest id first: the truth to compare with. */
  live(type: string): CrmRecord[] {
    return [...this.records(type).live.inOrder()];
  }

  /** The records of a type: live, archived, and what search knows. */
  records(type: string): Records {
    const found = this.#records.get(this.types.get(type).name);
    if (found === undefined) throw new Error(`no object type ${type}`);
    return found;
  }

  #addType(type: ObjectType): void {
    this.properties.addType(type);
    const world = {
      stage: this.pipelines.stage.bind(this.pipelines),
      rate: this.currencies.rate.bind(this.currencies),
      legacyStageTimes: this.#legacyStageTimes,
    };
    this.#records.set(type.name, new Records(type, this.clock, world, () => this.lag));
  }

  #defineStageTimes(type: ObjectType, stageId: string, label: string): void {
    for (const prefix of this.#legacyStageTimes ? ['hs_v2_date', 'hs_date'] : ['hs_v2_date']) {
      for (const way of ['entered', 'exited']) {
        const name = `${prefix}_${way}_${stageId}`;
        const input = { name, label: `Date ${way} "${label}"`, type: 'datetime', calculated: true } as const;
        this.properties.define(type, { ...input, hubspotDefined: true });
      }
    }
  }

  /** The choices of the pipeline and stage properties are the pipelines and stages. */
  #offerStages(type: ObjectType): void {
    const { pipelineProperty, stageProperty } = type;
    if (pipelineProperty === undefined || stageProperty === undefined) return;
    const all = this.pipelines.of(type);
    const option = ({ id, label }: { id: string; label: string }) => ({ value: id, label });
    this.properties.edit(type, pipelineProperty, { options: all.map(option) });
    this.properties.edit(type, stageProperty, { options: all.flatMap(({ stages }) => stages.map(option)) });
  }

  #end(type: string, id: string): { type: string; id: string } {
    const records = this.records(type);
    records.get(id);
    return { type: records.type.name, id };
  }

  #newId(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }
}
