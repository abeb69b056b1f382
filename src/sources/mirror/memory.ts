import type { Memory } from '../crm/source.ts';
import type { Book } from './book.ts';

/** Small texts beside the rows; they go when the mirror is emptied. */
export const memoryIn = (book: Book): Memory => ({
  get: (key) => book.meta(`memory:${key}`) ?? undefined,
  set: (key, value) => book.write(() => book.setMeta(`memory:${key}`, value)),
});
