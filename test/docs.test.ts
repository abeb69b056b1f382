import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../src/cli/commands/index.ts';
import { type KeyPath, keyTree } from '../src/config/key-tree.ts';
import { configSchema } from '../src/config/schema.ts';
import { errorKinds } from '../src/errors.ts';
import { kpis } from '../src/kpi/list.ts';
import { segmentKeys } from '../src/kpi/segment.ts';
import { leftOutReasons } from '../src/kpi/tally.ts';
import { optionalScopes, scopes } from '../src/slack/manifest.ts';
import { tables } from '../src/sources/files/tables.ts';
import { errors as germanErrors } from '../src/text/de/errors.ts';
import { errors as englishErrors } from '../src/text/en/errors.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const docs = readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []));
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs];

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

/** The anchors that a page's headings get on the usual Git servers. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/ /g, '-'),
    ),
  );
}

/** Why a relative link of a page leads nowhere; null where it leads somewhere. */
function broken(page: string, link: string): string | null {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(root, resolve(root, dirname(page), path));
  if (!existsSync(join(root, target))) return `${page}: ${link}: there is no ${target}`;
  if (anchor === undefined) return null;
  return anchorsOf(read(target)).has(anchor) ? null : `${page}: ${link}: no heading #${anchor}`;
}

/** The cell texts of the table rows in a text. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));

const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link));
    expect(links.map((link) => broken(page, link)).filter((reason) => reason !== null)).toEqual([]);
  });

  it.each([
    ['English', englishErrors],
    ['German', germanErrors],
  ])('of the %s error texts lead somewhere', (_language, errors) => {
    const reasons = Object.entries(errors).map(([code, { page }]) => broken(`the error ${code}`, page));
    expect(reasons.filter((reason) => reason !== null)).toEqual([]);
  });

  it('are seen: a heading with code, punctuation and a number', () => {
    expect([
      ...anchorsOf('# A\n```\n# no\n```\n### 3.1 `sourced-revenue`\n## Rejected rows, fields (exit code 3)'),
    ]).toEqual(['a', '31-sourced-revenue', 'rejected-rows-fields-exit-code-3']);
  });
});

describe('docs/errors.md', () => {
  const text = read('docs/errors.md');

  it('has a section with cause and remedy for every code, and for no other', () => {
    const sections = [...text.matchAll(/^### (\S+)\n\n\*\*Cause\.\*\* .+\n\*\*Remedy\.\*\* .+$/gm)].map(
      ([, code]) => code,
    );
    expect(sections.toSorted()).toEqual(Object.keys(errorKinds).toSorted());
  });

  it('tells the exit code of each', () => {
    const told = rowsOf(text).flatMap(([code = '', exit = '']) => codesIn(code).map((name) => [name, Number(exit)]));
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(errorKinds).map(([code, { exit }]) => [code, exit])),
    );
  });
});

describe('docs/definitions.md', () => {
  const text = read('docs/definitions.md');

  it('has every rule under its number, in order', () => {
    const chapters = { 1: 10, 2: 6, 3: 12, 4: 2, 5: 4, 6: 0, 7: 5, 8: 0 };
    const expected = Object.entries(chapters).flatMap(([chapter, rules]) => [
      `${chapter}`,
      ...Array.from({ length: rules }, (_, rule) => `${chapter}.${rule + 1}`),
    ]);
    const numbers = [...withoutCode(text).matchAll(/^##+ (\d+(?:\.\d+)?)\.? /gm)].map(([, number]) => number);
    expect(numbers).toEqual(expected);
  });

  it.each(kpis.map((kpi) => [kpi.id, kpi] as const))('%s: purpose and figures as in the code', (id, kpi) => {
    const section = text.split(`\`${id}\`\n\n`)[1] ?? '';
    expect(section.split('\n')[0]).toBe(`${kpi.area} · ${kpi.kind} · ${kpi.cadence} · ${kpi.better} is better`);
    const names = text.split('| KPI | `figures` |')[1] ?? '';
    const named = rowsOf(names).find(([name = '']) => name.trim() === id)?.[1] ?? '';
    expect(Object.keys(kpi.units).filter((figure) => !new RegExp(`\\b${figure}\\b`).test(named))).toEqual([]);
  });

  it('explains every reason for leaving a record out', () => {
    const explained = new Set(rowsOf(text).flatMap(([reasons = '']) => codesIn(reasons)));
    const missing = leftOutReasons.filter((reason) => !reason.startsWith('influenced-') && !explained.has(reason));
    expect(missing).toEqual([]);
  });

  it('names every segment key', () => {
    expect(text).toContain(`Segment keys: ${segmentKeys.join(', ')}.`);
  });
});

describe('docs/configuration.md', () => {
  const text = read('docs/configuration.md');

  /** `program.timeZone`, `sources[].folder` …: every key that is no group of keys. */
  const keys = (path: KeyPath = [], name = ''): string[] => {
    const tree = keyTree(configSchema);
    const kind = tree.expectationAt(path)?.kind;
    if (kind === 'list' && tree.keysAt([...path, 0]).length > 0) return keys([...path, 0], `${name}[]`);
    const below = tree.keysAt(path);
    if (below.length === 0) return [name];
    return below.flatMap((key) => keys([...path, key], name === '' ? key : `${name}.${key}`));
  };

  it('names every key of the configuration', () => {
    const named = new Set([...codesIn(withoutCode(text)), ...text.matchAll(/^### (\S+)$/gm).map(([, key]) => key)]);
    expect(keys().length).toBeGreaterThan(15);
    expect(keys().filter((key) => !named.has(key))).toEqual([]);
  });

  it('shows a file whose values are the defaults', async () => {
    const { parse } = await import('yaml');
    const shown: unknown = parse(/^```yaml\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '');
    expect(configSchema.parse(shown)).toEqual(configSchema.parse({}));
  });
});

describe('docs/csv-folder.md', () => {
  it('lists every file with its columns, the required ones in bold', () => {
    const told = rowsOf(read('docs/csv-folder.md'))
      .filter(([file = '']) => /^ `\w+\.csv` $/.test(file))
      .map(([file = '', columns = '']) => ({
        file: codesIn(file)[0],
        required: [...columns.matchAll(/\*\*`(\w+)`\*\*/g)].map(([, column]) => column).toSorted(),
        optional: [...columns.matchAll(/(?<!\*)`(\w+)`(?!\*)/g)].map(([, column]) => column).toSorted(),
      }));
    expect(told).toEqual(
      tables.map(({ file, required, optional }) => ({
        file,
        required: required.toSorted(),
        optional: optional.toSorted(),
      })),
    );
  });
});

describe('commands', () => {
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json'))).scripts;

  it.each(['README.md', 'CONTRIBUTING.md', 'docs/command-line.md'])('%s names npm scripts that exist', (page) => {
    const named = [...read(page).matchAll(/npm (?:run (?:-s )?([\w:]+)|(test|start)\b)/g)].map(
      ([, run, own]) => run ?? own ?? '',
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('stand in the README and in docs/command-line.md, each once', () => {
    const names = commands.map(({ name }) => name).toSorted();
    const inReadme = rowsOf(read('README.md')).flatMap(([cell = '']) => /^ `([\w-]+)/.exec(cell)?.[1] ?? []);
    const inPage = rowsOf(read('docs/command-line.md')).flatMap(
      ([cell = '']) => /^ `pulse ([\w-]+)/.exec(cell)?.[1] ?? [],
    );
    expect(inReadme.toSorted()).toEqual(names);
    expect([...new Set(inPage)].toSorted()).toEqual(names);
  });

  it('stand in docs/command-line.md with all their options', () => {
    const rows = rowsOf(read('docs/command-line.md')).map(([cell = '']) => cell);
    const missing = commands.flatMap(({ name, options }) =>
      Object.keys(options)
        .filter((option) => !rows.some((cell) => cell.includes(`pulse ${name}`) && cell.includes(`--${option}`)))
        .map((option) => `${name} --${option}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('docs/slack-admin.md', () => {
  it('gives a reason for every scope of the app, and for no other', () => {
    const section = read('docs/slack-admin.md').split('## Scopes and why')[1]?.split('\n## ')[0] ?? '';
    const told = rowsOf(section).flatMap(([scope = '']) => codesIn(scope));
    expect(told.toSorted()).toEqual(Object.keys({ ...scopes, ...optionalScopes }).toSorted());
  });
});

describe('what the pages may not say', () => {
  it.each(pages)('%s leaves nothing open', (page) => {
    expect(read(page)).not.toMatch(/\bTODO\b|\bFIXME\b|lorem ipsum|\btbd\b/i);
  });
});
