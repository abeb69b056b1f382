const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML does not allow, and what reorders or hides text. */
const FORBIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;

/** Any text as content or attribute of HTML and SVG, one line. */
export const escaped = (raw: string): string =>
  raw
    .toWellFormed()
    .replace(/\s+/gu, (space) => (space === '\u00a0' || space === '\u202f' ? '\u00a0' : ' '))
    .replace(FORBIDDEN, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; its attributes are escaped, `inner` is markup. */
export function element(name: string, attributes: Attributes, inner = ''): string {
  const listed = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : String(value))}"`)
    .join('');
  return inner === '' ? `<${name}${listed}/>` : `<${name}${listed}>${inner}</${name}>`;
}

/** A text at a place; `raw` is escaped. */
export const label = (raw: string, attributes: Attributes): string => element('text', attributes, escaped(raw));

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
