import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The one-way rule of the house. A room may import what stands in a line above it; rooms of one line never meet, unless
 * `chain` says that they may in the order written. The proposal had `cli` beside `slack`; it stands outermost here, because
 * a command line is the program's front door: it reads arguments, then configuration, then calls a command, of which
 * `start` (main) is one. Nothing imports it but bin/.
 * test/, bin/ and scripts/ may import anything; nothing in src/ or jobs/ imports them.
 */
const rule =
  'errors, records, statistics, schedule < store < [ sources | kpi < reports | alerts ] < [ proof | doctor ] < charts < text < slack < jobs < config < main < cli';

const floors: readonly (readonly (readonly string[])[])[] = [
  [['errors'], ['records'], ['statistics'], ['schedule']],
  [['store']],
  [['sources'], ['kpi', 'reports'], ['alerts']],
  [['proof'], ['doctor']],
  [['charts']],
  [['text']],
  [['slack']],
  [['jobs']],
  [['config']],
  [['main']],
  [['cli']],
];

/** The ground floor: errors, then records, then statistics may not know each other at all, but for errors, which all may know. */
const everybody = new Set(['errors']);

function placeOf(room: string): { floor: number; lane: number; step: number } | null {
  for (const [floor, lanes] of floors.entries()) {
    for (const [lane, chain] of lanes.entries()) {
      const step = chain.indexOf(room);
      if (step >= 0) return { floor, lane, step };
    }
  }
  return null;
}

const root = resolve(import.meta.dirname, '..');

interface Module {
  readonly file: string;
  readonly room: string;
  readonly imports: readonly string[];
  readonly text: string;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** `src/kpi/list.ts` → kpi, `src/main.ts` → main, `jobs/sync.ts` → jobs. */
function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'src' ? second.replace(/\.ts$/, '') : first;
}

/** Every relative specifier that a module names: import, import type, export from, import(), import('…').Type. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(['"])(\.{1,2}\/[^'"]+)\1/g;
  return [...code.matchAll(pattern)].flatMap((match) => (match[2] === undefined ? [] : [match[2]]));
}

/** Those of them that exist at run time: not `import type`, and not only `{ type … }`. */
function valueImportsOf(text: string): string[] {
  const pattern = /\bimport\s+(?!type\b)([^'";]*?)\bfrom\s*'(\.{1,2}\/[^']+)'/g;
  return [...text.matchAll(pattern)].flatMap(([, names = '', specifier = '']) => {
    const listed = /\{([^}]*)\}/.exec(names)?.[1]?.split(',');
    const onlyTypes = listed?.every((name) => /^\s*(type\s|$)/.test(name)) ?? false;
    return onlyTypes ? [] : [specifier];
  });
}

const inRoot = (file: string, specifier: string): string =>
  relative(root, resolve(root, dirname(file), specifier))
    .split(sep)
    .join('/');

function read(file: string): Module {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = importsOf(text).map((specifier) => inRoot(file, specifier));
  return { file, room: roomOf(file), imports, text };
}

/** The sentence of the rule that an import breaks; null where it breaks none. */
function broken(from: Pick<Module, 'file' | 'room'>, target: string): string | null {
  const says = (reason: string): string => `${from.file} imports ${target}: ${reason}. The rule: ${rule}`;
  const into = roomOf(target);
  // The version of the program stands in one place.
  if (target === 'package.json') return null;
  if (!/^(src|jobs)\//.test(target)) return says(`src/ and jobs/ import nothing from ${target.split('/')[0]}/`);
  if (into === from.room || everybody.has(into)) return null;
  const here = placeOf(from.room);
  const there = placeOf(into);
  if (!here) return says(`"${from.room}" is no room of the house`);
  if (!there) return says(`"${into}" is no room of the house`);
  if (there.floor < here.floor) return null;
  if (there.floor > here.floor)
    return says(`${from.room} stands left of ${into}, and a room imports only what stands left of it`);
  if (there.lane === here.lane && there.step < here.step) return null;
  if (there.lane === here.lane)
    return says(`${from.room} stands left of ${into}, and a room imports only what stands left of it`);
  return says(`${from.room} and ${into} never meet, they stand side by side`);
}

/** A path of modules that leads back to its beginning, through imports that exist at run time or not; null without one. */
function cycleIn(modules: readonly Module[]): string[] | null {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of byFile.get(file)?.imports ?? []) {
      const found = walk(next, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const module of modules) {
    const found = walk(module.file, []);
    if (found) return found;
  }
  return null;
}

const modules = [...filesIn('src'), ...filesIn('jobs')].map(read);

describe('the house', () => {
  it('was really read', () => {
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(modules.length / 2);
  });

  it('keeps the one-way rule', () => {
    const sentences = modules.flatMap((module) => module.imports.map((target) => broken(module, target)));
    expect(sentences.filter((sentence) => sentence !== null)).toEqual([]);
  });

  it('lets text know the shapes of answers only, not how they are computed', () => {
    const contracts = new Set(['src/kpi/answer.ts', 'src/kpi/list.ts', 'src/kpi/analyst.ts', 'src/kpi/segment.ts']);
    const found = modules
      .filter((module) => module.room === 'text')
      .flatMap((module) =>
        valueImportsOf(module.text).map((target) => `${module.file} imports ${inRoot(module.file, target)}`),
      )
      .filter(
        (sentence) => sentence.includes(' src/kpi/') && ![...contracts].some((allowed) => sentence.endsWith(allowed)),
      );
    expect(found).toEqual([]);
  });

  it('has no cycle of modules', () => {
    expect(cycleIn(modules)).toBeNull();
  });

  it('imports only files that exist, with their ending', () => {
    const known = new Set([...modules.map((module) => module.file)]);
    const lost = modules.flatMap((module) =>
      module.imports
        .filter((target) => !known.has(target) && !target.endsWith('.json'))
        .map((target) => `${module.file} → ${target}`),
    );
    expect(lost).toEqual([]);
  });

  it('has rooms of at most 250 lines, or says in the first lines why one is longer', () => {
    const long = [...modules, ...filesIn('test').map(read)]
      .filter((module) => module.text.split('\n').length > 251)
      .filter((module) => !/^\/\/ long: \S/m.test(module.text.split('\n').slice(0, 5).join('\n')))
      .map((module) => `${module.file}: ${module.text.split('\n').length - 1} lines without a "// long: …" comment`);
    expect(long).toEqual([]);
  });

  it('reads the environment and the clock only in main, config and cli', () => {
    const outer = new Set(['main', 'config', 'cli']);
    const found = modules
      .filter((module) => !outer.has(module.room))
      .filter((module) =>
        /\bprocess\.env\b|\bDate\.now\(\)|\bnew Date\(\)/.test(module.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
      )
      .map((module) => module.file);
    expect(found).toEqual([]);
  });
});

describe('the rule itself', () => {
  it.each([
    ['src/kpi/x.ts', 'kpi', 'src/store/store.ts'],
    ['src/reports/x.ts', 'reports', 'src/kpi/list.ts'],
    ['src/store/x.ts', 'store', 'src/errors.ts'],
    ['src/cli/x.ts', 'cli', 'src/main.ts'],
    ['src/proof/x.ts', 'proof', 'src/sources/sync.ts'],
    ['jobs/x.ts', 'jobs', 'src/sources/sync.ts'],
  ])('allows %s to import from its left', (file, room, target) => {
    expect(broken({ file, room }, target)).toBeNull();
  });

  it.each([
    ['src/store/x.ts', 'store', 'src/kpi/list.ts', 'stands left of kpi'],
    ['src/kpi/x.ts', 'kpi', 'src/reports/x.ts', 'stands left of reports'],
    ['src/kpi/x.ts', 'kpi', 'src/sources/source.ts', 'never meet'],
    ['src/alerts/x.ts', 'alerts', 'src/reports/x.ts', 'never meet'],
    ['src/kpi/x.ts', 'kpi', 'src/proof/x.ts', 'stands left of proof'],
    ['src/slack/x.ts', 'slack', 'src/config/config.ts', 'stands left of config'],
    ['src/main/x.ts', 'main', 'src/cli/main.ts', 'stands left of cli'],
    ['src/kpi/x.ts', 'kpi', 'test/doubles/x.ts', 'import nothing from test/'],
    ['src/kpi/x.ts', 'kpi', 'src/helpers/x.ts', 'no room of the house'],
  ])('refuses %s (%s) importing %s', (file, room, target, sentence) => {
    expect(broken({ file, room }, target)).toContain(sentence);
  });

  it('sees every way of importing', () => {
    const text = [
      "import a from './a.ts';",
      "import type { B } from './b.ts';",
      "export * from './c.ts';",
      "const d = await import('./d.ts');",
      "type E = import('./e.ts').E;",
      "import './f.ts';",
      "// import './no.ts';",
      "/* import './no.ts'; */",
      "import {\n  g,\n} from './g.ts';",
    ].join('\n');
    expect(importsOf(text)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts']);
  });

  it('tells imports that exist at run time from types', () => {
    const text = [
      "import type { A } from './a.ts';",
      "import { type B } from './b.ts';",
      "import { c, type D } from './c.ts';",
      "import e from './e.ts';",
    ].join('\n');
    expect(valueImportsOf(text)).toEqual(['./c.ts', './e.ts']);
  });

  it('finds a cycle', () => {
    const module = (file: string, ...imports: string[]): Module => ({ file, room: '', imports, text: '' });
    expect(cycleIn([module('a', 'b'), module('b', 'c'), module('c', 'b')])).toEqual(['b', 'c', 'b']);
  });
});
