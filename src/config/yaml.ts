import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { type KeyPath, type KeyTree, keyTree } from './key-tree.ts';
import { nearest } from './nearest.ts';
import type { ConfigProblem } from './problems.ts';

type Parsed<T> = { readonly value: T } | { readonly problems: readonly ConfigProblem[] };

/** Reads a YAML text against a strict schema; on failure all problems at once, each with its line and the nearest valid name. */
export function parseYaml<S extends z.ZodType>(text: string, schema: S): Parsed<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineAt = (offset: number | undefined): number | null =>
    offset === undefined ? null : lines.linePos(offset).line;

  const broken = document.errors.map((error): ConfigProblem => {
    const duplicate = error.code === 'DUPLICATE_KEY';
    const word = duplicate ? text.slice(error.pos[0]).match(/^[^\s:]+/)?.[0] : undefined;
    return problem(duplicate ? 'duplicate-key' : 'bad-yaml', {
      line: lineAt(error.pos[0]),
      key: word ?? '',
      expected: duplicate ? null : { kind: 'phrase', text: error.message.split('\n')[0] ?? '' },
    });
  });
  if (broken.length > 0) return { problems: broken };

  const lineOf = (path: KeyPath): number | null => {
    for (let length = path.length; length >= 0; length--) {
      const offset = keyOffset(document, path.slice(0, length));
      if (offset !== undefined) return lineAt(offset);
    }
    return 1;
  };
  const secrets = secretsIn(document).map(({ path, offset }) =>
    problem('secret-in-file', { line: lineAt(offset), key: spell(path) }),
  );
  const parsed = schema.safeParse(withoutEmpty(document.toJS() ?? {}));
  if (parsed.success && secrets.length === 0) return { value: parsed.data };

  const hidden = new Set(secrets.map((secret) => secret.key));
  const tree = keyTree(schema);
  const issues = (parsed.error?.issues ?? [])
    .flatMap((issue) => problemsOf(issue, tree, document.toJS(), lineOf))
    .filter((found) => !hidden.has(found.key));
  return { problems: [...secrets, ...issues] };
}

function problem(code: ConfigProblem['code'], known: Partial<ConfigProblem>): ConfigProblem {
  return { code, line: null, key: '', value: null, expected: null, nearest: null, ...known };
}

/** `sources[0].folder` */
function spell(path: KeyPath): string {
  return path.reduce<string>((sum, step) => {
    if (typeof step === 'number') return `${sum}[${step}]`;
    return sum === '' ? step : `${sum}.${step}`;
  }, '');
}

function problemsOf(
  issue: z.core.$ZodIssue,
  tree: KeyTree,
  value: unknown,
  lineOf: (path: KeyPath) => number | null,
): ConfigProblem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      problem('unknown-key', {
        line: lineOf([...path, key]),
        key: spell([...path, key]),
        expected: { kind: 'one-of', values: tree.keysAt(path) },
        nearest: nearest(key, tree.keysAt(path)) ?? null,
      }),
    );
  }
  if (issue.code === 'invalid_key') {
    const text = issue.issues[0]?.message ?? '';
    const named = { value: String(path.at(-1) ?? ''), expected: { kind: 'phrase', text } as const };
    return [problem('bad-value', { line: lineOf(path), key: spell(path.slice(0, -1)), ...named })];
  }
  const given = valueAt(value, path);
  const fromSchema = tree.expectationAt(path);
  const expected =
    issue.code === 'custom' || (issue.code === 'invalid_format' && fromSchema?.kind === 'text')
      ? ({ kind: 'phrase', text: issue.message } as const)
      : fromSchema;
  const choices = expected?.kind === 'one-of' ? expected.values : [];
  return [
    problem(given === undefined ? 'missing-key' : 'bad-value', {
      line: lineOf(path),
      key: spell(path),
      value: given === undefined ? null : shorten(given),
      expected,
      nearest: typeof given === 'string' ? (nearest(given, choices) ?? null) : null,
    }),
  ];
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
    value,
  );
}

/** A key without a value means its default, like a key that is not there; only in a mapping it takes out what a ready one has. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, key === 'mapping' ? entry : withoutEmpty(entry)]),
  );
}

type YamlDocument = ReturnType<typeof parseDocument>;

/** Where the key (or list entry) at `path` begins; undefined where it does not stand in the file. */
function keyOffset(document: YamlDocument, path: KeyPath): number | undefined {
  const last = path.at(-1);
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (typeof last === 'string' && isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    return pair && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  }
  const node = last === undefined ? parent : document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

const secretKey = /token|secret|password|passwd|credential|person[-_]?key|api[-_]?key/i;
/** Here the name of a variable belongs, so anything else is probably the token itself. */
const isPastedToken = (key: string, value: unknown): boolean =>
  key === 'bearer' && typeof value === 'string' && !/^[A-Z][A-Z0-9_]*$/.test(value);
const secretValue = /^(xox[a-z]|xapp)-|^postgres(ql)?:\/\/[^/@\s]*:[^/@\s]*@/i;

function secretsIn(document: YamlDocument): { path: KeyPath; offset: number | undefined }[] {
  const found: { path: KeyPath; offset: number | undefined }[] = [];
  visit(document, {
    Scalar(where, node, ancestors) {
      if (where === 'key') return;
      const path: (string | number)[] = [];
      [...ancestors, node].forEach((step, index, all) => {
        const above = all[index - 1];
        if (isPair(step) && isScalar(step.key)) path.push(String(step.key.value));
        else if (
          above &&
          !isPair(above) &&
          isNode(above) &&
          'items' in above &&
          !isMap(above) &&
          Array.isArray(above.items)
        ) {
          path.push(above.items.findIndex((item: unknown) => item === step));
        }
      });
      const key = String(path.at(-1) ?? '');
      const named = (secretKey.test(key) && node.value !== null) || isPastedToken(key, node.value);
      if (named || secretValue.test(String(node.value))) found.push({ path, offset: node.range?.[0] });
    },
  });
  return found;
}
