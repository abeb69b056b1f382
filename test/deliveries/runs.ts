import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../demo/world/random.ts';
import { BOT_USER, type SlackMessage, type SlackStandIn, startSlack } from '../doubles/slack/index.ts';
import { type Hatched, hatch } from './hatch.ts';
import { type Plan, planOf, TIMEOUT } from './plan.ts';
import { type Life, type ToChild, toParent } from './talk.ts';
import { type Tally, tally } from './tally.ts';

const scopes = [
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
];
const history = ['channels:history', 'groups:history'];
const longSleep = 5_000;
const lifeTakesAtMost = 60_000;
const start = Date.parse('2026-11-23T08:00:00Z');

type Ended = { readonly how: 'quiet'; readonly states: Readonly<Record<string, string>> } | { readonly how: 'killed' };

/** Runs the real dispatcher in processes of its own that die, against a stand-in that misbehaves. */
export class DeliveryRuns {
  readonly #store: string;
  readonly #seed: number;
  readonly #slack: SlackStandIn;
  readonly #clock: { time: number };
  readonly #cache: string;
  #spare: Hatched | null = null;

  private constructor(store: string, seed: number, slack: SlackStandIn, clock: { time: number }) {
    this.#store = store;
    this.#seed = seed;
    this.#slack = slack;
    this.#clock = clock;
    this.#cache = join(dirname(store), 'compiled');
  }

  /** The runs share one store; each has channels of its own. */
  static async on(store: string, seed: number): Promise<DeliveryRuns> {
    const clock = { time: start };
    const slack = await startSlack({ clock: { now: () => clock.time }, scopes });
    return new DeliveryRuns(store, seed, slack, clock);
  }

  async close(): Promise<void> {
    this.#spare?.process.kill('SIGKILL');
    await this.#slack.close();
  }

  /** The runs from one number on, in both settings; fewer where the signal fires. */
  async run(rounds: number, first = 0, signal?: AbortSignal): Promise<readonly [Tally, Tally]> {
    const tallies = [tally(true), tally(false)] as const;
    for (let round = first; round < first + rounds; round += 1) {
      if (signal?.aborted) break;
      for (const one of tallies) await this.#round(round, one);
    }
    return tallies;
  }

  async #round(round: number, into: Tally): Promise<void> {
    const random = new Random(this.#seed).fork(`${round} ${into.historyScopes}`);
    const plan = planOf(round, random);
    const name = `${into.historyScopes ? 'H' : 'N'}${String(round).padStart(5, '0')}`;
    const channels = [`C0A${name}`, `C0B${name}`];
    const [a, b] = channels;
    const keys = [`${a}/a`, `${a}/a>1`, `${a}/a>2`, `${b}/b`, `${b}/b>1`, `${a}/c`];
    this.#prepare(channels, plan, into.historyScopes);
    into.runs += 1;
    into.messages += keys.length;
    try {
      const states = await this.#lives(plan, keys, into);
      this.#judge(channels, keys, states, into, (why) => into.wrong.push(`run ${round} ${name}: ${why}`));
    } catch (error) {
      into.wrong.push(`run ${round} ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    into.faults += this.#slack.calls.filter(({ status, response }) => status !== 200 || response === undefined).length;
  }

  #prepare(channels: readonly string[], { posts, looks, listedAfterMs }: Plan, withHistory: boolean): void {
    const { workspace, settings, calls } = this.#slack;
    for (const id of channels) {
      workspace.channels.set(id, {
        id,
        name: id.toLowerCase(),
        topic: '',
        is_private: id.includes('B'),
        is_archived: false,
        is_ext_shared: false,
        is_pending_ext_shared: false,
        is_im: false,
        members: ['U0ANNA', BOT_USER],
      });
    }
    for (const scope of history) {
      if (withHistory) settings.scopes.add(scope);
      else settings.scopes.delete(scope);
    }
    settings.listedAfterMs = listedAfterMs;
    calls.length = 0;
    this.#slack.heal();
    for (const fault of posts) this.#slack.fail('chat.postMessage', fault);
    for (const fault of looks) this.#slack.fail('conversations.history', fault);
  }

  /** One process after the other, until one lives until all is quiet. */
  async #lives({ kills }: Plan, keys: readonly string[], into: Tally): Promise<Readonly<Record<string, string>>> {
    for (const kill of [...kills, null]) {
      const { apiUrl, tokens, workspace } = this.#slack;
      this.#clock.time += 1_000;
      const ended = await this.#life({
        store: this.#store,
        apiUrl,
        token: tokens.bot,
        team: workspace.team.id,
        now: this.#clock.time,
        timeout: TIMEOUT,
        kill,
        keys: [...keys],
      });
      await this.#allCame(true);
      if (ended.how === 'quiet') return ended.states;
      into.kills += 1;
      if (kill !== null) into.died.set(kill.boundary, (into.died.get(kill.boundary) ?? 0) + 1);
    }
    throw new Error('the last process died');
  }

  async #life(orders: Life): Promise<Ended> {
    const child = this.#spare ?? hatch(this.#cache);
    this.#spare = null;
    const { kill } = orders;
    let accepted = 0;
    const unwatch = this.#slack.workspace.onChange(({ kind }) => {
      if (kind !== 'message' || kill?.boundary !== 'accepted') return;
      accepted += 1;
      if (accepted === kill.count) child.process.kill('SIGKILL');
    });
    const timer = setTimeout(() => child.process.kill('SIGABRT'), lifeTakesAtMost);
    try {
      const ended = await this.#follow(child, orders);
      // One that lived on has more lives; the next after one that died gets ready meanwhile.
      this.#spare = ended.how === 'quiet' ? child : hatch(this.#cache);
      return ended;
    } finally {
      clearTimeout(timer);
      unwatch();
    }
  }

  async #follow({ process: child, ready }: Hatched, orders: Life): Promise<Ended> {
    await ready;
    const tell = (word: ToChild): void => {
      if (child.connected) child.send(word, () => undefined);
    };
    return new Promise((resolve, reject) => {
      const hear = (raw: unknown): void => {
        const word = toParent.parse(raw);
        if (word.say === 'quiet') ended({ how: 'quiet', states: word.states });
        else if (word.say === 'failed') reject(new Error(word.why));
        else if (word.say === 'sleep') {
          const grant = (): void => {
            this.#clock.time = Math.max(this.#clock.time, word.until);
            tell({ say: 'time', id: word.id, now: this.#clock.time });
          };
          this.#allCame(word.until - this.#clock.time >= longSleep).then(grant, reject);
        }
      };
      // Its lock on the store is free only when it is gone.
      const died = (_code: number | null, signal: NodeJS.Signals | null): void => {
        if (signal === 'SIGKILL') ended({ how: 'killed' });
        else reject(new Error(`the process ended by ${signal ?? 'itself'} before all was quiet`));
      };
      const ended = (how: Ended): void => {
        child.off('message', hear).off('exit', died);
        resolve(how);
      };
      child.on('message', hear).on('exit', died);
      tell({ say: 'live', life: orders });
    });
  }

  /**
   * Resolves when everything that was sent has come and is done: on a busy machine a call may take longer to get here than
   * the caller waits, and no half minute of Slack's may pass meanwhile.
   */
  async #allCame(surely: boolean): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    if (surely) await pause(20);
    while (this.#slack.undone > 0) await pause(5);
  }

  #judge(
    channels: readonly string[],
    keys: readonly string[],
    states: Readonly<Record<string, string>>,
    into: Tally,
    wrong: (why: string) => void,
  ): void {
    const { workspace } = this.#slack;
    const there = [...channels, this.#slack.im('U0ANNA')].flatMap((channel) => workspace.all(channel));
    for (const [mark, some] of Map.groupBy(there.filter(isMarked), markOf)) {
      if (some.length === 1) continue;
      into.twice += 1;
      wrong(`${mark} (${some[0]?.text}) is there ${some.length} times`);
    }
    for (const key of keys) {
      const seen = there.filter(({ text }) => text === key).length;
      const root = key.split('>')[0] ?? key;
      const waitsForWord = states[key] === 'parked' || (key !== root && states[root] === 'parked');
      if (waitsForWord) into.parked += 1;
      if (waitsForWord && into.historyScopes) wrong(`${key} is parked though it could be looked for`);
      if (seen === 0 && !waitsForWord) {
        into.lost += 1;
        wrong(`${key} is lost, and ${states[key]}`);
      }
    }
  }
}

const isMarked = ({ metadata }: SlackMessage): boolean => metadata !== undefined;
const markOf = ({ metadata }: SlackMessage): string => JSON.stringify(metadata);
