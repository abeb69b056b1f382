interface Identified {
  readonly source: string;
  readonly id: string;
}

/** The plain id where one source alone uses it, else `source/id` (rule 8). */
export function displayIds(records: readonly Identified[]): (record: Identified) => string {
  const first = records[0]?.source;
  if (records.every(({ source }) => source === first)) return ({ id }) => id;
  const sourceOf = new Map<string, string>();
  const shared = new Set<string>();
  for (const { id, source } of records) {
    const other = sourceOf.get(id);
    if (other === undefined) sourceOf.set(id, source);
    else if (other !== source) shared.add(id);
  }
  return ({ source, id }) => (shared.has(id) ? `${source}/${id}` : id);
}
