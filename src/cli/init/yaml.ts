import { stringify } from 'yaml';
import { BadConfig } from '../../config/problems.ts';
import { configSchema } from '../../config/schema.ts';
import { parseYaml } from '../../config/yaml.ts';

/** What a configuration is made of. */
export interface Answers {
  readonly writtenAt: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly admins: readonly string[];
  readonly everyone: boolean;
  readonly source: SourceAnswers;
}

export interface SourceAnswers {
  /** As it stands in the file. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Variables of the environment that must be set. */
  readonly secrets: readonly string[];
  /** Why the mapping is as it is, a line each. */
  readonly reasons: readonly string[];
}

/** What stands beside the keys, in the language of whoever asked. */
export interface Comments {
  readonly head: readonly string[];
  readonly program: string;
  readonly everyone: string;
  readonly admins: string;
  readonly sources: string;
  readonly secrets: string;
  readonly mapping: string;
}

/** The text of a configuration with its comments. Throws BadConfig if the program itself would not take it. */
export function configurationText(file: string, answers: Answers, comments: Comments): string {
  const { source } = answers;
  const { mapping, ...settings } = source.settings;
  const text = [
    `# Written by pulse init on ${answers.writtenAt}`,
    ...comment(comments.head),
    '',
    ...comment([comments.program]),
    block({ program: { timeZone: answers.timeZone, currency: answers.currency } }),
    ...comment([comments.everyone, comments.admins]),
    block({ access: { everyone: answers.everyone, admins: answers.admins } }),
    ...comment([
      comments.sources,
      ...(source.secrets.length === 0 ? [] : [`${comments.secrets} ${source.secrets.join(', ')}`]),
    ]),
    block({ sources: [settings] }).trimEnd(),
    ...(mapping === undefined
      ? []
      : [
          ...indented(comment([comments.mapping, ...source.reasons.map((reason) => `- ${reason}`)])),
          ...indented(block({ mapping }).trimEnd().split('\n')),
        ]),
    '',
  ].join('\n');
  const parsed = parseYaml(text, configSchema);
  if ('problems' in parsed) throw new BadConfig(file, parsed.problems);
  return text;
}

const block = (value: object): string => stringify(value, { lineWidth: 120, flowCollectionPadding: true });

/** Below `- ` of the one source. */
const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);

const comment = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => line.split('\n').map((one) => `# ${one}`));
