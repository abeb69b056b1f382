import { z } from 'zod';
import type { ConfiguredSubscription } from '../slack/subscriptions/applied.ts';
import { isChannelId } from '../slack/subscriptions/channel-id.ts';
import {
  isSame,
  MOST_HOLIDAYS,
  MOST_PARTNERS,
  problemsOf,
  readClock,
  readHolidays,
  type Wish,
  type WishProblem,
} from '../slack/subscriptions/rules.ts';
import { reportKinds } from '../store/ledger/subscriptions.ts';
import { languageCodes } from '../text/languages.ts';

const clock = z.string().refine((text) => readClock(text) !== null, 'a time such as 09:00, in quotes');
const person = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'a Slack user id (U…)');
const channel = z.string().refine(isChannelId, 'a Slack channel id (C…)');
const value = z.string().min(1);
const holiday = z
  .string()
  .refine((text) => 'days' in readHolidays(text), 'a day such as 2026-12-25, or a range 2026-12-24..2026-12-31');

/** One digest or review of the list `subscriptions`. */
const entry = z.strictObject({
  /** Lower case: those that are made in Slack have others. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name of lower-case letters, digits and hyphens'),
  report: z.enum(reportKinds),
  channel: channel.optional(),
  user: person.optional(),
  scope: z
    .strictObject({
      tier: value.optional(),
      region: value.optional(),
      motion: value.optional(),
      manager: value.optional(),
      enablement: value.optional(),
      partners: z.array(value).min(1).max(MOST_PARTNERS).optional(),
    })
    .prefault({}),
  day: z.int().default(1),
  time: clock.default('09:00'),
  zone: z.string().min(1).optional(),
  language: z.enum(languageCodes).optional(),
  quiet: z.strictObject({ from: clock, to: clock }).optional(),
  holidays: z.array(holiday).max(MOST_HOLIDAYS).default([]),
  owner: person.optional(),
});
type Entry = z.infer<typeof entry>;

/** What an entry means where it says nothing. */
interface Usual {
  readonly zone: string;
  readonly language: string;
}

const twoDigits = (time: string): string => time.trim().padStart(5, '0');

/** An entry as a subscription; `readHolidays` and `readClock` have taken its texts before. */
export function configuredOf(one: Entry, usual: Usual): ConfiguredSubscription {
  const { partners, ...segment } = one.scope;
  const { hour, minute } = readClock(one.time) ?? { hour: 0, minute: 0 };
  const holidays = readHolidays(one.holidays.join(' '));
  return {
    id: one.id,
    report: one.report,
    scope: {
      segment: Object.fromEntries(
        Object.entries(segment).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ),
      partners: partners ?? null,
    },
    destination:
      one.channel === undefined ? { kind: 'direct', id: one.user ?? '' } : { kind: 'channel', id: one.channel },
    schedule: { day: one.day, hour, minute, zone: one.zone ?? usual.zone },
    language: one.language ?? usual.language,
    quiet: one.quiet === undefined ? null : { from: twoDigits(one.quiet.from), to: twoDigits(one.quiet.to) },
    holidays: 'days' in holidays ? holidays.days : [],
    owner: one.owner ?? null,
  };
}

/** The list `subscriptions` of the configuration. */
export const subscriptionsSchema = z
  .array(entry)
  .default([])
  .superRefine((list, context) => {
    const wrong = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    const read = list.map((one) => configuredOf(one, { zone: 'UTC', language: 'en' }));
    list.forEach((one, index) => {
      const wish = read[index];
      if (wish === undefined) return;
      if (list.findIndex(({ id }) => id === one.id) !== index) wrong([index, 'id'], 'an id that no other one has');
      if ((one.channel === undefined) === (one.user === undefined))
        wrong([index, one.channel === undefined ? 'channel' : 'user'], 'either a channel or a user');
      for (const { path, message } of problemsIn(wish)) wrong([index, ...path], message);
      const same = read.findIndex((other) => isSame(other, wish));
      if (same !== index && list[same]?.id !== one.id)
        wrong([index, 'id'], `no second one of the same report, scope and place (see ${list[same]?.id ?? ''})`);
    });
  });

type Told = { readonly path: readonly string[]; readonly message: string };

const problemsIn = (wish: Wish): readonly Told[] => problemsOf(wish).map((problem) => toldOf(problem, wish));

function toldOf(problem: WishProblem, { report }: Wish): Told {
  switch (problem.part) {
    case 'zone':
      return { path: ['zone'], message: 'a time zone such as Europe/Berlin' };
    case 'day':
      return { path: ['day'], message: report === 'weekly' ? '1 (Monday) to 7 (Sunday)' : '1 to 28' };
    case 'time':
      return { path: ['time'], message: 'a time such as 09:00' };
    case 'quiet':
      return problem.why === 'empty'
        ? { path: ['quiet', 'to'], message: 'another time than `from`' }
        : { path: ['time'], message: 'a time outside its quiet hours' };
  }
}

/** Keys of `digests`: when managers get their personal digest, and whether they are asked first. */
export const personalDigests = {
  presetManagers: z.boolean().default(false),
  /** 1 Monday … 7 Sunday. */
  personalDay: z.int().min(1).max(7).default(1),
  /** In the person's own zone. */
  personalTime: clock.default('09:00'),
};
