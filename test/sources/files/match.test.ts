import { describe, expect, test } from 'vitest';
import type { Key } from '../../../src/records/records.ts';
import { keyOf } from '../../../src/records/records.ts';
import type { PartnerLookup, RecordLookup } from '../../../src/sources/source.ts';
import { brief, type Files, folderOf, ofType, pulseErrorOf, type Read } from '../support.ts';
import { open, type Raw, readSource } from './support.ts';

/** What other sources know, as `by value of` → ids of the source crm. */
type Known = Readonly<Record<string, readonly string[]>>;

function lookup(known: Known, asked: string[] = []): RecordLookup {
  return {
    find: (by, value, of) => {
      const question = [by, value, ...(of === undefined ? [] : [`of ${of}`])].join(' ');
      asked.push(question);
      const keys = (known[question] ?? []).map((id) => keyOf('crm', id));
      // Both ways of answering must do.
      return asked.length % 2 === 0 ? keys : Promise.resolve(keys);
    },
  };
}

function partnersOf(known: Known, aliases: Readonly<Record<string, string>> = {}, asked: string[] = []): PartnerLookup {
  const aliasOf = (text: string): Key | null => (aliases[text] === undefined ? null : keyOf('crm', aliases[text]));
  return { ...lookup(known, asked), alias: aliasOf };
}

interface Told extends Read {
  readonly unmatched: [string, string, number][];
}

async function read(files: Files, settings: Raw, partners: PartnerLookup, deals?: RecordLookup): Promise<Told> {
  const unmatched: [string, string, number][] = [];
  const source = open({ folder: await folderOf(files), ...settings });
  expect(source.matches).toMatch(/^partners/);
  const onUnmatched = (...told: [string, string, number]): void => void unmatched.push(told);
  return { ...(await readSource(source, { partners, onUnmatched, ...(deals && { deals }) })), unmatched };
}

const touchesOf = (...names: readonly string[]): Files => ({
  'touches.csv': `partner_id,kind,at\n${names.map((name) => `"${name}",call,2026-01-01\n`).join('')}`,
});
const by = (...rules: readonly Raw[]): Raw => ({ match: { partners: rules } });
const partners = ({ records }: Read): string[] => ofType(records, 'touch').map(({ partner }) => partner);

describe('rows that name partners of other sources', () => {
  test.each([
    [{ by: 'id', of: 'crm' }, '001xy', { 'id 001xy of crm': ['1'] }],
    [{ by: 'id', of: 'crm' }, '001D000000IqhSL', { 'id 001D000000IqhSLIAZ of crm': ['1'] }],
    [{ by: 'name' }, ' ACME Cloud ', { 'name acme cloud': ['1'] }],
    [{ by: 'alias' }, 'Acme', { 'alias acme': ['1'] }],
    [{ by: 'domain' }, 'https://www.Acme.example/de', { 'domain acme.example': ['1'] }],
    [{ by: 'email-domain' }, 'Ann@acme.example', { 'email-domain acme.example': ['1'] }],
    [{ by: 'property', name: 'LMS_Id__c' }, '4711', { 'property:LMS_Id__c 4711': ['1'] }],
  ])('%o: %s', async (rule, name, known) => {
    const told = await read(touchesOf(name), by(rule), partnersOf(known));
    expect(partners(told)).toEqual(['crm/1']);
    expect(told.rejects).toEqual([]);
    expect(told.unmatched).toEqual([]);
  });

  test('the rules are tried in their order, and no further than the first that finds one', async () => {
    const asked: string[] = [];
    const known = { 'name acme': ['2'], 'domain acme': ['3'] };
    const rules = by({ by: 'id', of: 'crm' }, { by: 'name' }, { by: 'domain' });
    const told = await read(touchesOf('Acme', 'Acme'), rules, partnersOf(known, {}, asked));
    expect(partners(told)).toEqual(['crm/2', 'crm/2']);
    // What was found for a name is kept.
    expect(asked).toEqual(['id Acme of crm', 'name acme']);
  });

  test('an accepted alias goes before all rules, also one for the domain of an address', async () => {
    const told = await read(
      touchesOf('Acme', 'ann@beta.example'),
      by({ by: 'name' }, { by: 'email-domain' }),
      partnersOf({ 'name acme': ['1'], 'email-domain beta.example': ['1'] }, { Acme: '9', 'beta.example': '8' }),
    );
    expect(partners(told)).toEqual(['crm/9', 'crm/8']);
  });

  test('none is unmatched, several are none, and a later rule does not decide between them', async () => {
    const known = { 'name twin': ['1', '2'], 'alias twin': ['1'], 'name same': ['3', '3'] };
    const told = await read(
      touchesOf('Twin', 'Nobody', 'Same'),
      by({ by: 'name' }, { by: 'alias' }),
      partnersOf(known),
    );
    expect(told.rejects.map(brief)).toEqual([
      '2 partner_id row: several partners match',
      '3 partner_id row: unmatched',
    ]);
    expect(partners(told)).toEqual(['crm/3']);
    expect(told.unmatched).toEqual([['Nobody', 'touch', 1]]);
  });

  test('an e-mail domain needs an e-mail address', async () => {
    const told = await read(
      touchesOf('acme.example'),
      by({ by: 'email-domain' }),
      partnersOf({ 'email-domain acme.example': ['1'] }),
    );
    expect(told.rejects.map(brief)).toEqual(['2 partner_id row: unmatched']);
  });

  test('an id without another source is one of this folder, which then needs its partners', async () => {
    const rules = by({ by: 'id' }, { by: 'name' });
    const known = partnersOf({ 'name beta': ['2'] });
    const files = { ...touchesOf('P1', 'Beta', 'P9'), 'partners.csv': 'id,name,merged_into\nP1,Acme,\nP2,Old,P1\n' };
    const told = await read(files, rules, known);
    expect(partners(told)).toEqual(['lms/P1', 'crm/2']);
    expect(ofType(told.records, 'partner').map(({ mergedInto }) => mergedInto)).toEqual([null, 'lms/P1']);
    const error = await pulseErrorOf(read(touchesOf('P1'), rules, known));
    expect(error.params).toMatchObject({ file: 'partners.csv', reason: 'required file missing' });
  });

  test('a mapped column, its words and a constant name partners too', async () => {
    const columns = { partner_id: 'Firma', kind: 'kind', at: 'at' };
    const known = partnersOf({ 'name acme': ['1'], 'name beta': ['2'] });
    const file = { record: 'touches', pattern: 't.csv', columns, values: { partner_id: { Beta: ['B.'] } } };
    const files = { 't.csv': 'Firma,kind,at\nAcme,call,2026-01-01\nb.,call,2026-01-01\nX,call,2026-01-01\n' };
    const told = await read(files, { ...by({ by: 'name' }), files: [file] }, known);
    expect(partners(told)).toEqual(['crm/1', 'crm/2']);
    expect(told.rejects.map(brief)).toEqual(['4 Firma row: unmatched']);
  });

  test('every record that names a partner is matched, registrations that others point at included', async () => {
    const files = {
      'deals.csv':
        'id,name,status,created_at,registration_id\nD1,Deal,open,2026-01-01,R1\nD2,Deal,open,2026-01-01,R2\n',
      'registrations.csv': 'id,partner_id,status,submitted_at\nR1,Acme,approved,2026-01-01\nR2,X,approved,2026-01-01\n',
      'attributions.csv': 'deal_id,partner_id,role\nD1,Acme,sourced\n',
      'partner_history.csv': 'partner_id,field,value,valid_from\nAcme,tier,Gold,2026-01-01\n',
    };
    const told = await read(files, by({ by: 'name' }), partnersOf({ 'name acme': ['1'] }));
    expect(ofType(told.records, 'deal').map(({ registration }) => registration)).toEqual(['lms/R1', null]);
    expect(ofType(told.records, 'registration')).toMatchObject([{ partner: 'crm/1' }]);
    expect(ofType(told.records, 'attribution')).toMatchObject([{ deal: 'lms/D1', partner: 'crm/1' }]);
    expect(ofType(told.records, 'partner-history')).toMatchObject([{ partner: 'crm/1' }]);
  });

  test('a NUL is no name', async () => {
    const told = await read(touchesOf('a\u0000'), by({ by: 'name' }), partnersOf({}));
    expect(told.rejects.map(brief)).toEqual(['2 partner_id row: unusable character']);
  });

  test('a program that knows no other source is told', async () => {
    const source = open({ folder: await folderOf(touchesOf('x')), ...by({ by: 'name' }) });
    await expect(readSource(source)).rejects.toThrow('match rules');
  });
});

describe('deals of another source', () => {
  const files = {
    'partners.csv': 'id,name\nP1,Acme\n',
    'attributions.csv': 'deal_id,partner_id,role\n006A,P1,sourced\n006X,P1,sourced\n',
    'touches.csv':
      'partner_id,kind,at,deal_id\nP1,call,2026-01-01,006A\nP1,call,2026-01-01,006X\nP1,call,2026-01-01,\n',
  };

  test('are found by their id there; an unknown one is as any unknown deal', async () => {
    const deals = lookup({ 'id 006A of crm': ['006A'] });
    const told = await read(files, { match: { deals: { by: 'id', of: 'crm' } } }, partnersOf({}), deals);
    expect(ofType(told.records, 'attribution')).toMatchObject([{ deal: 'crm/006A', partner: 'lms/P1' }]);
    expect(ofType(told.records, 'touch').map(({ deal }) => deal)).toEqual(['crm/006A', null, null]);
    expect(told.rejects.map(brief)).toEqual(['3 deal_id row: unknown deal', '3 deal_id field: unknown deal']);
  });
});

describe('names that nobody knows', () => {
  test('are counted by record, the most frequent first, addresses by their domain', async () => {
    const files = {
      ...touchesOf('Ann@x.example', 'bob@X.example', 'Solo'),
      'trainings.csv': 'partner_id,module\nSolo,M\nSolo,N\nsolo,N\n',
    };
    const told = await read(files, by({ by: 'email-domain' }), partnersOf({}));
    expect(told.unmatched).toEqual([
      ['Solo', 'training', 2],
      ['x.example', 'touch', 2],
      ['solo', 'training', 1],
      ['Solo', 'touch', 1],
    ]);
  });

  test('are 10,000 at most; all further ones are one number', async () => {
    const names = Array.from({ length: 10_050 }, (_, at) => `N${at}`);
    const told = await read(touchesOf(...names, 'N1', 'N10049'), by({ by: 'name' }), partnersOf({}));
    expect(told.unmatched).toHaveLength(10_001);
    expect(told.unmatched.slice(0, 3)).toEqual([
      ['', 'touch', 51],
      ['N1', 'touch', 2],
      ['N0', 'touch', 1],
    ]);
  });
});
