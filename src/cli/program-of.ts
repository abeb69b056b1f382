import { buildProgram, type Program } from '../kpi/program/program.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './command.ts';

/** The program that a store holds now, to look names up in. */
export const programOf = (context: Context, store: Store): Promise<Program> =>
  store.read((reader) => buildProgram(reader, context.config().program));
