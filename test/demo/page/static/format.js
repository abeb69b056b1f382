// Dates and numbers as the reader expects them.

/** Milliseconds of a message timestamp. */
export function millis(ts) {
  return Number(ts) * 1000;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export function timeOf(ts) {
  return clock.format(millis(ts));
}

export function fullTimeOf(ts) {
  return whole.format(millis(ts));
}

function daysAgo(ms) {
  const start = (value) => new Date(value).setHours(0, 0, 0, 0);
  return Math.round((start(Date.now()) - start(ms)) / 86_400_000);
}

/** Today, Yesterday, or the day in full. */
export function dayOf(ts) {
  const ago = daysAgo(millis(ts));
  return ago === 0 ? 'Today' : ago === 1 ? 'Yesterday' : dayName.format(millis(ts));
}

function pretty(ms, fallback) {
  const ago = daysAgo(ms);
  return ago === 0 ? 'today' : ago === 1 ? 'yesterday' : ago === -1 ? 'tomorrow' : fallback;
}

function agoOf(ms) {
  const minutes = Math.round((ms - Date.now()) / 60_000);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 1440), 'day');
}

/** A Slack date format such as `{date_short_pretty} at {time}`, in the reader's zone. */
export function slackDate(seconds, format) {
  const ms = seconds * 1000;
  const as = (options) => new Intl.DateTimeFormat(undefined, options).format(ms);
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

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function number(value) {
  return exact.format(value);
}

export function compact(value) {
  return Math.abs(value) < 10_000 ? exact.format(value) : short.format(value);
}
