import { PulseError } from '../errors.ts';
import { foldName } from '../kpi/names/fold.ts';
import type { Program } from '../kpi/program/program.ts';
import type { Key } from '../records/records.ts';

/** The record that a text names: by id, `source/id`, exact name or alias. Throws `unknown-partner`, `ambiguous-partner`. */
export function partnerKey(program: Program, text: string): Key {
  const folded = foldName(text);
  const steps = [
    program.names.filter(({ key }) => key === text),
    program.names.filter(({ id }) => id === text),
    program.names.filter(({ name }) => foldName(name) === folded),
    program.names.filter(({ aliases }) => aliases.some((alias) => foldName(alias) === folded)),
  ];
  const hits = steps.find((found) => found.length > 0) ?? [];
  const [hit, other] = hits;
  if (hit === undefined) throw new PulseError('unknown-partner', { partner: text, suggestions: '' });
  if (other !== undefined) {
    throw new PulseError('ambiguous-partner', { partner: text, choices: hits.map(({ key }) => key).join(', ') });
  }
  return hit.key;
}
