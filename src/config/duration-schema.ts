import { z } from 'zod';
import { parseDuration } from './duration.ts';

/** A duration as text; milliseconds where it is read. */
export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'a duration such as 30s, 15m, 2h or 1d')
  .transform((text) => parseDuration(text) ?? 0);
