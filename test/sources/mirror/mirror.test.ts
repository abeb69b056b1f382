// long: what each kind of page does to the rows, and to the records.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/records/records.ts';
import type { CrmRow, LinkSet, PassPage } from '../../../src/sources/crm/contract.ts';
import type { Mirror } from '../../../src/sources/mirror/index.ts';
import { mappingOf } from '../mapping/support.ts';
import {
  collect,
  facts,
  type Held,
  inFolder,
  links,
  mapping,
  ofType,
  open,
  publish,
  raw,
  row,
  runOf,
} from './world.ts';

const page = (more: Partial<PassPage>): PassPage => ({ cursor: null, done: 0, total: null, ...more });
const pass = (object: string, covers: 'rows' | 'present' | null = null, basis = 'b') => ({
  name: `all:${object}`,
  object,
  basis,
  covers,
});

const partner = (id: string, more: Record<string, string | null> = {}) =>
  row('companies', id, { type: 'PARTNER', name: `Partner ${id}`, ...more });
const deal = (id: string, more: Record<string, string | null> = {}) =>
  row('deals', id, { pipeline: 'sales', dealname: `Deal ${id}`, stage: 'won', createdate: '2026-01-01', ...more });

async function withMirror(work: (mirror: Mirror, file: string) => Promise<void> | void): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, 'crm.mirror');
    const mirror = open(file);
    mirror.keepFacts(facts);
    mirror.beginRun();
    try {
      await work(mirror, file);
    } finally {
      mirror.close();
    }
  });
}

async function recordsIn(mirror: Mirror): Promise<Held> {
  const held: Held = new Map();
  await publish(mirror, held, runOf({ basis: `${mirror.revision}` }));
  return held;
}

describe('rows', () => {
  it('takes the newer of two readings, and of equals the later one', () =>
    withMirror(async (mirror) => {
      const at = (day: string, name: string) => ({
        ...partner('1', { name }),
        changedAt: `2026-01-0${day}T00:00:00.000Z`,
      });
      const nameAfter = async (...rows: ReturnType<typeof at>[]) => {
        for (const one of rows) mirror.applyLoose(page({ rows: [one] }));
        return ofType(await recordsIn(mirror), 'partner')[0]?.name;
      };
      expect(await nameAfter(at('2', 'second'), at('1', 'first'))).toBe('second');
      expect(await nameAfter(at('2', 'again'))).toBe('again');
      expect(await nameAfter(at('3', 'third'))).toBe('third');
    }));

  it('keeps a page once: the same again is no change', () =>
    withMirror(async (mirror) => {
      const whole = page({
        rows: [partner('1'), deal('d')],
        values: [{ object: 'deals', id: 'd', values: { amount: 7 } }],
        links: [links('deals', 'companies', 'd', [['1', 'Source']])],
      });
      mirror.applyLoose(whole);
      mirror.applyLoose(page({ values: [{ object: 'deals', id: 'nobody', values: { amount: 7 } }] }));
      await publish(mirror, new Map());
      const { revision } = mirror;
      mirror.applyLoose(page({ links: [links('deals', 'companies', 'd', [['1', 'Source']])] }));
      mirror.applyLoose(page({ values: [{ object: 'deals', id: 'd', values: { amount: '7' } }] }));
      expect([mirror.dirtyCount(), mirror.revision]).toEqual([0, revision]);
      mirror.applyLoose(page({ values: [{ object: 'deals', id: 'd', values: { amount: 8 } }] }));
      expect(mirror.dirtyCount()).toBe(1);
    }));

  it('tells what it knows by object, in chunks, and who is a partner', () =>
    withMirror((mirror) => {
      const many = Array.from({ length: 1_500 }, (_, at) => partner(`${at}`, at % 2 === 0 ? {} : { type: 'CUSTOMER' }));
      mirror.applyLoose(page({ rows: many, merged: [{ object: 'companies', id: '0', into: '2' }] }));
      expect(mirror.known.count('companies')).toBe(1_499);
      expect([...mirror.known.ids('companies')].map(({ length }) => length)).toEqual([1_000, 499]);
      expect(mirror.known.partners().map(({ object, ids }) => [object, ids.length])).toEqual([['companies', 749]]);
    }));
});

describe('passes', () => {
  it('removes what a pass over all rows did not bring, but not what arrived since it began', () =>
    withMirror((mirror) => {
      mirror.applyLoose(page({ rows: [partner('old'), partner('stays')] }));
      mirror.beginRun();
      const all = pass('companies', 'rows');
      expect(mirror.startPass(all)).toBeNull();
      mirror.apply(all, page({ rows: [partner('stays')], cursor: 'stays' }));
      mirror.beginRun();
      mirror.applyLoose(page({ rows: [partner('new')] }));
      expect(mirror.startPass(all)).toBe('stays');
      mirror.apply(all, page({ watermark: '2026-01-04T00:00:00.000Z' }));
      expect(mirror.known.pass('all:companies', 'b')).toBeNull();
      expect(mirror.endPass(all)).toEqual({ gone: 1, missing: 0 });
      expect([...mirror.known.ids('companies')].flat().sort()).toEqual(['new', 'stays']);
      expect(mirror.known.pass('all:companies', 'b')?.watermark).toBe('2026-01-04T00:00:00.000Z');
      expect(mirror.known.pass('all:companies', 'other')).toBeNull();
    }));

  it('finds ghosts and gaps by the ids that exist', () =>
    withMirror((mirror) => {
      mirror.applyLoose(page({ rows: [partner('1'), partner('ghost')] }));
      mirror.beginRun();
      const ids = pass('companies', 'present');
      mirror.startPass(ids);
      mirror.apply(ids, page({ present: ['1', '2'], cursor: '2' }));
      mirror.apply(ids, page({ present: ['3'] }));
      expect(mirror.endPass(ids)).toEqual({ gone: 1, missing: 2 });
      expect([...mirror.missing()]).toEqual([{ object: 'companies', ids: ['2', '3'] }]);
      mirror.applyLoose(page({ rows: [partner('2')], gone: [{ object: 'companies', id: '3' }] }));
      expect([...mirror.missing()]).toEqual([]);
    }));

  it('drops the cursor of another basis, or where all is to be read anew', () =>
    withMirror((mirror) => {
      const all = pass('companies', 'rows');
      mirror.startPass(all);
      mirror.apply(all, page({ rows: [partner('1')], cursor: '1' }));
      expect(mirror.cursorOf('all:companies', 'other')).toBeNull();
      expect(mirror.startPass(all)).toBe('1');
      expect(mirror.startPass(all, true)).toBeNull();
      expect(mirror.startPass(pass('companies', 'rows', 'other'))).toBeNull();
      expect(mirror.cursorOf('all:companies', 'b')).toBeNull();
    }));
});

describe('merged rows (rule 1.3)', () => {
  it('leads references to the survivor, and leaves the merged partner without history', () =>
    withMirror(async (mirror) => {
      const histories = { tier: [{ value: 'Gold', at: '2025-01-01T00:00:00.000Z' }] };
      mirror.applyLoose(
        page({
          rows: [{ ...partner('a'), histories }, partner('b'), partner('c'), deal('d')],
          links: [links('deals', 'companies', 'd', [['a', 'Source']])],
          merged: [
            { object: 'companies', id: 'a', into: 'b' },
            { object: 'companies', id: 'b', into: 'c' },
          ],
        }),
      );
      const held = await recordsIn(mirror);
      expect(ofType(held, 'partner').map(({ id, mergedInto }) => [id, mergedInto])).toEqual([
        ['a', 'crm/c'],
        ['b', 'crm/c'],
        ['c', null],
      ]);
      expect(ofType(held, 'attribution').map(({ partner: key }) => key)).toEqual(['crm/c']);
      expect(ofType(held, 'partner-history')).toEqual([]);
      mirror.applyLoose(page({ rows: [{ ...partner('a'), histories }] }));
      const back = await recordsIn(mirror);
      expect(ofType(back, 'partner')[0]).toMatchObject({ id: 'a', mergedInto: null });
      expect(ofType(back, 'partner-history')).toHaveLength(1);
      expect(ofType(back, 'attribution').map(({ partner: key }) => key)).toEqual(['crm/a']);
    }));

  it('takes back a merge of a row that is there again, outside of the filters', () =>
    withMirror(async (mirror) => {
      const gone = { object: 'companies', id: 'a' };
      mirror.applyLoose(page({ rows: [partner('a'), partner('b')], merged: [{ ...gone, into: 'b' }] }));
      mirror.applyLoose(page({ gone: [gone] }));
      expect(ofType(await recordsIn(mirror), 'partner').map(({ id }) => id)).toEqual(['a', 'b']);
      mirror.applyLoose(page({ gone: [{ ...gone, apart: true }] }));
      expect(ofType(await recordsIn(mirror), 'partner').map(({ id }) => id)).toEqual(['b']);
    }));

  it('takes the links of a survivor for those of the rows that it took in', () =>
    withMirror(async (mirror) => {
      const whole = (ids: readonly string[], deals: readonly string[]): LinkSet => ({
        fromObject: 'deals',
        toObject: 'companies',
        side: 'to',
        ids,
        links: deals.map((from) => ({ from, to: ids[0] ?? '', labels: ['Source'] })),
      });
      mirror.applyLoose(
        page({ rows: [partner('a'), partner('b'), deal('d'), deal('e')], links: [whole(['a'], ['d', 'e'])] }),
      );
      mirror.applyLoose(page({ merged: [{ object: 'companies', id: 'a', into: 'b' }] }));
      const before = await recordsIn(mirror);
      expect(ofType(before, 'attribution').map(({ deal: key }) => key)).toEqual(['crm/d', 'crm/e']);
      // Somebody took the partner from the other deal; of the row that is no more, an answer of before may still arrive.
      mirror.applyLoose(page({ links: [whole(['b'], ['d']), whole(['a'], ['d', 'e'])] }));
      const after = await recordsIn(mirror);
      expect(ofType(after, 'attribution').map(({ deal: key, partner: to }) => [key, to])).toEqual([['crm/d', 'crm/b']]);
    }));

  it('leaves partners of a circle as themselves, and tells of it', () =>
    withMirror(async (mirror) => {
      const merged = [
        ['a', 'b'],
        ['b', 'a'],
        ['c', 'a'],
      ].map(([id = '', into = '']) => ({ object: 'companies', id, into }));
      mirror.applyLoose(page({ rows: [partner('a'), partner('b'), partner('c')], merged }));
      expect(mirror.mergeCycles().map((names) => names.map(({ id }) => id).sort())).toEqual([['a', 'b']]);
      expect(ofType(await recordsIn(mirror), 'partner').map(({ id, mergedInto }) => [id, mergedInto])).toEqual([
        ['a', 'crm/b'],
        ['b', 'crm/a'],
        ['c', 'crm/a'],
      ]);
    }));
});

describe('patches', () => {
  it('asks for a patch only where no name that others rest on changed', () =>
    withMirror(async (mirror) => {
      const held: Held = new Map();
      const call = { ...row('calls', 'k', { at: '2026-01-02' }), changedAt: null };
      mirror.applyLoose(
        page({
          rows: [partner('1'), call],
          links: [links('calls', 'companies', 'k', ['1']), links('calls', 'deals', 'k', ['d'])],
        }),
      );
      expect(await publish(mirror, held)).toBe('whole');
      expect(ofType(held, 'touch')[0]?.deal).toBeNull();
      mirror.applyLoose(page({ rows: [deal('d')] }));
      expect(await publish(mirror, held)).toBe('patch');
      expect(ofType(held, 'touch')[0]?.deal).toBe('crm/d');
      mirror.applyLoose(page({ rows: [partner('1', { tier: 'Gold' })] }));
      expect(await publish(mirror, held)).toBe('patch');
      mirror.applyLoose(page({ rows: [partner('1', { partner_key: 'K' })] }));
      expect(await publish(mirror, held)).toBe('whole');
      mirror.applyLoose(page({ gone: [{ object: 'deals', id: 'd' }] }));
      expect(await publish(mirror, held)).toBe('whole');
      expect(await publish(mirror, held)).toBe('patch');
      expect(await publish(mirror, held, runOf({ basis: 'other' }))).toBe('whole');
      mirror.keepFacts({ ...facts, owners: new Map() });
      expect(mirror.needsWhole(runOf({ basis: 'other' }))).toBe(true);
    }));

  it('leaves dirty what changed while it was published', () =>
    withMirror(async (mirror) => {
      mirror.applyLoose(page({ rows: [deal('d')] }));
      await publish(mirror, new Map());
      mirror.applyLoose(page({ rows: [deal('d', { amount: '1' })] }));
      expect(mirror.needsWhole(runOf())).toBe(false);
      const { revision, records } = mirror.deriveDirty(runOf());
      await collect(records);
      mirror.applyLoose(page({ rows: [deal('d', { amount: '2' })] }));
      mirror.published(revision);
      expect(mirror.dirtyCount()).toBe(1);
    }));

  it('keeps the rejects of each row as its last derivation left them, and partners’ names for others', () =>
    withMirror(async (mirror) => {
      const held: Held = new Map();
      mirror.applyLoose(page({ rows: [deal('d', { amount: 'many' }), partner('1', { partner_key: ' K1 ' })] }));
      await publish(mirror, held);
      expect([...mirror.rejects()].map(({ object, id, field }) => [object, id, field])).toEqual([
        ['deals', 'd', 'amount'],
      ]);
      expect(mirror.rejectCounts()).toEqual({ rows: 0, fields: 1 });
      const names = [
        { record: 'partner', by: 'property:partner_key', value: 'k1', key: 'crm/1', origin: 'companies/1' },
      ];
      expect([...mirror.partnerNames('all')]).toEqual(names);
      expect([...mirror.partnerNames(['companies/1', 'deals/d'])]).toEqual(names);
      mirror.applyLoose(page({ rows: [deal('d', { amount: '5' })] }));
      expect(await publish(mirror, held)).toBe('patch');
      expect([...mirror.rejects()]).toEqual([]);
    }));

  it('finds partners that other sources know, and remembers when a status was first seen', () =>
    withMirror(async (mirror) => {
      const seen: unknown[] = [];
      mirror.applyLoose(
        page({
          rows: [row('p_certificate', 'c', { names: 'Sales;Tech', holder: 'h1' })],
          links: [links('p_certificate', 'companies', 'c', ['77'])],
        }),
      );
      const run = runOf({
        elsewhere: (by, value) => (by === 'id' && value === '77' ? [keyOf('files', 'P7')] : []),
        firstSeen: (_object, _id, _property, value) => (value === 'Sales' ? '2025-05-05T00:00:00.000Z' : null),
        onFirstSeen: (one) => void seen.push(one),
      });
      const held: Held = new Map();
      await publish(mirror, held, run);
      expect(ofType(held, 'certification').map(({ name, earnedAt, partner: key }) => [name, earnedAt, key])).toEqual([
        ['Sales', '2025-05-05T00:00:00.000Z', 'files/P7'],
        ['Tech', run.at, 'files/P7'],
      ]);
      expect(seen).toEqual([{ object: 'p_certificate', id: 'c', property: 'names', value: 'Tech', at: run.at }]);
    }));
});

describe('people', () => {
  it('never writes an id of a person, and takes one out for good', () =>
    withMirror(async (mirror, file) => {
      const bring = () =>
        mirror.applyLoose(
          page({
            rows: [
              partner('1'),
              row('p_enrollment', 'e', { course: 'Intro' }),
              row('p_certificate', 'c', { names: 'Sales', holder: 'person-raw-1' }),
            ],
            links: [
              links('p_enrollment', 'contacts', 'e', ['person-raw-1']),
              links('contacts', 'companies', 'person-raw-1', ['1']),
              links('p_certificate', 'companies', 'c', ['1']),
            ],
          }),
        );
      const held: Held = new Map();
      const bytes = () => ['', '-wal'].map((end) => readFileSync(`${file}${end}`, 'latin1')).join('');
      bring();
      await publish(mirror, held);
      const person = ofType(held, 'training')[0]?.person;
      expect(person).toMatch(/^[0-9a-f]{32}$/);
      expect(ofType(held, 'certification')[0]?.person).toBe(person);
      expect(bytes()).not.toContain('person-raw-1');
      mirror.purgePerson('person-raw-1');
      bring();
      expect(await publish(mirror, held)).toBe('whole');
      expect(ofType(held, 'certification')[0]?.person).toBeNull();
      expect(ofType(held, 'training')).toEqual([]);
    }));
});

const wholePass = { name: 'whole', basis: 'b', object: 'companies', covers: 'rows' } as const;
const brokenRow: CrmRow = {
  ...row('companies', '9', {}),
  get values(): never {
    throw new Error('broken');
  },
};

describe('the file', () => {
  it('keeps the pages before one that fails, and nothing of that one', () =>
    inFolder((folder) => {
      const file = join(folder, 'a.mirror');
      const mirror = open(file);
      mirror.keepFacts(facts);
      mirror.beginRun();
      const broken: readonly CrmRow[] = [row('companies', '2', { type: 'PARTNER', name: 'Two' }), brokenRow];
      mirror.startPass(wholePass);
      mirror.apply(wholePass, { rows: [row('companies', '1', {})], cursor: 'after 1', done: 1, total: 3 });
      expect(() => mirror.apply(wholePass, { rows: broken, cursor: 'after 2', done: 2, total: 3 })).toThrow('broken');
      expect([mirror.known.count('companies'), mirror.cursorOf('whole', 'b')]).toEqual([1, 'after 1']);
      mirror.apply(wholePass, { rows: [row('companies', '3', {})], cursor: 'after 3', done: 3, total: 3 });
      mirror.close();
      const again = open(file);
      expect([...again.known.ids('companies')]).toEqual([['1', '3']]);
      expect(again.cursorOf('whole', 'b')).toBe('after 3');
      again.close();
    }));

  const rowsIn = (mirror: Mirror) => mirror.known.count('companies');

  it('goes on where it was, and begins anew where it is damaged, of another version or of another account', () =>
    inFolder((folder) => {
      const file = join(folder, 'crm.mirror');
      const visit = <R>(work: (mirror: Mirror) => R): R => {
        const mirror = open(file);
        try {
          return work(mirror);
        } finally {
          mirror.close();
        }
      };
      const fill = (mirror: Mirror) => {
        mirror.keepFacts(facts);
        mirror.applyLoose(page({ rows: [partner('1')] }));
        return mirror.id;
      };
      const first = visit(fill);
      visit((mirror) => expect([mirror.id, rowsIn(mirror), mirror.keepFacts(facts)]).toEqual([first, 1, false]));
      visit((mirror) => {
        expect(mirror.keepFacts({ ...facts, account: 'portal-2' })).toBe(true);
        expect([mirror.id === first, rowsIn(mirror)]).toEqual([false, 0]);
        fill(mirror);
      });
      const database = new BetterSqlite3(file);
      database.pragma('user_version = 99');
      database.close();
      visit((mirror) => {
        expect(rowsIn(mirror)).toBe(0);
        fill(mirror);
      });
      writeFileSync(file, 'no database at all, but long enough to be looked at as one'.repeat(200));
      visit((mirror) => expect(rowsIn(mirror)).toBe(0));
      const foreign = join(folder, 'other.db');
      const other = new BetterSqlite3(foreign);
      other.exec('create table theirs (x)');
      other.close();
      expect(() => open(foreign)).toThrow('store-foreign');
    }));

  it('finds names anew under another mapping', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'crm.mirror');
      const before = open(file);
      before.keepFacts(facts);
      before.applyLoose(page({ rows: [partner('1'), partner('2', { type: 'RESELLER' })] }));
      await publish(before, new Map());
      before.close();
      const wider = mappingOf('hubspot', {
        ...raw,
        partner: { ...raw.partner, where: [{ field: 'type', op: 'filled' }] },
      });
      const after = open(file, { mapping: wider });
      const held: Held = new Map();
      expect(await publish(after, held)).toBe('whole');
      expect(ofType(held, 'partner').map(({ id }) => id)).toEqual(['1', '2']);
      expect(after.known.partners()[0]?.ids).toEqual(['1', '2']);
      after.close();
      expect(mapping).not.toBe(wider);
    }));
});
