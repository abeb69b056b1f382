import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { kpiIds } from '../../../src/kpi/list.ts';
import { parseSegment } from '../../../src/kpi/segment.ts';
import { programSettings } from '../../../src/records/settings.ts';
import type { Json, JsonObject } from '../../oracle/oracle.ts';
import { defaultSettings, oracle, type Query, readWorld, type Settings } from '../../oracle/oracle.ts';
import { analystOf } from '../world.ts';

export interface Moved {
  readonly partner: string;
  readonly movement: string | null;
  /** Percentile points gained in the last 90 days. */
  readonly signals: { readonly registrations: number; readonly engagement: number; readonly pipeline: number } | null;
}

/** Something that answers by the definitions. */
export interface Reading {
  answer(query: Query): JsonObject;
  scorecard(partner: string, asOf: string): JsonObject;
  movers(asOf: string): readonly Moved[];
}

export type Files = Readonly<Record<string, readonly string[]>>;
export type OpenWorld = (files: Files, settings?: Partial<Settings> & Record<string, unknown>) => Promise<Reading>;

function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, `${name}.csv`), lines.join('\n'));
  return folder;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectOf(value: Json | undefined): JsonObject {
  if (value === undefined || !isObject(value)) throw new TypeError('not an object');
  return value;
}

const json = (value: unknown): JsonObject => objectOf(JSON.parse(JSON.stringify(value)));

/** One of the answer's figures; a nested one by its path. */
export function figureOf(answer: JsonObject, name: string, ...path: readonly string[]): Json {
  const value = objectOf(answer.figures)[name] ?? null;
  return path.reduce((inner: Json, key) => objectOf(inner)[key] ?? null, value);
}

/** The real engine, fed through the real files adapter and a real store. */
export const engine: OpenWorld = async (files, settings = {}) => {
  const analyst = await analystOf(folderOf(files), programSettings.parse({ ...defaultSettings, ...settings }));
  return {
    answer({ kpi, period, partner, segment, asOf }) {
      const id = kpiIds.find((known) => known === kpi);
      const parsed = parseSegment(Object.entries(segment ?? {}).map(([key, value]) => `${key}=${value}`));
      if (id === undefined || parsed === null) throw new RangeError('no such question');
      return json(
        analyst.answer({ kpi: id, period, partner: partner ?? undefined, segment: parsed, asOf: Date.parse(asOf) }),
      );
    },
    scorecard: (partner, asOf) => json(analyst.scorecard(partner, Date.parse(asOf))),
    movers: (asOf) =>
      analyst.movers(Date.parse(asOf)).map(({ partner, movement, signals }) => ({
        partner,
        movement,
        signals:
          signals === null
            ? null
            : {
                registrations: signals.registrations.now - signals.registrations.before,
                engagement: signals.engagement.now - signals.engagement.before,
                pipeline: signals.pipeline.now - signals.pipeline.before,
              },
      })),
  };
};

/** The independent, naive reading. */
export const independent: OpenWorld = async (files, settings = {}) => {
  const all = { ...defaultSettings, ...settings };
  return oracle(readWorld(folderOf(files), all), all);
};

export const readings = [
  ['the engine', engine],
  ['the independent reading', independent],
] as const;
