import type { SourceContext } from '../source.ts';
import { text } from './cells.ts';
import type { Folder } from './folder.ts';
import { dealLookups, type Lookups, partnerLookups } from './match.ts';
import { References } from './references.ts';
import type { Row } from './row.ts';
import type { FilesSettings } from './settings.ts';
import type { Reading } from './table.ts';
import { UnmatchedNames } from './unmatched.ts';

/** A reading of all files of a source. */
export interface WholeReading extends Reading {
  readonly unmatched: UnmatchedNames;
  /** Looks up what these rows name in other sources. Before `toRecord`, which cannot wait. */
  readonly prepare: (rows: readonly Row[]) => Promise<void>;
}

/** What the rows of a folder are read with. Throws Error where the settings name other sources and the context knows none. */
export function openReading(
  { match }: Pick<FilesSettings, 'match'>,
  folder: Folder,
  context: SourceContext,
): WholeReading {
  const references = new References(context.name);
  const own = { partner: references.to('partner'), deal: references.to('deal') };
  const partners =
    match?.partners === undefined ? null : partnerLookups(match.partners, demanded(context.partners), own.partner);
  const deals = match?.deals === undefined ? null : dealLookups(match.deals.of, demanded(context.deals));
  const hasAssets = folder.files.some(({ table }) => table.record === 'asset');
  return {
    source: context.name,
    references,
    partner: partners?.parse ?? own.partner,
    deal: deals?.parse ?? own.deal,
    asset: hasAssets ? references.to('asset') : references.anyKey,
    person: (cell) => {
      const id = text(cell);
      return typeof id === 'string' ? context.personHash(id) : id;
    },
    unmatched: new UnmatchedNames(),
    prepare: async (rows) => {
      await prepared(partners, rows, 'partner_id');
      await prepared(deals, rows, 'deal_id');
    },
  };
}

async function prepared(lookups: Lookups | null, rows: readonly Row[], column: string): Promise<void> {
  await lookups?.prepare(rows.map((row) => row.cell(column)));
}

function demanded<T>(lookup: T | undefined): T {
  if (lookup === undefined) throw new Error('match rules need a look at the other sources');
  return lookup;
}
