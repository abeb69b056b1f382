import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { openCalendar, parsePeriod } from '../../src/records/period.ts';
import { programSettings } from '../../src/records/settings.ts';
import { catalogue } from '../../src/text/index.ts';

const { reason } = catalogue('de');

it('a reason is told in German, with its numbers and names', () => {
  expect(reason('wrong column count: 12 instead of 13')).toBe('falsche Zahl von Spalten: 12 statt 13');
  expect(reason('score out of range: 0 to 10')).toBe('Bewertung außerhalb der Grenzen: 0 bis 10');
  expect(reason('not one of open/won/lost')).toBe('keines von open/won/lost');
  expect(reason('required column missing: id')).toBe('Pflichtspalte fehlt: id');
  expect(catalogue('en').reason('not a date')).toBe('not a date');
  expect(
    catalogue('de').error('bad-file', { file: 'a.csv', line: 2, column: '', reason: 'invalid UTF-8' }).cause.text,
  ).toBe('a.csv, Zeile 2: ungültiges UTF-8.');
});

it('every plain reason that the files adapter gives has German words', () => {
  const folder = new URL('../../src/sources/files/', import.meta.url);
  const given = readdirSync(folder, { encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      return [...text.matchAll(/(?:new Bad|RowRejected|badFile)\([^\n]*?'([a-z][^'\n]+)'(?:, error)?\)/g)];
    })
    .map(([, words = '']) => words);
  expect(given.length).toBeGreaterThan(12);
  expect(given.filter((words) => reason(words) === words)).toEqual([]);
});

it('a period that has no answer says why in words', () => {
  const calendar = openCalendar(programSettings.parse({}));
  const told = (language: 'en' | 'de', period: string): string => {
    try {
      parsePeriod(period, calendar, Date.parse('2026-11-24T09:30:00Z'));
    } catch (error) {
      if (error instanceof PulseError) return catalogue(language).error(error.code, error.params).cause.text;
    }
    return '';
  };
  expect(told('en', '2027')).toBe('The period “2027” has not begun; expected: … 2026-11-24.');
  expect(told('de', '2027')).toBe('Der Zeitraum „2027“ hat noch nicht begonnen; erwartet: … 2026-11-24.');
  expect(told('de', '2025-W53')).toContain(
    '„2025-W53“ nennt eine Woche, die sein Jahr nicht hat; erwartet: 2025-W01 … 2025-W52.',
  );
  expect(told('de', '2026-02-30..2026-03-01')).toContain('nennt einen Tag, den es nicht gibt');
  expect(told('de', 'soon')).toContain('„soon“ ist nicht bekannt');
});

it('a job that failed says why in the words of its failure', () => {
  const failed = {
    job: 'backup',
    attempts: 1,
    reason: 'bad-file',
    file: 'a.csv',
    line: 2,
    column: '',
    why: 'invalid UTF-8',
  };
  expect(catalogue('de').error('job-failed', failed).cause.text).toBe(
    'Die Aufgabe „backup“ ist einmal gescheitert; der letzte Grund: a.csv, Zeile 2: ungültiges UTF-8.',
  );
  expect(
    catalogue('en').error('job-failed', { job: 'backup', attempts: 3, reason: 'backup-by-server' }).cause.text,
  ).toMatch(/^The job “backup” failed 3 times in a row; the last reason: .*PostgreSQL[^.]*\.$/);
});
