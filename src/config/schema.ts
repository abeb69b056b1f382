import { z } from 'zod';
import { programSettings } from '../records/settings.ts';
import { adminName } from '../slack/access/admins.ts';
import { commandName } from '../slack/manifest.ts';
import { othersNamed, sourceSettings } from '../sources/settings.ts';
import { languageCodes } from '../text/languages.ts';
import { parseDuration } from './duration.ts';
import { personalDigests, subscriptionsSchema } from './subscriptions.ts';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'a duration such as 30s, 15m, 2h or 1d')
  .transform((text) => parseDuration(text) ?? 0);

const slashCommand = z.string().regex(commandName, 'a slash command such as /partner-kpi');

const email = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'an e-mail address');
const admin = z.string().regex(adminName, 'an e-mail address, a Slack user id (U…) or a user group’s id (S…)');
const channelId = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id (C…)');

/** Every key of partner-pulse.yaml with its default. What is secret has no key here: it comes from the environment. */
export const configSchema = z.strictObject({
  program: programSettings.omit({ people: true }).prefault({}),
  /** E-mail addresses of CRM owners whose Slack account has another one. */
  people: z
    .record(email, email)
    .default({})
    .transform((map) => Object.fromEntries(Object.entries(map).map(([crm, slack]) => [crm.toLowerCase(), slack]))),
  access: z
    .strictObject({
      everyone: z.boolean().default(false),
      admins: z.array(admin).default([]),
      guestChannels: z.array(channelId).default([]),
    })
    .prefault({}),
  store: z.string().min(1).default('./partner-pulse.db'),
  sources: z
    .array(sourceSettings)
    .default([{ kind: 'files', name: 'exports', folder: './data' }])
    .superRefine((sources, context) => {
      sources.forEach((entry, index) => {
        if (sources.findIndex((other) => other.name === entry.name) !== index)
          context.addIssue({ code: 'custom', path: [index, 'name'], message: 'a name that no other source has' });
        const others = sources.map(({ name }) => name).filter((name) => name !== entry.name);
        for (const { path, of } of entry.kind === 'files' ? othersNamed(entry.match) : []) {
          if (others.includes(of)) continue;
          const message = `the name of another source (here: ${others.join(', ') || 'there is none'})`;
          context.addIssue({ code: 'custom', path: [index, 'match', ...path], message });
        }
      });
    }),
  sync: z.strictObject({ every: duration.prefault('15m') }).prefault({}),
  /** Engagement older than so many days is forgotten: no fewer than what activity and year-on-year comparisons look back. */
  retention: z.strictObject({ days: z.int().min(800).max(36_500).nullable().default(null) }).prefault({}),
  digests: z
    .strictObject({
      /** Data that are older than this, of a source whose syncs fail, keep a digest waiting. */
      waitWhenOlderThan: duration.prefault('6h'),
      /** Then it comes with old data, and says so. */
      waitAtMost: duration.prefault('1d'),
      ...personalDigests,
    })
    .prefault({}),
  slack: z
    .strictObject({
      mode: z.enum(['socket', 'http']).default('socket'),
      connections: z.int().min(1).max(4).default(2),
      port: z.int().min(0).max(65_535).default(3000),
      command: slashCommand.default('/partner-kpi'),
      language: z.enum(languageCodes).default('en'),
    })
    .prefault({}),
  /** Digests and reviews that are set up here; those set up in Slack stand in the store. */
  subscriptions: subscriptionsSchema,
  log: z.strictObject({ level: z.enum(['error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
});

export type FileSettings = z.infer<typeof configSchema>;
