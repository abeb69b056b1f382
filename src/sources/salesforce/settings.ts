import { z } from 'zod';

const clientId = z.string().min(1);

/** How the bot signs in. Secrets stand elsewhere. */
export const loginSettings = z.discriminatedUnion('flow', [
  z.strictObject({ flow: z.literal('client-credentials'), clientId }),
  z.strictObject({
    flow: z.literal('jwt-bearer'),
    clientId,
    /** The user that the bot acts as. */
    username: z.string().min(1),
    /** Who the assertion is for; by default Salesforce's login host for production or sandboxes. */
    audience: z.url().optional(),
  }),
  z.strictObject({ flow: z.literal('refresh-token'), clientId }),
  // Known so that they can be refused with the reason.
  z.looseObject({ flow: z.literal('password') }),
  z.looseObject({ flow: z.literal('soap') }),
]);

export type LoginSettings = z.infer<typeof loginSettings>;

/** Where the org is, and how to get in. */
export const connectionSettings = z.strictObject({
  /** The org's My Domain, where tokens come from. */
  loginUrl: z.string(),
  /** Where the data are, if that is not the same address. */
  baseUrl: z.string().optional(),
  apiVersion: z
    .string()
    .regex(/^\d{2,3}\.0$/)
    .default('66.0'),
  login: loginSettings,
});

export type ConnectionSettings = z.infer<typeof connectionSettings>;

/** What may be set for a Salesforce source beside its connection. */
export const readingSettings = z.strictObject({
  /** How far each increment looks back behind the last one, for changes that were not committed yet. */
  overlapMinutes: z.number().int().min(1).max(1440).default(10),
  /** More rows than this come as a file of the Bulk API. */
  bulkAbove: z.number().int().min(2000).default(20_000),
  /** `Object.Field`: fields whose values change without a stamp though they are no formulas; read anew every day. */
  refreshFields: z.array(z.string().regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*){1,3}$/)).default([]),
});

export type ReadingSettings = z.infer<typeof readingSettings>;

export type SecretName = 'clientSecret' | 'privateKey' | 'refreshToken';

/** Where the secrets of one source are kept. */
export interface Secrets {
  read(name: SecretName): Promise<string | undefined>;
  /** Keeps a new value in place of the old one: returns when it is on disk. */
  write(name: SecretName, value: string): Promise<void>;
  /** What the reader calls it, e.g. a variable of the environment. */
  label(name: SecretName): string;
}

/** Keeps a rotated refresh token in memory until it is on disk: the service has forgotten the one before. */
export function careful(secrets: Secrets): Secrets {
  const unsaved = new Map<SecretName, string>();
  const write = async (name: SecretName, value: string): Promise<void> => {
    unsaved.set(name, value);
    await secrets.write(name, value);
    unsaved.delete(name);
  };
  return {
    label: (name) => secrets.label(name),
    write,
    read: async (name) => {
      const value = unsaved.get(name);
      if (value !== undefined) await write(name, value);
      return value ?? (await secrets.read(name));
    },
  };
}
