import { describe, expect, it } from 'vitest';
import { asRemote } from '../../../src/kpi/analyst.ts';
import { analystOfNames } from './program.ts';

const program = await analystOfNames([
  { name: 'Maple Harbor Digital Inc.', manager: 'Ana@Example.com' },
  { name: 'Maple Grove Digital Ltd', manager: 'ben@example.com' },
  { name: 'Grünwald Maple GmbH', manager: 'ana@example.com' },
  { name: 'Armada Systems', manager: 'ben@example.com' },
  { name: 'Sycamaple AG', manager: 'ben@example.com' },
  { name: 'Nobody’s', id: 'nobodys' },
]);
const ana = { managers: ['ana@example.com'] };
const names = (partners: readonly { readonly name: string }[]) => partners.map(({ name }) => name);

describe('partners that the asker may not see', () => {
  it.each(['Maple Grove Digital Ltd', 'maple grove', 'mpale grove digital', '1', 'crm/1'])(
    'are not there, nor suggested: “%s”',
    (text) => {
      const match = program.findPartner(text, { loose: true, ...ana });
      expect(JSON.stringify(match)).not.toContain('Grove');
      expect(JSON.stringify(program.findPartner(text, ana))).not.toContain('Grove');
      expect(JSON.stringify(program.partnersLike(text, { most: 9, ...ana }))).not.toContain('Grove');
    },
  );

  it('make no choice of what is clear without them', () => {
    expect(program.findPartner('maple digital', { loose: true }).kind).toBe('many');
    expect(program.findPartner('maple digital', { loose: true, ...ana })).toMatchObject({
      kind: 'one',
      partner: { name: 'Maple Harbor Digital Inc.' },
    });
  });

  it('are all that there are for nobody, and for a partner without a manager', () => {
    expect(program.findPartner('maple', { loose: true, managers: [] })).toEqual({ kind: 'none', suggestions: [] });
    expect(program.findPartner('nobodys', { managers: [''] }).kind).toBe('none');
  });
});

describe('while a name is typed', () => {
  it('beginnings come first, then words, then what is inside, then what is like it', () => {
    expect(names(program.partnersLike('maple', { most: 9 }))).toEqual([
      'Maple Grove Digital Ltd',
      'Maple Harbor Digital Inc.',
      'Grünwald Maple GmbH',
      'Sycamaple AG',
    ]);
    expect(names(program.partnersLike('MAPEL H', { most: 2 }))).toContain('Maple Harbor Digital Inc.');
  });

  it('accents, blanks and punctuation do not matter', () => {
    for (const typed of ['grun', 'GRÜN', 'gruenw', 'grünwald-m', 'grunwaldmaple']) {
      expect(names(program.partnersLike(typed, { most: 9 }))[0]).toBe('Grünwald Maple GmbH');
    }
  });

  it('nothing typed gives all by name, at most as many as wanted', () => {
    expect(names(program.partnersLike(' ', { most: 2 }))).toEqual(['Armada Systems', 'Grünwald Maple GmbH']);
    expect(program.partnersLike('', { most: 9, ...ana })).toHaveLength(2);
  });

  it('can be asked from elsewhere', async () => {
    expect(names(await asRemote(program).partnersLike('arm', { most: 1 }))).toEqual(['Armada Systems']);
  });
});
