import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { PulseError } from '../errors.ts';
import type { Analyst } from '../kpi/analyst.ts';
import { analystOf, createCalculator } from '../kpi/create.ts';
import { programSettings } from '../records/settings.ts';
import { createReporter, type SteppedReporter } from '../reports/reporter.ts';
import { inTurns } from '../reports/steps.ts';
import { openStore } from '../store/open.ts';
import type { FromWorker, Loaded, ToWorker, WorkerError } from './analyst-messages.ts';

/**
 * The thread that computes: it reads the store for itself and answers one question after the other, so that the bot's
 * own thread is always free for Slack.
 */
const { store: address, settings } = z.object({ store: z.string(), settings: programSettings }).parse(workerData);
const port = parentPort;
if (port === null) throw new Error('runs as a worker thread only');

const warmEveryMs = 10 * 60_000;
/** Whoever asks for it meets it again, and is told. */
const noteFault = (): void => undefined;

let analyst: Analyst | null = null;
let reporter: SteppedReporter | null = null;

async function load(): Promise<Loaded> {
  const store = await openStore({ address, mode: 'read', role: 'analyst', now: Date.now, warn: () => undefined });
  try {
    // The version first: data that are published meanwhile are read again, never missed.
    const version = await store.dataVersion();
    const calculator = await store.read((reader) => createCalculator(reader, settings));
    const next = analystOf(calculator);
    analyst = next;
    reporter = createReporter(calculator);
    return { version, partnerCount: next.partnerCount, dataAsOf: next.dataAsOf };
  } finally {
    await store.close();
  }
}

/** Between two pieces the port is read: a question waits for one of them at most. */
async function warmUp(): Promise<void> {
  const warmed = analyst;
  if (warmed === null) return;
  for (const _ of warmed.warmUp(Date.now())) {
    await nextTurn();
    if (analyst !== warmed) return;
  }
}

// What holds for a day is computed again soon after its end; until then it is at hand, and this costs nothing.
setInterval(() => void warmUp().catch(noteFault), warmEveryMs).unref();

function ask(message: Extract<ToWorker, { readonly kind: 'ask' }>): unknown {
  if (analyst === null) throw new PulseError('no-data', { where: address });
  switch (message.method) {
    case 'answer':
      return analyst.answer(...message.questions);
    case 'scorecard':
      return analyst.scorecard(...message.questions);
    case 'movers':
      return analyst.movers(...message.questions);
    case 'attention':
      return analyst.attention(...message.questions);
    case 'findPartner':
      return analyst.findPartner(...message.questions);
    case 'partnersLike':
      return analyst.partnersLike(...message.questions);
    case 'partners':
      return analyst.partners(...message.questions);
    case 'segmentValues':
      return analyst.segmentValues(...message.questions);
    case 'examples':
      return analyst.examples(...message.questions);
  }
}

/** What takes long is done in pieces, between which the port is read. */
function report(message: Extract<ToWorker, { readonly kind: 'report' }>): unknown {
  if (reporter === null) throw new PulseError('no-data', { where: address });
  switch (message.method) {
    case 'report':
      return inTurns(reporter.steps.report(...message.questions), nextTurn);
    case 'told':
      return reporter.told(...message.questions);
    case 'retell':
      return reporter.retell(...message.questions);
    case 'restated':
      return reporter.restated(...message.questions);
    case 'edition':
      return inTurns(reporter.steps.edition(...message.questions), nextTurn);
  }
}

async function valueFor(message: ToWorker): Promise<unknown> {
  switch (message.kind) {
    case 'load':
      return load();
    case 'ask':
      return ask(message);
    case 'report':
      return report(message);
  }
}

const told = (error: unknown): WorkerError =>
  error instanceof PulseError
    ? { kind: 'known', code: error.code, params: error.params }
    : { kind: 'unknown', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };

async function serve(message: ToWorker): Promise<FromWorker> {
  const { id } = message;
  try {
    return { id, ok: true, value: await valueFor(message) };
  } catch (error) {
    return { id, ok: false, error: told(error) };
  }
}

port.on('message', async (message: ToWorker) => {
  port.postMessage(await serve(message));
  if (message.kind === 'load') await warmUp().catch(noteFault);
});
