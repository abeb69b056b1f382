import type { ReportKind, SubscriptionScope } from '../../store/ledger/subscriptions.ts';
import type { Store } from '../../store/store.ts';
import type { Message } from '../messages/voice.ts';

/** A digest as it would be posted at this moment, for one person's eyes; the person may see all of it. */
export interface PreviewRequest {
  readonly report: ReportKind;
  readonly scope: SubscriptionScope;
  /** The catalogue's code. */
  readonly language: string;
}

/** What subscriptions need beside the desk. */
export interface DigestSettings {
  readonly store: Pick<Store, 'subscriptions' | 'digestOffers' | 'together'>;
  /** Month in which the fiscal year begins, 1–12. */
  readonly fiscalYearStart: number;
  /** When a manager's personal digest comes, in the person's own zone. */
  readonly personal: { readonly day: number; readonly hour: number; readonly minute: number };
  /** Managers get their personal digest without being asked. */
  readonly presetManagers: boolean;
  /** Without it nothing can be shown at once: `digest` is no word, and there is no such button. */
  readonly preview?: ((request: PreviewRequest) => Promise<readonly Message[]>) | undefined;
}
