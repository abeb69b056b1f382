import { type Bad, cellText, parts, stamp } from './cells.ts';
import { fold } from './names.ts';
import type { Reading } from './reading.ts';
import { textOf, versionsOf } from './row.ts';

/**
 * Since when a property holds a value, for certificates that are a mere status (rule 1.10): by the property's history, else
 * since a sync first saw it; null where neither knows.
 */
export function heldSince(
  property: string,
  value: string | null,
  { row, entry, context }: Reading,
): string | Bad | null {
  const held = value ?? textOf(row, property);
  if (held === '') return null;
  const holds = (text: string): boolean =>
    fold(text) === fold(held) || parts(text, ';').some((part) => fold(part) === fold(held));
  let since: string | null = null;
  for (const version of versionsOf(row, property)) {
    if (!holds(cellText(version.value))) since = null;
    else since ??= version.at;
  }
  const moment = since ?? context.firstSeen?.(entry.object, row.id, property, held) ?? null;
  return moment === null ? null : stamp(moment.trim(), {});
}
