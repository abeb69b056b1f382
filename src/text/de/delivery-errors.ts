import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

/** The words of what is told of deliveries. */
export const deliveryErrors: Readonly<Record<Extract<ErrorCode, `delivery-${string}`>, ErrorWords>> = {
  'delivery-unsure': {
    cause:
      'Von einer Nachricht an {place} weiß niemand, ob sie angekommen ist: Slack hat nicht klar geantwortet ({reason}).',
    remedy:
      'Wem sie gehört, wurde in Slack gefragt („noch einmal senden“, „angekommen“). Mit den history-Rechten sieht der Bot selbst nach.',
    page: 'docs/slack-admin.md#deliveries',
  },
  'delivery-stopped': {
    cause:
      'Nichts wird an Slack zugestellt: {why, select, uninstalled {Die App wurde entfernt} other {Das Token wird abgelehnt ({reason})}}.',
    remedy:
      'Installiere die App neu, oder erneuere das Token; `pulse check-slack` prüft es. Was wartet, geht dann hinaus.',
    page: 'docs/slack-admin.md#deliveries',
  },
};
