import type { Host } from './host.ts';

/** A progress bar on a terminal; silent elsewhere. `clear` removes it before other lines are written. */
export interface Progress {
  show(done: number, total: number, what: string): void;
  clear(): void;
}

const barWidth = 24;
const redrawMs = 80;

export function createProgress(host: Pick<Host, 'stderr' | 'now'>): Progress {
  if (host.stderr.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shownAt = Number.NEGATIVE_INFINITY;
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
      const line = `${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${what}`;
      host.stderr.write(`\r\u001b[2K${line.slice(0, Math.max(20, (host.stderr.columns || 80) - 1))}`);
    },
    clear: () => {
      if (drawn) host.stderr.write('\r\u001b[2K');
      drawn = false;
    },
  };
}
