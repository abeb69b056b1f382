import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeFolder } from '../bench/world/folder.ts';
import { worldRecords } from '../bench/world/index.ts';
import { pulse, type Run, startPulse } from '../cli/pulse.ts';
import { Random } from '../demo/world/random.ts';
import { makeOld } from './old-store.ts';
import { faultsIn, stateOf } from './stores.ts';

export const victims = ['sync', 'publication', 'migration', 'bot', 'command'] as const;
export type Victim = (typeof victims)[number];

/** What came of the kills of one kind. */
export interface Kills {
  readonly victim: Victim;
  readonly kills: number;
  /** The store then held the state before, or the new one. */
  readonly before: number;
  readonly after: number;
  /** The victim had ended by itself. */
  readonly late: number;
  /** What must never be; with the number of its round. */
  readonly wrong: readonly string[];
}

const sizes = {
  a: { partners: 60, deals: 1_500, registrations: 320, events: 7_000 },
  b: { partners: 40, deals: 1_200, registrations: 300, events: 6_000 },
} as const;
type State = keyof typeof sizes;
const child = (name: string): string => join(import.meta.dirname, 'children', `${name}.ts`);

const ended = async (process: ChildProcess): Promise<void> => {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
};

/** Waits for the first word of a child that says one when it matters. */
const spoken = (process: ChildProcess): Promise<unknown> =>
  Promise.race([process.stdout ? once(process.stdout, 'data') : undefined, ended(process)]);

export class Killing {
  readonly #folder: string;
  readonly #random: Random;
  readonly #states = new Map<State, string>();
  readonly #lasts = new Map<Victim, number>();

  private constructor(folder: string, seed: number) {
    this.#folder = folder;
    this.#random = new Random(seed);
  }

  /** Makes two states of a program in a folder; every kill hits the way from one to the other. */
  static async in(folder: string, seed: number): Promise<Killing> {
    const killing = new Killing(folder, seed);
    for (const state of ['a', 'b'] as const) writeFolder(killing.#data(state), worldRecords(sizes[state]));
    for (const state of ['a', 'b'] as const) {
      await killing.#sync(state);
      killing.#states.set(state, await stateOf(killing.#store));
    }
    return killing;
  }

  async kill(victim: Victim, kills: number): Promise<Kills> {
    const count = { before: 0, after: 0, late: 0 };
    const wrong: string[] = [];
    this.#lasts.set(victim, await this.#lastsUnharmed(victim));
    for (let round = 0; round < kills; round += 1) {
      const target: State = round % 2 === 0 ? 'a' : 'b';
      try {
        const { late, state } = await this.#round(victim, target);
        count[state === this.#states.get(target) ? 'after' : 'before'] += 1;
        if (late) {
          count.late += 1;
          // The machine was busier when it was timed.
          this.#lasts.set(victim, (this.#lasts.get(victim) ?? 0) * 0.9);
        }
      } catch (error) {
        wrong.push(`${victim} ${round}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return { victim, kills, ...count, wrong };
  }

  get #store(): string {
    return join(this.#folder, 'store.db');
  }

  #data(state: State): string {
    return join(this.#folder, state, 'data');
  }

  #syncArguments = (state: State): string[] => [
    ...['sync', '--from', this.#data(state), '--store', this.#store, '--accept-deletions'],
  ];

  async #sync(state: State): Promise<Run> {
    const run = await pulse(this.#syncArguments(state), { cwd: this.#folder });
    if (run.code !== 0 && run.code !== 3) throw new Error(`the next sync failed: ${run.stderr}`);
    return run;
  }

  async #round(victim: Victim, target: State): Promise<{ late: boolean; state: string }> {
    const source: State = target === 'a' ? 'b' : 'a';
    const late = await this.#hit(victim, target);
    const faults = faultsIn(this.#store);
    if (faults.length > 0) throw new Error(faults.join('; '));
    // An owner migrates what is left of a migration; a reader must not.
    if (victim === 'migration') await this.#run('own', [this.#store]);
    const state = await stateOf(this.#store);
    const allowed = [this.#states.get(source), this.#states.get(target)];
    if (!allowed.includes(state)) throw new Error(`neither the state before nor the new one: ${state}`);
    await this.#sync(target);
    if ((await stateOf(this.#store)) !== this.#states.get(target)) throw new Error('the next sync leads elsewhere');
    if (existsSync(`${this.#store}.staging`)) throw new Error('staged rows are left');
    return { late, state };
  }

  /** Runs the victim towards the target state and kills it at a random moment of its life. */
  async #hit(victim: Victim, target: State, delay?: number): Promise<boolean> {
    const killAfter = delay ?? this.#random.next() * (this.#lasts.get(victim) ?? 0);
    switch (victim) {
      case 'sync':
        return this.#killed(startPulse(this.#syncArguments(target), { cwd: this.#folder }), killAfter);
      case 'publication': {
        const process = this.#start('publish', [this.#store, this.#data(target)]);
        await spoken(process);
        return this.#killed(process, killAfter);
      }
      case 'migration': {
        await this.#makeOld(target === 'a' ? 'b' : 'a');
        const process = this.#start('own', [this.#store]);
        await spoken(process);
        return this.#killed(process, killAfter);
      }
      case 'bot':
      case 'command':
        return this.#hitBeside(victim, target, killAfter);
    }
  }

  /** A bot, and a command that asks it: one of them dies. */
  async #hitBeside(victim: 'bot' | 'command', target: State, killAfter: number): Promise<boolean> {
    const bot = this.#start('bot', [this.#store]);
    await spoken(bot);
    const command = startPulse(this.#syncArguments(target), { cwd: this.#folder });
    const late = await this.#killed(
      victim === 'bot' ? bot : command,
      killAfter,
      victim === 'bot' ? command : undefined,
    );
    // What is left of the two goes on to its end.
    if (victim === 'bot') await ended(command);
    bot.kill('SIGKILL');
    await ended(bot);
    return late;
  }

  /** True if it (or what it works for) had ended before. */
  async #killed(process: ChildProcess, after: number, until?: ChildProcess): Promise<boolean> {
    const watched = until ?? process;
    const over = ended(watched).then(() => true);
    const late = await Promise.race([over, pause(after, false, { ref: false })]);
    process.kill('SIGKILL');
    await ended(process);
    return late;
  }

  /** How long the victim takes from the moment from which it may be killed: towards `a`, since the store holds `b`. */
  async #lastsUnharmed(victim: Victim): Promise<number> {
    const forever = 3_600_000;
    let began = performance.now();
    if (victim === 'publication' || victim === 'migration') {
      if (victim === 'migration') await this.#makeOld('b');
      const process = this.#start(victim === 'migration' ? 'own' : 'publish', [this.#store, this.#data('a')]);
      await spoken(process);
      began = performance.now();
      await ended(process);
    } else {
      await this.#hit(victim === 'bot' ? 'command' : victim, 'a', forever);
    }
    const lasts = performance.now() - began;
    await this.#sync('b');
    return lasts;
  }

  /** A store of the first version, with one of the states in it. */
  async #makeOld(state: State): Promise<void> {
    await makeOld(this.#store, join(this.#folder, `old-${state}.db`), () => this.#sync(state));
  }

  #start(name: string, args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [child(name), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  }

  async #run(name: string, args: readonly string[]): Promise<void> {
    const process = this.#start(name, args);
    await ended(process);
    if (process.exitCode !== 0) throw new Error(`the next start failed with ${process.exitCode}`);
  }
}
