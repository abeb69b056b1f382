import type { OptionSpec } from './arguments.ts';
import { type Command, commonOptions } from './command.ts';
import type { Words } from './words.ts';

/** Help for all commands. */
export function helpForAll(commands: readonly Command[], words: Words): string {
  return [
    words('help.intro'),
    '',
    words('help.usage', { usage: 'pulse COMMAND [OPTIONS]' }),
    '',
    words('help.commands'),
    ...columns(commands.map((command) => [signature(command), words(command.summary)])),
    '',
    words('help.common-options'),
    ...columns(Object.entries(commonOptions).map(([name, spec]) => [spelling(name, spec), words(spec.help)])),
    '',
    words('help.exit-codes'),
    words('help.more'),
  ].join('\n');
}

/** Help for one command, from its declared options. */
export function helpForOne(command: Command, words: Words): string {
  const own = Object.entries(command.options);
  return [
    words(command.summary),
    '',
    words('help.usage', { usage: `pulse ${signature(command)}${own.length > 0 ? ' [OPTIONS]' : ''}` }),
    ...(own.length > 0 ? ['', words('help.options')] : []),
    ...columns(own.map(([name, spec]) => [spelling(name, spec), words(spec.help)])),
    '',
    words('help.common-options'),
    ...columns(Object.entries(commonOptions).map(([name, spec]) => [spelling(name, spec), words(spec.help)])),
    ...(command.notes ?? []).flatMap((note) => ['', words(note)]),
    '',
    words('help.examples'),
    ...command.examples.map((example) => `  pulse ${example}`),
  ].join('\n');
}

const signature = (command: Command): string =>
  command.positionals === null ? command.name : `${command.name} ${command.positionals}`;

const spelling = (name: string, spec: OptionSpec): string =>
  `--${name}${spec.type === 'string' ? ` ${spec.value ?? 'VALUE'}` : ''}${spec.multiple ? ' …' : ''}`;

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
