import { type Markup, Phrase } from '../../text/phrase.ts';

declare const brand: unique symbol;
/** Text in Slack's markup, safe to send. Only this file makes it. */
export type Mrkdwn = string & { readonly [brand]: true };

/** Characters that reorder, hide or break text: controls, zero-width, bidi marks and overrides, line separators. */
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\uffff]/gu;

/** A name or value from a CRM as one harmless line: nothing hidden, no line breaks. Not escaped. */
export const tidy = (raw: string): string =>
  raw.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').replace(HIDDEN, '').trim();

/** Look-alikes instead of the characters that would format, so that a name stays readable and inert. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A value inside markup: hidden characters gone, `& < >` escaped, formatting characters replaced, and things that
 * Slack turns into links or emoji by itself (www.evil.example, @here, :tada:) cut apart by a word joiner.
 */
function neutral(raw: string): string {
  return (
    raw
      .toWellFormed()
      // Money and units keep their no-break space; every other white space, line breaks included, is one blank.
      .replace(/\s/gu, (space) => (space === '\u00a0' || space === '\u202f' ? '\u00a0' : ' '))
      .replace(HIDDEN, '')
      .replace(/[*_~`]/g, (character) => LOOKALIKES[character] ?? '')
      .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')
  );
}

const JOINER = '\u2060';

/** Cuts what Slack would link, mention or turn into emoji on its own. */
function inert(value: string): string {
  return value
    .replace(/:\/\//g, `:${JOINER}//`)
    .replace(/@(?=\w)/g, `@${JOINER}`)
    .replace(/#(?=\w)/g, `#${JOINER}`)
    .replace(/\.(?=[a-z]{2,})/gi, `.${JOINER}`)
    .replace(/:(?=[a-z0-9_+-]+:)/gi, `:${JOINER}`);
}

const branded = (text: string): text is Mrkdwn => typeof text === 'string';

function brandedAs(text: string): Mrkdwn {
  if (!branded(text)) throw new TypeError('not text');
  return text;
}

/** Values of the catalogue's messages in Slack's markup. */
const slack: Markup = {
  escape: (raw) => inert(neutral(raw)),
  bold: (inner) => (inner.trim() === '' ? inner : `*${inner}*`),
  code: (inner) => (inner.trim() === '' ? inner : `\`${inner}\``),
};

export type Inline = string | number | Phrase | Mark | readonly Inline[];

/** Markup that was made safe before, so that it is not escaped again. */
export class Mark {
  readonly text: Mrkdwn;
  constructor(text: Mrkdwn) {
    this.text = text;
  }
}

function written(value: Inline): string {
  if (value instanceof Mark) return value.text;
  if (value instanceof Phrase) return value.as(slack);
  if (typeof value === 'string' || typeof value === 'number') return slack.escape(String(value));
  return value.map(written).join('');
}

/** Slack markup from a template: its own words are trusted, every value is escaped unless it is a `Mark` or a phrase. */
export function mrkdwn(strings: TemplateStringsArray, ...values: readonly Inline[]): Mark {
  const text = strings.reduce((sum, part, index) => {
    const value = values[index];
    return sum + part + (value === undefined ? '' : written(value));
  }, '');
  return new Mark(brandedAs(text));
}

/** Several pieces with a separator between; empty ones left out. */
export function joinedMarks(parts: readonly Inline[], separator: string): Mark {
  const texts = parts.map(written).filter((part) => part !== '');
  return new Mark(brandedAs(texts.join(separator)));
}

/** A link whose address is http(s); any other address leaves the label alone. */
export function linkTo(label: Inline, url: string | null): Mark {
  const safe = safeUrl(url);
  if (safe === null) return mrkdwn`${label}`;
  return new Mark(
    brandedAs(
      `<${safe.replace(/[<>|&]/g, (c) => (c === '&' ? '&amp;' : encodeURIComponent(c)))}|${written(label).replace(/\|/g, '¦')}>`,
    ),
  );
}

/** A name that is a link where it is written in Slack's markup, and plain elsewhere; for values of the catalogue's messages. */
export const linkedName = (name: string, url: string | null): Phrase =>
  new Phrase((markup) => (markup === slack ? linkTo(name, url).text : markup.escape(name)));

/** An http(s) address of at most 3000 characters, else null. */
export function safeUrl(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  const usable = (parsed.protocol === 'https:' || parsed.protocol === 'http:') && parsed.href.length <= 3000;
  return usable && parsed.username === '' && parsed.password === '' ? parsed.href : null;
}

/** Mentions a person by id; anything that is no user id is written as text. */
export const mention = (userId: string): Mark =>
  /^[UW][A-Z0-9]{2,}$/.test(userId) ? new Mark(brandedAs(`<@${userId}>`)) : mrkdwn`${userId}`;

/** Names a channel by its id, as a link for those who may see it; anything that is no channel's id is written as text. */
export const channelLink = (channelId: string): Mark =>
  /^[CGD][A-Z0-9]{2,}$/.test(channelId) ? new Mark(brandedAs(`<#${channelId}>`)) : mrkdwn`${channelId}`;
/** Names a channel by id: Slack shows its name to whoever may see it. Anything that is no channel id is written as text. */
export const channelMention = (channelId: string): Mark =>
  /^[CG][A-Z0-9]{2,}$/.test(channelId) ? new Mark(brandedAs(`<#${channelId}>`)) : mrkdwn`${channelId}`;

/** Cuts text to a limit at a whole character, with an ellipsis; never inside an escape such as `&amp;`. */
export function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text
    .slice(0, limit - 1)
    .replace(/&[a-z]*$/, '')
    .replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}

/** Markup cut to a limit; a code or bold span, or a link, that the cut opened is left out whole. */
export function clampMark(mark: Mark, limit: number): Mrkdwn {
  if (mark.text.length <= limit) return mark.text;
  const cut = clamp(mark.text, limit);
  const open = cut.lastIndexOf('<') > cut.lastIndexOf('>') ? cut.slice(0, cut.lastIndexOf('<')) : cut.slice(0, -1);
  const even = ['*', '`'].reduce(
    (text, sign) => (text.split(sign).length % 2 === 0 ? text.slice(0, text.lastIndexOf(sign)) : text),
    open,
  );
  return brandedAs(`${even.trimEnd()}…`);
}

/** Plain text for titles, buttons and top-level text: a phrase or name, one line, within the limit. */
export function plainText(value: string | Phrase | Mark, limit: number): string {
  const raw = typeof value === 'string' ? value : value.text;
  return clamp(tidy(raw), limit);
}

/** The top-level text of a message (notifications, screen readers): escaped, since Slack parses it as markup. */
export function messageText(value: string | Phrase): string {
  const raw = typeof value === 'string' ? value : value.text;
  return clamp(slack.escape(tidy(raw)), 3000);
}
