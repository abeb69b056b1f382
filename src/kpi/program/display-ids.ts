/** The plain id where one source alone uses it, else `source/id` (rule 8). */
export function displayIds<T extends { readonly source: string; readonly id: string }>(records: readonly T[]) {
  const sourcesOf = new Map<string, Set<string>>();
  for (const { id, source } of records) {
    const sources = sourcesOf.get(id);
    if (sources === undefined) sourcesOf.set(id, new Set([source]));
    else sources.add(source);
  }
  return (record: { readonly source: string; readonly id: string }): string =>
    (sourcesOf.get(record.id)?.size ?? 0) > 1 ? `${record.source}/${record.id}` : record.id;
}
