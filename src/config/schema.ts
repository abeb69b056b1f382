import { z } from 'zod';
import { defaultSchedules } from '../../jobs/default-schedules.ts';
import { PulseError } from '../errors.ts';
import { programSettings } from '../records/settings.ts';
import { checkSchedule, type Recurrence } from '../schedule/index.ts';
import { adminName } from '../slack/access/admins.ts';
import { commandName } from '../slack/manifest.ts';
import { othersNamed, sourceSettings } from '../sources/settings.ts';
import { languageCodes } from '../text/languages.ts';
import { duration } from './duration-schema.ts';
import { personalDigests, subscriptionsSchema } from './subscriptions.ts';

const slashCommand = z.string().regex(commandName, 'a slash command such as /partner-kpi');

const email = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'an e-mail address');
const admin = z.string().regex(adminName, 'an e-mail address, a Slack user id (U…) or a user group’s id (S…)');
const channelId = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id (C…)');

const recurs = (recurrence: Recurrence): boolean => {
  try {
    checkSchedule(recurrence);
    return true;
  } catch (error) {
    if (error instanceof PulseError) return false;
    throw error;
  }
};
const schedule = z
  .string()
  .refine(
    (cron) => recurs({ cron, zone: 'UTC' }),
    'five cron fields such as "0 9 * * 1" (minute, hour, day of the month, month, day of the week), one of the two days being *',
  );
const zone = z
  .string()
  .refine((name) => recurs({ cron: '0 9 * * *', zone: name }), 'an IANA time zone such as Europe/Berlin')
  .nullable()
  .default(null);

const timed = (cron: string) =>
  z.strictObject({ schedule: schedule.default(cron), zone, enabled: z.boolean().default(true) }).prefault({});

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
  /** Jobs with a place in the calendar; without a zone: the program's. */
  jobs: z
    .strictObject({
      reconciliation: timed(defaultSchedules.reconciliation),
      retention: timed(defaultSchedules.retention),
    })
    .prefault({}),
  backup: z
    .strictObject({
      /** Without one there are no copies. */
      folder: z.string().min(1).nullable().default(null),
      keep: z.int().min(1).max(1_000).default(14),
      schedule: schedule.default(defaultSchedules.backup),
      zone,
    })
    .prefault({}),
  slack: z
    .strictObject({
      mode: z.enum(['socket', 'http']).default('socket'),
      connections: z.int().min(1).max(4).default(2),
      port: z.int().min(0).max(65_535).default(3000),
      command: slashCommand.default('/partner-kpi'),
      language: z.enum(languageCodes).default('en'),
      hideWhenShared: z.boolean().default(true),
    })
    .prefault({}),
  /** Digests and reviews that are set up here; those set up in Slack stand in the store. */
  subscriptions: subscriptionsSchema,
  digests: z
    .strictObject({
      /** Data that are older than this, of a source whose syncs fail, keep a digest waiting. */
      waitWhenOlderThan: duration.prefault('6h'),
      /** Then it comes with old data, and says so. */
      waitAtMost: duration.prefault('1d'),
      ...personalDigests,
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
});

export type FileSettings = z.infer<typeof configSchema>;
