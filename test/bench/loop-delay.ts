// Loaded into the bot before it starts. From one SIGUSR2 to the next it watches how late the main thread's event loop
// is; the milliseconds then go to the file named in BENCH_LOOP_DELAY.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BENCH_LOOP_DELAY;
const resolution = 5;

if (isMainThread && file !== undefined) {
  const loop = monitorEventLoopDelay({ resolution });
  let watching = false;
  process.on('SIGUSR2', () => {
    watching = !watching;
    if (watching) return void loop.enable();
    loop.disable();
    // Its own resolution is part of what it measures.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution);
    writeFileSync(file, JSON.stringify({ p99: late(loop.percentile(99)), worst: late(loop.max) }));
  });
}
