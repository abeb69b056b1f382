import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Facts } from '../crm/contract.ts';
import type { Stage } from '../mapping/index.ts';
import type { Book } from './book.ts';

const kept = z.object({
  owners: z.array(z.tuple([z.string(), z.string()])),
  stages: z.array(
    z.object({
      object: z.string(),
      pipeline: z.string(),
      stage: z.string(),
      label: z.string(),
      status: z.enum(['open', 'won', 'lost']).nullable(),
    }),
  ),
});

/** Two keys are equal only if all three are. */
const stageKey = (object: string, pipeline: string, stage: string): string =>
  `${object} ${pipeline.length} ${pipeline} ${stage}`;

/** What stands beside the rows, as records depend on it: owners and stages. */
export class KeptFacts {
  readonly #book: Book;
  #owners: ReadonlyMap<string, string> = new Map();
  #stages: ReadonlyMap<string, Stage> = new Map();

  constructor(book: Book) {
    this.#book = book;
    this.load();
  }

  load(): void {
    const text = this.#book.meta('facts');
    const { owners, stages } = text === null ? { owners: [], stages: [] } : kept.parse(JSON.parse(text));
    this.#owners = new Map(owners);
    this.#stages = new Map(
      stages.map(({ object, pipeline, stage, label, status }) => [
        stageKey(object, pipeline, stage),
        { label, status },
      ]),
    );
  }

  /** Whether the stages are others than before, by which a row may become a deal, or cease to be one. */
  keep({ owners, stages }: Facts): boolean {
    const before = this.#stages;
    const text = JSON.stringify({
      owners: [...owners].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
      stages: stages.map(({ object, pipeline, stage, label, status }) => ({ object, pipeline, stage, label, status })),
    });
    if (text === this.#book.meta('facts')) return false;
    this.#book.setMeta('facts', text);
    this.#book.changing();
    this.load();
    return JSON.stringify([...before]) !== JSON.stringify([...this.#stages]);
  }

  /** Tells these facts from others. */
  get hash(): string {
    return hash('sha256', this.#book.meta('facts') ?? '').slice(0, 32);
  }

  ownerEmail(id: string): string | null {
    return this.#owners.get(id) ?? null;
  }

  stage(object: string, pipeline: string, stage: string): Stage | null {
    return this.#stages.get(stageKey(object, pipeline, stage)) ?? null;
  }
}
