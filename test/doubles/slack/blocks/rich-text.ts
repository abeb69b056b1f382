// rich_text and its leaves.
import { url } from './composition.ts';
import { boolean, byType, list, literal, number, pattern, type Rule, shape, string } from './rules.ts';

const style: Rule = shape(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);

const leaves: Record<string, Rule> = {
  text: shape({ type: literal('text'), text: string(1, 3000, { counted: true }) }, { style }),
  link: shape({ type: literal('link'), url }, { text: string(1, 3000, { counted: true }), unsafe: boolean, style }),
  user: shape({ type: literal('user'), user_id: pattern(/^[UW][A-Z0-9]+$/, 'a user id') }, { style }),
  usergroup: shape({ type: literal('usergroup'), usergroup_id: pattern(/^S[A-Z0-9]+$/, 'a user group id') }, { style }),
  channel: shape({ type: literal('channel'), channel_id: pattern(/^[CDG][A-Z0-9]+$/, 'a channel id') }, { style }),
  team: shape({ type: literal('team'), team_id: pattern(/^T[A-Z0-9]+$/, 'a team id') }, { style }),
  broadcast: shape({ type: literal('broadcast'), range: literal('here', 'channel', 'everyone') }, { style }),
  emoji: shape(
    { type: literal('emoji'), name: pattern(/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/, 'an emoji name') },
    { unicode: string(1, 64), url, style, skin_tone: number(1, 6) },
  ),
  date: shape(
    { type: literal('date'), timestamp: number(0, 1e11, { whole: true }), format: string(1, 255) },
    { url, fallback: string(1, 255), style },
  ),
  color: shape({ type: literal('color'), value: pattern(/^#[0-9a-f]{3,8}$/i, 'a colour') }, { style }),
};

const leaf: Rule = byType(() => leaves, 'rich text element');
const section: Rule = shape({ type: literal('rich_text_section'), elements: list(leaf, 1, 1000) });
const border = { border: literal(0, 1) };

const parts: Record<string, Rule> = {
  rich_text_section: section,
  rich_text_list: shape(
    { type: literal('rich_text_list'), style: literal('bullet', 'ordered'), elements: list(section, 1, 1000) },
    { indent: number(0, 8, { whole: true }), offset: number(0, 10_000, { whole: true }), ...border },
  ),
  rich_text_quote: shape({ type: literal('rich_text_quote'), elements: list(leaf, 1, 1000) }, border),
  rich_text_preformatted: shape(
    {
      type: literal('rich_text_preformatted'),
      elements: list(
        byType(() => ({ text: leaf, link: leaf }), 'preformatted element'),
        1,
        1000,
      ),
    },
    { ...border, language: string(1, 64) },
  ),
};

export const richTextParts: Rule = list(
  byType(() => parts, 'rich text part'),
  1,
  1000,
);
