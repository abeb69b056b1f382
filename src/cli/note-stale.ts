import { type KpiId, restsOn } from '../kpi/list.ts';
import { staleData } from '../sources/stale.ts';
import { formatter } from '../text/formatter.ts';
import type { Context } from './command.ts';
import { withStore } from './open.ts';

/** Says of files that are older than they may be that an answer rests on them; `kpi` null: on all that there is. */
export async function noteStaleData(context: Context, kpi: KpiId | null): Promise<void> {
  const { program } = context.config();
  const notices = await withStore(context, 'read', (store) => store.notices.open().catch(() => []));
  const format = formatter(context.words.language, program.timeZone, program.currency);
  for (const { file, record, since } of staleData(notices)) {
    if (!restsOn(kpi, record)) continue;
    const text = context.words('answer.stale-file', { file, since: format.instant(since) });
    context.note(`partner-pulse: ${text}`);
  }
}
