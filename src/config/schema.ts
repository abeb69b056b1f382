import { z } from 'zod';
import { programSettings } from '../records/settings.ts';
import { filesSettings } from '../sources/files/files.ts';
import { parseDuration } from './duration.ts';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'a duration such as 30s, 15m, 2h or 1d')
  .transform((text) => parseDuration(text) ?? 0);

const filesSource = filesSettings.extend({
  name: filesSettings.shape.name.default('exports'),
  folder: filesSettings.shape.folder.default('./data'),
});

/** One `sources` entry per system; the kinds differ in their settings. */
const source = z.discriminatedUnion('kind', [filesSource]);
export type SourceSettings = z.infer<typeof source>;

/** Slack accepts 32 characters after the slash, lower case. */
const slashCommand = z.string().regex(/^\/[a-z0-9_-]{1,32}$/, 'a slash command such as /partner-kpi');

export const languages = ['en', 'de'] as const;

/** Every key of partner-pulse.yaml with its default. What is secret has no key here: it comes from the environment. */
export const configSchema = z.strictObject({
  program: programSettings.prefault({}),
  store: z.string().min(1).default('./partner-pulse.db'),
  sources: z
    .array(source)
    .default([{ kind: 'files', name: 'exports', folder: './data' }])
    .superRefine((sources, context) => {
      sources.forEach((entry, index) => {
        if (sources.findIndex((other) => other.name === entry.name) === index) return;
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'a name that no other source has' });
      });
    }),
  sync: z.strictObject({ every: duration.prefault('15m') }).prefault({}),
  slack: z
    .strictObject({
      mode: z.enum(['socket', 'http']).default('socket'),
      connections: z.int().min(1).max(4).default(2),
      port: z.int().min(0).max(65_535).default(3000),
      command: slashCommand.default('/partner-kpi'),
      language: z.enum(languages).default('en'),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
});

export type FileSettings = z.infer<typeof configSchema>;
