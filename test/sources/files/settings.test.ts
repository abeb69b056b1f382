import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/config.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { parseYaml } from '../../../src/config/yaml.ts';
import { put, temporaryFolder } from '../../config/folder.ts';

/** What is said of one source, as `key: what was expected`. */
function problemsOf(source: string): string[] {
  const text = `sources:\n  - { kind: files, name: crm }\n  - kind: files\n    name: lms\n${source.replaceAll(/^/gm, '    ')}\n`;
  const parsed = parseYaml(text, configSchema);
  if (!('problems' in parsed)) return [];
  return parsed.problems.map(({ code, key, expected, line }) => {
    expect(line).toBeGreaterThan(2);
    const words =
      expected?.kind === 'phrase' ? expected.text : expected?.kind === 'one-of' ? expected.values.join() : code;
    return `${key.replace('sources[1].', '')}: ${words}`;
  });
}

const file = (keys: string): string => `files: [{ record: trainings, ${keys} }]`;

describe('settings that are well', () => {
  test.each([
    'files: []',
    file('pattern: "enrolments-*.csv", newest: modified, maxAge: 36h'),
    file('delimiter: tab, encoding: windows-1252, skipRows: 3, dateFormat: "D.M.YYYY[ HH:mm]", decimalComma: true'),
    file('columns: { module: Kurs }, values: { required: { true: [Ja, 1] } }, constants: { person_id: 7 }'),
    `bearer: LMS_TOKEN\n${file('url: "https://lms.example.com/a.csv?x=1", maxMegabytes: 10')}`,
    'match: { partners: [{ by: id, of: crm }, { by: name }, { by: property, name: LMS_Id__c }], deals: { by: id, of: crm } }',
  ])('%s', (source) => {
    expect(problemsOf(source)).toEqual([]);
  });
});

describe('mistakes are told at their key, with what was expected', () => {
  test.each([
    ['files: [{ record: training }]', 'files[0].record: partners,partner_history,deals'],
    ['files: [{ pattern: x.csv }]', 'files[0].record: partners,'],
    [file('fields: {}'), 'files[0].fields: record,pattern'],
    [file('pattern: ../x.csv'), 'files[0].pattern: a file name within the folder'],
    [file('pattern: x.csv, url: "https://a.example/x"'), 'files[0].pattern: no pattern beside url'],
    [file('newest: name'), 'files[0].newest: newest only beside pattern'],
    [file('pattern: x, all: true, newest: name'), 'files[0].newest: newest only beside pattern'],
    [file('all: true'), 'files[0].all: all only beside pattern'],
    [file('maxMegabytes: 5'), 'files[0].maxMegabytes: maxMegabytes only beside url'],
    [file('url: "http://lms.example.com/x"'), 'files[0].url: an address such as https://'],
    [file('url: "https://me:pass@lms.example.com/x"'), 'files[0].url: an address such as https://'],
    [file('url: lms.example.com'), 'files[0].url: an address such as https://'],
    [file('delimiter: ";;"'), 'files[0].delimiter: one character'],
    [file('encoding: ansi'), 'files[0].encoding: utf-8,utf-16le,windows-1252,iso-8859-1'],
    [file('skipRows: -1'), 'files[0].skipRows: '],
    [file('dateFormat: DD.MM.'), 'files[0].dateFormat: a date format such as'],
    [file('dateFormat: DD.MM.YYYY HH'), 'no hour without minute'],
    [file('dateFormat: DD.MM.YYYY mm'), 'no minute without hour'],
    [file('dateFormat: DD.MM.YYYY hh:mm'), 'h or hh together with A'],
    [file('dateFormat: DD.MM.YYYY HH:mm A'), 'h or hh together with A'],
    [file('dateFormat: DD.DD.YYYY'), 'the day only once'],
    [file('dateFormat: "[DD.]MM.YYYY"'), 'day always there'],
    [file('dateFormat: "DD.MM.YYYY[ HH:mm"'), 'each [ with its ]'],
    [file('dateFormat: YYYYMD'), 'a separator beside M, D'],
    [file('dateFormat: TT.MM.JJJJ'), '“J” is none of them'],
    [file('maxAge: 2w'), 'files[0].maxAge: hours or days'],
    [file('columns: { modul: Kurs }'), 'files[0].columns.modul: a column of trainings.csv: partner_id, module'],
    [file('values: { module: { A: [x], B: [X] } }'), 'files[0].values.module.B: “X” only once: it stands under A too'],
    [file('values: { required: { ja: [x] } }'), 'files[0].values.required.ja: true or false'],
    [file('values: { completed_at: { x: [y] } }'), 'files[0].values.completed_at: no value map for dates'],
    ['files: [{ record: touches, values: { kind: { fax: [x] } } }]', 'files[0].values.kind.fax: one of email, call'],
    ['files: [{ record: touches, constants: { kind: fax } }]', 'files[0].constants.kind: one of email, call'],
    [file('constants: { completed_at: 1.2.2026 }'), 'files[0].constants.completed_at: a date such as'],
    [file('constants: { module: " " }'), 'files[0].constants.module: a value that is not empty'],
    [file('columns: { module: X }, constants: { module: Y }'), 'files[0].columns.module: not beside a constant'],
    ['bearer: LMS_TOKEN', 'bearer: bearer only beside files with url'],
    ['bearer: s3cr3t-value', 'bearer: secret-in-file'],
    [
      'bearer: T\nfiles: [{ record: deals, url: "https://a.example/x" }, { record: trainings, url: "https://b.example/y" }]',
      'bearer: files of one host only (here: https://a.example, https://b.example)',
    ],
    ['match: { partners: [] }', 'match.partners: '],
    ['match: { partners: [{ by: guess }] }', 'match.partners[0].by: id,name,alias,domain,email-domain,property'],
    ['match: { partners: [{ by: property }] }', 'match.partners[0].name: '],
    [
      'match: { partners: [{ by: name }, { by: id, of: lms }] }',
      'match.partners[1].of: the name of another source (here: crm)',
    ],
    ['match: { deals: { by: id, of: sap } }', 'match.deals.of: the name of another source (here: crm)'],
  ])('%s', (source, expected) => {
    const problems = problemsOf(source);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });
});

describe('the token of a source', () => {
  const yaml = `sources: [{ kind: files, bearer: LMS_TOKEN, ${file('url: "https://a.example/x"')} }]\n`;

  test('comes from the environment or a file, never from the configuration', () => {
    const folder = temporaryFolder();
    put(folder, 'partner-pulse.yaml', yaml);
    put(folder, 'token', 'from-file\n');
    chmodSync(join(folder, 'token'), 0o600);
    const revealed = (env: Record<string, string>): string | undefined =>
      loadConfig({ callerFolder: folder, env }).sourceSecrets.LMS_TOKEN?.reveal();
    expect(revealed({ LMS_TOKEN: 'from-env' })).toBe('from-env');
    expect(revealed({ LMS_TOKEN_FILE: 'token' })).toBe('from-file');
    expect(revealed({})).toBeUndefined();
  });

  test('that was pasted into the configuration is not repeated', () => {
    const parsed = parseYaml(yaml.replace('LMS_TOKEN', 'eyJhbGciOi'), configSchema);
    expect(parsed).toMatchObject({ problems: [{ code: 'secret-in-file', key: 'sources[0].bearer' }] });
    expect(JSON.stringify(parsed)).not.toContain('eyJ');
  });
});
