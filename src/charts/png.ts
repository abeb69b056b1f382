import { PulseError } from '../errors.ts';
import { FONT, fontFiles } from './svg/font.ts';

type Load = () => Promise<typeof import('@resvg/resvg-js')>;

/**
 * A drawing as a PNG of `scale` pixels to each of its own. Throws PulseError `png-missing` where the library that draws
 * is not installed.
 */
export async function pngOf(svg: string, scale = 2, load: Load = () => import('@resvg/resvg-js')): Promise<Uint8Array> {
  const { Resvg } = await library(load);
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    // Names in letters that our font does not have are drawn with what the machine has.
    font: { fontFiles: Object.values(fontFiles), loadSystemFonts: true, defaultFontFamily: FONT },
  });
  return drawing.render().asPng();
}

/** An optional dependency: without it everything but pictures works. */
async function library(load: Load): ReturnType<Load> {
  try {
    return await load();
  } catch (error) {
    throw new PulseError('png-missing', { package: '@resvg/resvg-js' }, error);
  }
}
