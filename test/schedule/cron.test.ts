import { describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { checkSchedule, nextDue } from '../../src/schedule/index.ts';
import { catalogue } from '../../src/text/index.ts';

describe('a schedule that is refused', () => {
  const codeOf = (cron: string, zone = 'UTC'): unknown => {
    try {
      checkSchedule({ cron, zone });
      return 'taken';
    } catch (error) {
      return error instanceof PulseError ? [error.code, error.params.reason, error.params.field] : error;
    }
  };

  it.each([
    ['0 9 * *', 'fields', ''],
    ['', 'fields', ''],
    ['0 0 9 * * 1', 'fields', ''],
    ['@daily', 'fields', ''],
    ['60 9 * * *', 'field', 'minute'],
    ['0 24 * * *', 'field', 'hour'],
    ['0 9 0 * *', 'field', 'dayofmonth'],
    ['0 9 * 13 *', 'field', 'month'],
    ['0 9 * * 8', 'field', 'dayofweek'],
    ['0 9 * * MON', 'field', 'dayofweek'],
    ['0 9 * * 5-1', 'field', 'dayofweek'],
    ['0 9 L * *', 'field', 'dayofmonth'],
    ['5/15 9 * * *', 'field', 'minute'],
    ['*/0 9 * * *', 'field', 'minute'],
    ['1,,2 9 * * *', 'field', 'minute'],
    ['-1 9 * * *', 'field', 'minute'],
    ['0 9 1 * 1', 'days', ''],
    ['0 9 30 2 *', 'never', ''],
    ['0 9 31 2,4 *', 'never', ''],
  ])('%s', (cron, reason, field) => {
    expect(codeOf(cron)).toEqual(['bad-schedule', reason, field]);
  });

  it.each(['Europe/Atlantis', '', '+02:00', 'Berlin', 'CEST'])('in the zone “%s”', (zone) => {
    expect(codeOf('0 9 * * 1', zone)).toEqual(['bad-zone', undefined, undefined]);
    if (!zone.startsWith('+')) expect(() => nextDue({ cron: '0 9 * * 1', zone }, 0)).toThrow(PulseError);
  });

  it('is none of these', () => {
    for (const cron of ['0 9 * * 1', '*/5 * * * *', '0 9 29 2 *', '0 9 31 1,2 *', '0,30 8-18/2 * * 1-5', '0 9 * * 6-7'])
      expect(codeOf(cron)).toBe('taken');
  });
});

describe('what a refusal says', () => {
  const said = (cron: string, language: 'en' | 'de'): string => {
    try {
      checkSchedule({ cron, zone: 'UTC' });
    } catch (error) {
      if (error instanceof PulseError) return catalogue(language).error(error.code, error.params).cause.text;
    }
    return 'taken';
  };

  it.each([
    ['0 9 * *', 'does not have five fields.', 'hat nicht fünf Felder.'],
    ['61 9 * * *', 'has a wrong minute.', 'hat eine falsche Minute.'],
    ['0 9 * * 9', 'has a wrong day of the week.', 'hat einen falschen Wochentag.'],
    ['0 9 30 2 *', 'never comes: no month has that day.', 'kommt nie: kein Monat hat diesen Tag.'],
    [
      '0 9 1 * 1',
      'names a day of the month and a day of the week; one of them must be *.',
      'nennt einen Tag des Monats und einen Wochentag; eins davon muss * sein.',
    ],
  ])('%s', (cron, english, german) => {
    expect(said(cron, 'en')).toBe(`The schedule “${cron}” ${english}`);
    expect(said(cron, 'de')).toBe(`Der Zeitplan „${cron}“ ${german}`);
  });
});
