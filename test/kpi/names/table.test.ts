import { describe, expect, it } from 'vitest';
import type { PartnerMatch } from '../../../src/kpi/analyst.ts';
import { analystOfNames } from './program.ts';

const program = await analystOfNames([
  { name: 'ACME GmbH', id: 'P-1' },
  { name: 'Acme Cloud GmbH', id: 'P-2' },
  { name: 'Maple Harbor Digital Inc.', aliases: ['MHD'] },
  { name: 'Müller & Söhne AG' },
  { name: 'Mueller Technik KG' },
  { name: 'Weiß Großhandel GmbH & Co. KG' },
  { name: 'Nørdlys Data A/S' },
  { name: 'Zakład Łódź Sp. z o.o.' },
  { name: "O'Malley Advisory Ltd" },
  { name: 'Société Générale du Cloud S.A.' },
  { name: 'Grupo Norte, S.A. de C.V.' },
  { name: 'Partner 12' },
  { name: 'Aurora IT Oy' },
  { name: 'Aurora Borealis IT Works Oy' },
  { name: 'Studio 54 Design LLC' },
  { name: 'ABC Systems' },
  { name: 'Blue Ocean Networks' },
  { name: 'Blue Ocean Analytics' },
  { name: 'Green Valley Software Oy' },
  { name: 'Interconnect Labs B.V.' },
  { name: 'Co' },
  { name: 'Ярмарка Софт ООО' },
  { name: '株式会社東京' },
  { name: 'Old Lighthouse Ltd', id: 'P-0', into: 'P-1' },
]);

const said = (match: PartnerMatch): string => {
  if (match.kind === 'one') return `${match.how}: ${match.partner.name}`;
  if (match.kind === 'many') return `many: ${match.partners.map(({ name }) => name).join(' | ')}`;
  return 'none';
};
const asked = (text: string): string => said(program.findPartner(text, { loose: true }));

describe('one partner', () => {
  it.each([
    ['acme', 'suffix: ACME GmbH'],
    ['Acme Ltd', 'suffix: ACME GmbH'],
    ['akme', 'fuzzy: ACME GmbH'],
    ['amce', 'fuzzy: ACME GmbH'],
    ['acme-cloud gmbh', 'suffix: Acme Cloud GmbH'],
    ['acmecloud', 'suffix: Acme Cloud GmbH'],
    ['maple harbor', 'prefix: Maple Harbor Digital Inc.'],
    ['mapleharbor', 'prefix: Maple Harbor Digital Inc.'],
    ['harbor digital', 'word: Maple Harbor Digital Inc.'],
    ['Maple Harbor Digital', 'suffix: Maple Harbor Digital Inc.'],
    ['Maple Harbor Digital, Inc', 'suffix: Maple Harbor Digital Inc.'],
    ['maple digital', 'fuzzy: Maple Harbor Digital Inc.'],
    ['digital maple harbor', 'fuzzy: Maple Harbor Digital Inc.'],
    ['mapel harbor digital', 'fuzzy: Maple Harbor Digital Inc.'],
    ['maple habor digital', 'fuzzy: Maple Harbor Digital Inc.'],
    ['maple harbour digital inc', 'fuzzy: Maple Harbor Digital Inc.'],
    ['mapple harbor', 'fuzzy: Maple Harbor Digital Inc.'],
    ['mhd', 'alias: Maple Harbor Digital Inc.'],
    ['Muller und Sohne', 'suffix: Müller & Söhne AG'],
    ['mueller soehne ag', 'suffix: Müller & Söhne AG'],
    ['Müller Technik', 'suffix: Mueller Technik KG'],
    ['weiss grosshandel', 'suffix: Weiß Großhandel GmbH & Co. KG'],
    ['nordlys data', 'suffix: Nørdlys Data A/S'],
    ['noerdlys data as', 'suffix: Nørdlys Data A/S'],
    ['zaklad lodz', 'suffix: Zakład Łódź Sp. z o.o.'],
    ['omalley advisory', "suffix: O'Malley Advisory Ltd"],
    ['O’Mally Advisory', "fuzzy: O'Malley Advisory Ltd"],
    ['societe generale du cloud', 'suffix: Société Générale du Cloud S.A.'],
    ['grupo norte', 'suffix: Grupo Norte, S.A. de C.V.'],
    ['studio 54 dseign', 'fuzzy: Studio 54 Design LLC'],
    ['green valley softwear', 'none'],
    ['green vallley software', 'fuzzy: Green Valley Software Oy'],
    ['Ярмарка', 'prefix: Ярмарка Софт ООО'],
    ['Ярмрака Софт', 'fuzzy: Ярмарка Софт ООО'],
    ['東京', 'none'],
    ['co', 'name: Co'],
    ['Old Lighthouse', 'suffix: ACME GmbH'],
    ['old lighthuose', 'fuzzy: ACME GmbH'],
  ])('“%s”: %s', (text, wanted) => {
    expect(asked(text)).toBe(wanted);
  });

  it('comes with the others that may have been meant', () => {
    const match = program.findPartner('acme', { loose: true });
    expect(match.kind === 'one' && match.near.map(({ name }) => name)).toEqual(['Acme Cloud GmbH']);
  });

  it('carries the name of the one that was merged away (rule 1.3)', () => {
    const match = program.findPartner('old lighthuose', { loose: true });
    expect(match.kind === 'one' && match.partner.mergedFrom).toBe('Old Lighthouse Ltd');
  });
});

describe('a choice, or suggestions', () => {
  it.each([
    ['blue ocean', 'many: Blue Ocean Networks | Blue Ocean Analytics'],
    ['bleu ocean', 'many: Blue Ocean Networks | Blue Ocean Analytics'],
    ['mueller', 'many: Müller & Söhne AG | Mueller Technik KG'],
    ['blue ocean capital', 'none'],
    ['Partner 13', 'none'],
    ['Partner 1', 'none'],
    ['Partner 2', 'none'],
    ['studio 45 design', 'none'],
    ['ABD Systems', 'none'],
    ['abc', 'prefix: ABC Systems'],
    ['Intraconnect Labs', 'none'],
    ['stalled', 'none'],
    ['it', 'none'],
    ['revenue', 'none'],
    ['???', 'none'],
    ['', 'none'],
  ])('“%s”: %s', (text, wanted) => {
    expect(asked(text)).toBe(wanted);
  });

  it.each([
    ['Partner 13', 'Partner 12'],
    ['blue ocean capital', 'Blue Ocean Networks'],
    ['Intraconnect Labs', 'Interconnect Labs B.V.'],
    ['green valley softwear', 'Green Valley Software Oy'],
  ])('“%s” suggests %s', (text, wanted) => {
    const match = program.findPartner(text, { loose: true });
    const near = match.kind === 'none' ? match.suggestions.map(({ name }) => name) : [];
    expect(near.length).toBeLessThanOrEqual(5);
    expect(near).toContain(wanted);
  });

  it('takes the legal form to tell two apart', async () => {
    const twins = await analystOfNames(['Alpen Cloud GmbH', 'Alpen Cloud Ltd']);
    const how = (text: string) => said(twins.findPartner(text, { loose: true }));
    expect(how('alpen cloud')).toBe('many: Alpen Cloud GmbH | Alpen Cloud Ltd');
    expect(how('alpen-cloud ltd.')).toBe('suffix: Alpen Cloud Ltd');
    expect(how('aplen cloud ltd')).toBe('fuzzy: Alpen Cloud Ltd');
    expect(how('alpen cloud gmhb')).toBe('fuzzy: Alpen Cloud GmbH');
    expect(how('aplen cloud')).toBe('many: Alpen Cloud GmbH | Alpen Cloud Ltd');
  });

  it('takes a whole word of one name rather than a piece of another', async () => {
    const clouds = await analystOfNames(['Cloudwerk KG', 'Acme Cloud GmbH', 'Isar Cloud GmbH']);
    expect(said(clouds.findPartner('cloud', { loose: true }))).toContain('many: ');
    expect(said(clouds.findPartner('cloudw', { loose: true }))).toBe('prefix: Cloudwerk KG');
  });

  it('is given in time for a text of any length', () => {
    const began = performance.now();
    for (const text of ['maple '.repeat(600), 'x'.repeat(4_000), 'ä ü '.repeat(1_000)]) asked(text);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('guesses nothing without `loose`', () => {
    for (const text of ['acme ltd', 'maple', 'akme']) expect(said(program.findPartner(text))).toBe('none');
    expect(said(program.findPartner('acme gmbh'))).toBe('name: ACME GmbH');
  });
});
