import { z } from 'zod';
import { isCursor, isId } from './names.ts';

const id = z.string().refine(isId);
const moment = z.number().int().nonnegative();

/** Where a pass goes on: kept as text, read back with care, since a cursor of an older program may be of another form. */
const listMark = z.object({ at: moment, after: z.string().refine(isCursor), done: z.number().int().nonnegative() });
const searchMark = z.object({ from: moment, until: moment, behind: id, done: z.number().int().nonnegative() });
const idMark = z.object({ at: moment, behind: id, done: z.number().int().nonnegative() });

export type ListMark = z.infer<typeof listMark>;
export type SearchMark = z.infer<typeof searchMark>;
export type IdMark = z.infer<typeof idMark>;

function read<T>(schema: z.ZodType<T>, cursor: string | null): T | null {
  if (cursor === null) return null;
  try {
    return schema.safeParse(JSON.parse(cursor)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const readListMark = (cursor: string | null): ListMark | null => read(listMark, cursor);
export const readSearchMark = (cursor: string | null): SearchMark | null => read(searchMark, cursor);
export const readIdMark = (cursor: string | null): IdMark | null => read(idMark, cursor);
export const written = (mark: ListMark | SearchMark | IdMark): string => JSON.stringify(mark);

const HOUR = 3_600_000;

/** A mark of the last hour; where it is older, what was read before it may be wrong by now. */
export const recent = <T extends { readonly at: number }>(
  mark: T | null,
  { client }: { readonly client: { serverNow(): number } },
): T | null => (mark !== null && client.serverNow() - mark.at < HOUR ? mark : null);
