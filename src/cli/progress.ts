import type { Host } from './host.ts';

/** A progress bar on a terminal; silent elsewhere. `clear` removes it before other lines are written. */
export interface Progress {
  show(done: number, total: number, what: string): void;
  clear(): void;
}

const barWidth = 24;
const redrawMs = 80;
/** Before this a pace says nothing. */
const paceKnownMs = 2_000;

export function createProgress(host: Pick<Host, 'stderr' | 'now'>): Progress {
  if (host.stderr.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shownAt = Number.NEGATIVE_INFINITY;
  let start: { readonly at: number; readonly share: number } | null = null;
  let drawn = false;
  return {
    show: (done, total, what) => {
      const now = host.now();
      if (now - shownAt < redrawMs && done < total) return;
      shownAt = now;
      drawn = true;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const filled = Math.round(share * barWidth);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
      if (start === null || share < start.share) start = { at: now, share };
      const left = remaining(now - start.at, share - start.share, 1 - share);
      const line = `${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${left}${what}`;
      host.stderr.write(`\r\u001b[2K${line.slice(0, Math.max(20, (host.stderr.columns || 80) - 1))}`);
    },
    clear: () => {
      if (drawn) host.stderr.write('\r\u001b[2K');
      drawn = false;
    },
  };
}

/** `~2:05  `: minutes and seconds that are left at the pace so far; empty until a pace can be told. */
function remaining(passedMs: number, done: number, left: number): string {
  if (passedMs < paceKnownMs || done <= 0 || left <= 0) return '';
  const seconds = Math.round(((passedMs / done) * left) / 1000);
  return `~${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}  `;
}
