import type { SyncBoard } from '../../jobs/job.ts';
import type { AnalystState } from '../slack/analyst-state.ts';
import { staleData } from '../sources/stale.ts';
import type { Store } from '../store/store.ts';
import type { Analysts } from './analysts.ts';

/** What there is to answer from now: the newest complete data, also while a sync runs or after one has failed. */
export async function analystState(
  analysts: Analysts,
  board: SyncBoard,
  notices: Pick<Store['notices'], 'open'>,
): Promise<AnalystState> {
  const analyst = await analysts.current();
  // A damaged ledger keeps nobody from the records.
  const stale = staleData(await notices.open().catch(() => []));
  const [failure] = board.failures.values();
  if (failure !== undefined) {
    return { kind: 'failed', error: failure, analyst: analyst.partnerCount > 0 ? analyst : null, stale };
  }
  const firstLoad = analyst.partnerCount === 0 && (board.runs === 0 || board.progress !== null);
  return firstLoad ? { kind: 'loading', progress: board.progress } : { kind: 'ready', analyst, stale };
}
