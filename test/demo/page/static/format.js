// Dates and numbers as the present person expects them: in their language and zone, as Slack shows them.
import { state } from './state.js';

/** Milliseconds of a message timestamp. */
export function millis(ts) {
  return Number(ts) * 1000;
}

const made = new Map();

/** A formatter of the present person; making one is slow, so they are kept. */
function formatter(kind, options) {
  const { locale = 'en', tz } = state.users[state.me] ?? {};
  const settings = kind === Intl.DateTimeFormat ? { timeZone: tz, ...options } : options;
  const key = `${kind.name} ${locale} ${JSON.stringify(settings)}`;
  if (!made.has(key)) made.set(key, new kind(locale, settings));
  return made.get(key);
}

const date = (ms, options) => formatter(Intl.DateTimeFormat, options).format(ms);

export function timeOf(ts) {
  return date(millis(ts), { hour: 'numeric', minute: '2-digit' });
}

export function fullTimeOf(ts) {
  return date(millis(ts), { dateStyle: 'full', timeStyle: 'medium' });
}

function daysAgo(ms) {
  const day = (value) => {
    const parts = formatter(Intl.DateTimeFormat, { calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(value);
    const part = (type) => Number(parts.find((one) => one.type === type).value);
    return Date.UTC(part('year'), part('month') - 1, part('day')) / 86_400_000;
  };
  return day(Date.now()) - day(ms);
}

/** Today, Yesterday, or the day in full. */
export function dayOf(ts) {
  const ago = daysAgo(millis(ts));
  return ago === 0 ? 'Today' : ago === 1 ? 'Yesterday' : date(millis(ts), { weekday: 'long', month: 'long', day: 'numeric' });
}

function pretty(ms, fallback) {
  const ago = daysAgo(ms);
  return ago === 0 ? 'today' : ago === 1 ? 'yesterday' : ago === -1 ? 'tomorrow' : fallback;
}

function agoOf(ms) {
  const minutes = Math.round((ms - Date.now()) / 60_000);
  const relative = formatter(Intl.RelativeTimeFormat, { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 1440), 'day');
}

/** A Slack date format such as `{date_short_pretty} at {time}`, in the reader's zone. */
export function slackDate(seconds, format) {
  const ms = seconds * 1000;
  const as = (options) => date(ms, options);
  const long = as({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const short = as({ year: 'numeric', month: 'short', day: 'numeric' });
  const plain = as({ year: 'numeric', month: 'long', day: 'numeric' });
  const table = {
    date_num: new Date(ms).toISOString().slice(0, 10),
    date: plain, date_short: short, date_long: long,
    date_pretty: pretty(ms, plain), date_short_pretty: pretty(ms, short), date_long_pretty: pretty(ms, long),
    date_slash: as({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    day_divider_pretty: pretty(ms, long),
    time: as({ hour: 'numeric', minute: '2-digit' }), time_secs: as({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: agoOf(ms),
  };
  return format.replace(/\{(\w+)\}/g, (all, name) => table[name] ?? all);
}

const exact = (value) => formatter(Intl.NumberFormat, { maximumFractionDigits: 4 }).format(value);

export function number(value) {
  return exact(value);
}

export function compact(value) {
  return Math.abs(value) < 10_000 ? exact(value) : formatter(Intl.NumberFormat, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}
