/**
 * The mirror: one CRM's rows as they were read, in a SQLite file of their own, and the way from them to records.
 *
 * 1. The engine calls `beginRun`, then `keepFacts`. For each pass: `startPass` gives the cursor, each page goes to `apply`, the end
 *    to `endPass`; what `missing` lists is fetched and goes to `applyLoose`. The file is a cache: emptied, it gets another `id`.
 * 2. At the door, ids of people become keyed hashes, properties that nobody mapped fall away, cells become texts (persons, cells).
 * 3. A page is compared with what is known (rows, links, merges, passes). Rows whose records may change become dirty (marks).
 * 4. Before records are made, dirty rows get their names: keys by which rows find partners, deals, registrations, assets (names).
 *    `needsWhole` says whether names changed that other rows may rest on; a new name marks the rows that lacked it.
 * 5. `deriveAll` or `deriveDirty` read rows, put links beside them (assemble) and ask the mapping, each in the world of names and
 *    facts (world); records stream out behind their origins, rejects stay in the mirror (derive, lists).
 * 6. When the store has published them, `published(revision)` ends it; what changed meanwhile stays dirty.
 */
export type { Mirror, MirrorOptions } from './contract.ts';
export { copyMirror, type MirrorCopy, type ReasonOf } from './copy.ts';
export type { PartnerName, RejectCounts } from './lists.ts';
export { openMirror } from './mirror.ts';
export type { PassName } from './passes.ts';
export type { FirstSeen, Run } from './run.ts';
export type { Derived, OriginMark, Patch, Whole } from './whole.ts';
