import { PulseError } from '../../errors.ts';
import type { Analyst } from '../../kpi/analyst.ts';
import { type SegmentKey, segmentKeys } from '../../kpi/segment.ts';
import { isChannelId } from '../../slack/subscriptions/channel-id.ts';
import {
  MOST_HOLIDAYS,
  MOST_PARTNERS,
  problemsOf,
  readClock,
  readHolidays,
  type Wish,
} from '../../slack/subscriptions/rules.ts';
import { type ReportKind, reportKinds, type SubscriptionScope } from '../../store/ledger/subscriptions.ts';
import { catalogue } from '../../text/index.ts';
import { isLanguage, languageCodes } from '../../text/languages.ts';
import { weekdayName } from '../../text/say/schedule.ts';
import { UsageError } from '../arguments.ts';
import type { Context } from '../command.ts';
import { openAnalyst } from '../open.ts';
import { readSegment } from '../query.ts';

/** What `pulse subscriptions add` asks for, checked as far as that is possible without Slack. Throws UsageError, PulseError. */
export async function askedFor(context: Context): Promise<{ readonly wish: Wish; readonly owner: string | null }> {
  const { args, config } = context;
  const { program, slack } = config();
  const report = reportOf(args.text('report') ?? 'weekly');
  const language = args.text('language') ?? slack.language;
  if (!isLanguage(language))
    throw new UsageError('usage.bad-language', { value: language, known: languageCodes.join(', ') });
  const owner = args.text('owner') ?? null;
  if (owner !== null) checkPerson(owner);
  const time = args.text('time') ?? '09:00';
  const clock = readClock(time);
  if (clock === null) throw new UsageError('usage.digest-time', { value: time });
  const day = dayOf(args.text('day') ?? '1');
  const wish = {
    report,
    destination: destinationOf(context),
    schedule: { day, ...clock, zone: args.text('zone') ?? program.timeZone },
    language,
    quiet: quietOf(args.text('quiet')),
    holidays: holidaysOf(args.list('holiday')),
  };
  for (const problem of problemsOf(wish)) {
    if (problem.part === 'quiet') throw new UsageError(`usage.digest-quiet-${problem.why}`);
    const value = { zone: wish.schedule.zone, day: args.text('day') ?? '1', time }[problem.part];
    throw new UsageError(`usage.digest-${problem.part}`, { value });
  }
  return { wish: { ...wish, scope: await scopeOf(context) }, owner };
}

function reportOf(text: string): ReportKind {
  const report = reportKinds.find((one) => one === text);
  if (report === undefined) throw new UsageError('usage.digest-report', { value: text, known: reportKinds.join(', ') });
  return report;
}

function destinationOf({ args }: Context): Wish['destination'] {
  const [channel, user] = [args.text('channel'), args.text('user')];
  if ((channel === undefined) === (user === undefined)) throw new UsageError('usage.digest-where');
  if (channel === undefined) return { kind: 'direct', id: checkPerson(user ?? '') };
  if (!isChannelId(channel)) throw new UsageError('usage.digest-channel', { value: channel });
  return { kind: 'channel', id: channel };
}

function checkPerson(id: string): string {
  if (!/^[UW][A-Z0-9]{2,}$/.test(id)) throw new UsageError('usage.digest-user', { value: id });
  return id;
}

/** A number, or a weekday in any of our languages. */
function dayOf(text: string): number {
  const wanted = text.trim().toLowerCase();
  const named = [1, 2, 3, 4, 5, 6, 7].find((day) =>
    languageCodes.some((code) => weekdayName(day, catalogue(code)).toLowerCase() === wanted),
  );
  return named ?? (/^\d{1,2}$/.test(wanted) ? Number(wanted) : 0);
}

function quietOf(text: string | undefined): Wish['quiet'] {
  if (text === undefined) return null;
  const [from = '', to = '', ...more] = text.split(/[-–]/).map((part) => part.trim().padStart(5, '0'));
  if (readClock(from) === null || readClock(to) === null || more.length > 0)
    throw new UsageError('usage.digest-quiet', { value: text });
  return { from, to };
}

function holidaysOf(texts: readonly string[]): readonly string[] {
  const read = readHolidays(texts.join(' '));
  if ('bad' in read) throw new UsageError('usage.digest-holiday', { value: read.bad });
  if ('tooMany' in read) throw new UsageError('usage.digest-holidays', { most: MOST_HOLIDAYS });
  return read.days;
}

/** Groups and partners must be there: a digest about nobody is a mistake. */
async function scopeOf(context: Context): Promise<SubscriptionScope> {
  const segment = readSegment(context.args.list('segment'));
  const named = context.args.list('partner');
  if (named.length > MOST_PARTNERS) throw new UsageError('usage.digest-partners', { most: MOST_PARTNERS });
  if (Object.keys(segment).length === 0 && named.length === 0) return { segment: {}, partners: null };
  const analyst = await openAnalyst(context);
  const spelled = segmentKeys.flatMap((key): [string, string][] => {
    const value = segment[key];
    return value === undefined ? [] : [[key, valueIn(key, value, analyst)]];
  });
  const partners = named.map((name) => partnerIn(name, analyst));
  return { segment: Object.fromEntries(spelled), partners: named.length === 0 ? null : [...new Set(partners)] };
}

function valueIn(key: SegmentKey, value: string, analyst: Pick<Analyst, 'segmentValues'>): string {
  const there = analyst.segmentValues(key);
  const found = there.find((one) => one.toLowerCase() === value.toLowerCase());
  if (found === undefined)
    throw new UsageError('usage.digest-segment', { segment: `${key}=${value}`, known: there.slice(0, 20).join(', ') });
  return found;
}

function partnerIn(name: string, analyst: Pick<Analyst, 'findPartner'>): string {
  const match = analyst.findPartner(name);
  if (match.kind === 'one') return match.partner.id;
  if (match.kind === 'none') {
    const suggestions = match.suggestions.map((one) => one.name).join(', ');
    throw new PulseError('unknown-partner', { partner: name, suggestions });
  }
  throw new PulseError('ambiguous-partner', {
    partner: name,
    choices: match.partners
      .slice(0, 10)
      .map(({ id }) => id)
      .join(', '),
  });
}
