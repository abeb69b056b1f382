import { pngOf } from '../../charts/png.ts';
import { dark, light } from '../../charts/svg/palette.ts';
import type { Speaker } from '../../text/say/speaker.ts';
import type { Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { pageModel } from './page/content.ts';
import { htmlOf } from './page/html.ts';
import { pictureOf } from './page/picture.ts';

/** Ages on the page are as of the digest's own moment: it is looked at later. */
const voiceOf = ({ report }: DigestContent, speak: Speaker): Voice => ({
  speak,
  now: Date.parse(report.asOf),
  command: '',
  refreshes: false,
});

/** A digest as one HTML page: no script, nothing is loaded, charts within, light or dark as the reader has it. */
export const digestPage = (content: DigestContent, speak: Speaker): string =>
  htmlOf(pageModel(content, voiceOf(content, speak)));

/** The same as one SVG drawing of a phone's width. */
export const digestPicture = (content: DigestContent, speak: Speaker, theme: 'light' | 'dark' = 'light'): string =>
  pictureOf(pageModel(content, voiceOf(content, speak)), theme === 'light' ? light : dark);

/** The drawing as a PNG, two pixels to each of its own. Throws PulseError `png-missing`. */
export const digestPng = (
  content: DigestContent,
  speak: Speaker,
  theme: 'light' | 'dark' = 'light',
): Promise<Uint8Array> => pngOf(digestPicture(content, speak, theme));
