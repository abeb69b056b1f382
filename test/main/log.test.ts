import { describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { createLog } from '../../src/main/log.ts';

function logged(isTTY: boolean, write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  write(createLog({ isTTY, write: (line) => (text += line) }, 'info'));
  return text;
}

describe('the log', () => {
  it('is JSON where nobody watches', () => {
    const line: unknown = JSON.parse(logged(false, (log) => log.warn({ source: 'exports' }, 'sync failed')));
    expect(line).toMatchObject({
      level: 40,
      source: 'exports',
      msg: 'sync failed',
      time: expect.stringMatching(/^20\d\d-.*Z$/),
    });
  });

  it('is a readable line on a terminal', () => {
    const line = logged(true, (log) => log.warn({ source: 'exports' }, 'sync failed'));
    expect(line).toMatch(/^\d\d:\d\d:\d\d WARN sync failed source=exports\n$/);
  });

  it('keeps tokens, passwords and the values of our own failures out', () => {
    const failure = new PulseError('unknown-partner', { partner: 'Acme GmbH' });
    const text = logged(false, (log) => {
      log.error({ err: failure, token: 'xoxb-1-2-abc' }, 'refused xapp-1-A-2 at postgres://pulse:hunter2@db/p');
      log.debug({}, 'too fine');
    });
    expect(text).toContain('unknown-partner');
    expect(text).not.toMatch(/Acme|xoxb|xapp|hunter2|too fine/);
  });

  it('keeps the stack of what nobody foresaw', () => {
    expect(logged(false, (log) => log.error({ err: new TypeError('oh') }, 'failed'))).toMatch(
      /"type":"TypeError".*"stack":"TypeError: oh/,
    );
  });
});
