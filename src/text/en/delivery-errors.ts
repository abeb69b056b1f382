import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

/** The words of what is told of deliveries. */
export const deliveryErrors: Readonly<Record<Extract<ErrorCode, `delivery-${string}`>, ErrorWords>> = {
  'delivery-unsure': {
    cause: 'Of a message to {place} nobody knows whether it arrived: Slack did not answer clearly ({reason}).',
    remedy:
      'Its owner was asked in Slack (“post again”, “it arrived”). With the history scopes the bot looks by itself.',
    page: 'docs/slack-admin.md#deliveries',
  },
  'delivery-stopped': {
    cause:
      'Nothing is delivered to Slack: {why, select, uninstalled {the app was uninstalled} other {the token is refused ({reason})}}.',
    remedy: 'Install the app again, or renew the token; `pulse check-slack` tests it. What waits goes out then.',
    page: 'docs/slack-admin.md#deliveries',
  },
};
