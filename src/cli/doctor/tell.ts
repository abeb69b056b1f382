import { type Finding, levels } from '../../doctor/index.ts';
import { wrap } from '../render/table.ts';
import type { CliKey, Words } from '../words.ts';
import type { Section, Told } from './section.ts';

/** The findings of a section in words, the worst first. */
export const toldOf = ({ findings }: Section, words: Words): readonly Told[] =>
  findings
    .map((finding) => ('what' in finding ? finding : tell(finding, words)))
    .toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));

function tell(finding: Finding, words: Words): Told {
  const { level, code, params } = finding;
  if (finding.code === 'failed') {
    const { cause, remedy } = words.error(finding.failure, params);
    return {
      level,
      code: finding.failure,
      what: words('doctor.failed', { code: finding.failure }),
      cause,
      remedy,
      details: params,
    };
  }
  const filled = Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, value === '' ? 'none' : readable(key, value, words)]),
  );
  const told = (suffix: string): string | null => words.maybe(`doctor.${code}${suffix}`, '', filled) || null;
  return { level, code, what: told('') ?? code, cause: told('.cause'), remedy: told('.remedy'), details: params };
}

/** Names of records and figures as people of the reader’s language say them. */
function readable(key: string, value: string | number, words: Words): string | number {
  if (key === 'record') return words.maybe(`doctor.noun.${value}`, String(value));
  if (key !== 'figures') return value;
  return String(value)
    .split('; ')
    .map((figure) => words.maybe(`doctor.figure.${figure}`, figure))
    .join(', ');
}

/** The lines of a section on a terminal. */
export function linesOf(section: Section, told: readonly Told[], words: Words, width: number): string[] {
  const { name, kind, calls } = section;
  const own: Readonly<Partial<Record<string, CliKey>>> = {
    program: 'doctor.section-program',
    slack: 'doctor.section-slack',
    kpis: 'doctor.section-kpis',
  };
  const key = own[kind];
  const heading = key === undefined ? words('doctor.section-source', { name, kind, calls }) : words(key);
  const column = Math.max(...levels.map((level) => words(`doctor.level-${level}`).length)) + 2;
  const indent = ' '.repeat(column);
  return [
    heading,
    ...told.flatMap(({ level, what, cause, remedy }) => {
      const lines = wrap(what, width - column);
      const more = [
        ...(cause === null ? [] : wrap(words('doctor.cause', { cause }), width - column)),
        ...(remedy === null ? [] : wrap(words('doctor.remedy', { remedy }), width - column)),
      ];
      const first = `${words(`doctor.level-${level}`).padEnd(column)}${lines[0] ?? ''}`;
      return [first, ...[...lines.slice(1), ...more].map((line) => indent + line)];
    }),
    '',
  ];
}
