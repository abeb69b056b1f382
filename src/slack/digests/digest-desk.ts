import type { RemoteReporter } from '../../reports/report.ts';
import type { RowWork } from '../../store/ledger/row-work.ts';

/** What the buttons of digests work with. */
export interface DigestDesk {
  readonly rowWork: Pick<RowWork, 'snooze' | 'assign' | 'clear' | 'all'>;
  /** Of the newest data. */
  readonly reporter: () => Promise<RemoteReporter>;
}
