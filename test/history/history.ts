// long: one round, in the order of its parts.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PulseError } from '../../src/errors.ts';
import { Random } from '../demo/world/random.ts';
import { Bench } from '../sources/contract/bench.ts';
import { type RemoteService, type Settling, settlings } from '../sources/contract/service.ts';

export interface Chapter {
  readonly seed: number;
  readonly rounds: number;
  /** The share of rounds in which a process of its own is killed. */
  readonly kills: number;
  readonly start: (random: Random) => Promise<RemoteService>;
  /** Told of each thing that happens. */
  readonly tell?: (line: string) => void;
}

/** How often what happened. */
export interface Tally {
  rounds: number;
  changes: number;
  syncs: number;
  failed: number;
  stopped: number;
  killed: number;
  checks: number;
}

export const emptyTally = (): Tally => ({
  rounds: 0,
  changes: 0,
  syncs: 0,
  failed: 0,
  stopped: 0,
  killed: 0,
  checks: 0,
});

/** A store that is not as its service. */
export class Different extends Error {}

const child = join(import.meta.dirname, 'children', 'sync.ts');

/**
 * One service, and a store beside it, through some rounds of changes, faults and ends. At the end of each round, after one sync that nothing
 * disturbs, the store must hold what the service holds. Throws Different.
 */
export async function liveThrough(chapter: Chapter, tally: Tally): Promise<void> {
  const random = new Random(`history ${chapter.seed}`);
  const service = await chapter.start(random.fork('service'));
  const bench = new Bench(service);
  try {
    await bench.open();
    const story = new Story(chapter, service, bench, random, tally);
    for (let round = 0; round < chapter.rounds; round += 1) {
      await story.round(round);
      tally.rounds += 1;
    }
  } finally {
    await bench.close();
    await service.close();
  }
}

class Story {
  readonly #chapter: Chapter;
  readonly #service: RemoteService;
  readonly #bench: Bench;
  readonly #random: Random;
  readonly #tally: Tally;
  #settling: Settling = 'now';
  #isAway = false;
  /** How syncs were asked for that did not come to their end. */
  readonly #interrupted: Mode[] = [];

  constructor(chapter: Chapter, service: RemoteService, bench: Bench, random: Random, tally: Tally) {
    this.#chapter = chapter;
    this.#service = service;
    this.#bench = bench;
    this.#random = random;
    this.#tally = tally;
    const waits = this.#fork();
    bench.onSleep = async () => {
      if (this.#isAway && waits.chance(0.4)) await this.#comeBack();
    };
    bench.random = () => waits.next();
  }

  #fork(): Random {
    return this.#random.fork(String(this.#random.next()));
  }

  async round(round: number): Promise<void> {
    this.#say(`round ${round}`);
    this.#changes(this.#random.int(0, 8));
    const attempts = this.#random.weighted([
      [0, 2],
      [1, 4],
      [2, 2],
      [3, 1],
    ]);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      this.#service.plague(this.#random);
      if (this.#random.chance(this.#chapter.kills)) await this.#killed();
      else await this.#disturbed();
      this.#service.heal();
      await this.#comeBack();
      // As if the program had been started anew.
      if (this.#random.chance(0.3)) this.#bench.connections.clear();
      this.#pass(this.#random.int(0, 20) * 60_000);
      this.#changes(this.#random.int(0, 3));
    }
    await this.#settle(round);
  }

  #say(line: string): void {
    this.#chapter.tell?.(line);
  }

  #pass(ms: number): void {
    this.#service.advance(ms);
  }

  #changes(count: number): void {
    for (let i = 0; i < count; i += 1) {
      this.#change(this.#random);
      this.#pass(this.#random.int(0, 30_000));
    }
  }

  #change(random: Random): void {
    // What only a check sees is the exception, else every round would end with one.
    const allowed = random.weighted<Settling>([
      ['now', 85],
      ['day', 10],
      ['check', 5],
    ]);
    const choices = this.#service.changes.filter(({ settles }) => settles === allowed);
    const change = random.pick(choices.length > 0 ? choices : this.#service.changes);
    if (!change.make(random)) return;
    this.#say(`  ${change.name}`);
    this.#tally.changes += 1;
    this.#settling = later(this.#settling, change.settles);
  }

  async #comeBack(): Promise<void> {
    await this.#away;
    if (!this.#isAway) return;
    this.#isAway = false;
    await this.#service.comeBack();
  }

  /** A sync in which something may break, change, or end it. */
  async #disturbed(): Promise<void> {
    // Pages come in another order each time; what is drawn by them must not change what comes after.
    const random = this.#fork();
    const stop = new AbortController();
    const stopAt = random.chance(0.4) ? random.int(0, 12) : -1;
    const goAt = random.chance(0.15) ? random.int(0, 12) : -1;
    let pages = 0;
    const onProgress = (): void => {
      if (random.chance(0.15)) this.#change(random);
      if (pages === stopAt) stop.abort(new Error('stopped'));
      if (pages === goAt && !this.#isAway) {
        this.#isAway = true;
        this.#away = this.#service.goAway();
      }
      pages += 1;
    };
    const mode = this.#mode();
    this.#interrupted.push(mode);
    this.#say(`  sync ${JSON.stringify({ ...mode, stopAt, goAt })}`);
    try {
      await this.#bench.sync({ ...mode, onProgress, signal: stop.signal });
      this.#tally.syncs += 1;
      this.#interrupted.pop();
    } catch (error) {
      if (stop.signal.aborted) this.#tally.stopped += 1;
      else if (error instanceof PulseError && error.code.startsWith('crm-')) this.#tally.failed += 1;
      else throw error;
      this.#say(`  ended: ${error instanceof PulseError ? error.code : String(error)}`);
    } finally {
      await this.#away;
    }
  }

  #away: Promise<void> = Promise.resolve();

  #mode(): Mode {
    return this.#random.weighted([
      [{}, 7],
      [{ reconcile: true }, 2],
      [{ full: true }, 1],
    ]);
  }

  /** A sync in a process of its own, which is killed. */
  async #killed(): Promise<void> {
    const mode = this.#mode();
    await this.#bench.shut();
    const { storeFile, mirrorFile, settings } = this.#bench;
    const { secrets } = this.#service;
    const work = { storeFile, mirrorFile, settings, secrets, now: this.#service.now(), ...mode };
    this.#interrupted.push(mode);
    const process = fork(child, [JSON.stringify(work)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ended = once(process, 'exit');
    await Promise.race([once(process, 'message'), ended]);
    await Promise.race([ended, pause(this.#random.int(0, 150))]);
    process.kill('SIGKILL');
    await ended;
    if (process.signalCode === 'SIGKILL') this.#tally.killed += 1;
    this.#say(`  killed: ${process.signalCode ?? process.exitCode}`);
    await this.#bench.open();
  }

  /** One sync that nothing disturbs, when all that is late has come: then both sides are the same. */
  async #settle(round: number): Promise<void> {
    const settling = this.#settling;
    if (this.#interrupted.length > 0) {
      // What was interrupted is of when it began: it is finished first, and what changed since then comes with the next sync.
      for (const mode of this.#interrupted.splice(0)) {
        await this.#bench.sync(mode);
        this.#tally.syncs += 1;
      }
    }
    this.#service.settle(settling);
    this.#say(`  settled: ${settling}`);
    await this.#bench.sync({ reconcile: settling === 'check' });
    this.#tally.syncs += 1;
    if (settling === 'check') {
      this.#tally.checks += 1;
      // What hangs on a row that only the check has found follows with the next sync.
      this.#pass(15 * 60_000);
      await this.#bench.sync();
    }
    this.#settling = 'now';
    const lines = await this.#bench.differences();
    if (lines.length > 0)
      throw new Different(
        `seed ${this.#chapter.seed}, round ${round} (settled: ${settling}): - store, + service\n${lines.join('\n')}`,
      );
  }
}

/** How a sync is asked for. */
interface Mode {
  readonly reconcile?: boolean;
  readonly full?: boolean;
}

const later = (a: Settling, b: Settling): Settling => (settlings.indexOf(a) > settlings.indexOf(b) ? a : b);
