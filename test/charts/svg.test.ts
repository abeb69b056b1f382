import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pipelineBy, REST, shortened } from '../../src/charts/pipeline.ts';
import { pngOf } from '../../src/charts/png.ts';
import { draw } from '../../src/charts/svg/draw.ts';
import { type Chart, ticks } from '../../src/charts/svg/drawing.ts';
import { fitted, fontFiles, measure } from '../../src/charts/svg/font.ts';
import { escaped } from '../../src/charts/svg/markup.ts';
import { light, seriesColour } from '../../src/charts/svg/palette.ts';

const lines = (values: readonly (number | null)[]): Chart => ({
  kind: 'lines',
  categories: values.map((_, index) => `week ${index}`),
  series: [{ name: 'Gold', values, told: '40%' }],
  axis: (value) => `${Math.round(value * 100)}%`,
  top: 1,
});

/** Texts with their left and right ends, by baseline. */
function textsOf(svg: string) {
  return [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)" font-size="(\d+)"([^>]*)>([^<]*)</g)].map(
    ([, x = '', y = '', size = '', rest = '', text = '']) => {
      const width = measure(text, Number(size), rest.includes('font-weight') ? 'bold' : 'regular');
      const shift = rest.includes('"end"') ? width : rest.includes('"middle"') ? width / 2 : 0;
      return { y: Number(y), left: Number(x) - shift, right: Number(x) - shift + width, text };
    },
  );
}

function overlaps(svg: string): string[] {
  const texts = textsOf(svg);
  return texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .filter((other) => Math.abs(other.y - one.y) < 11 && other.left < one.right && one.left < other.right)
      .map((other) => `${one.text} / ${other.text}`),
  );
}

describe('ticks', () => {
  it.each([
    [1, 0, [0, 0.25, 0.5, 0.75, 1]],
    [11, 0, [0, 5, 10, 15]],
    [1_600_000, 0, [0, 500_000, 1_000_000, 1_500_000, 2_000_000]],
    [0, 0, [0, 1]],
    [10, -10, [-10, -5, 0, 5, 10]],
  ])('from %f', (top, bottom, expected) => {
    expect(ticks(top, bottom)).toEqual(expected);
  });
});

describe('a chart', () => {
  it('draws no line over what is not known', () => {
    const { svg } = draw(lines([0.1, null, 0.3, 0.4]), 440, light);
    expect([...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = '']) => points.split(' ').length)).toEqual(
      [1, 2],
    );
  });

  it('keeps its letters apart and inside, with many categories and long names', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      label: `September ${2000 + index}`,
      values: [index * 1000, index * 500],
      told: `€${index * 1500}`,
    }));
    const long = 'A very long name of a stage that nobody can read on a phone because it never ends at all';
    const charts: readonly Chart[] = [
      lines(Array.from({ length: 20 }, () => 0.5)),
      { kind: 'columns', columns: many, series: ['Sourced', 'Influenced'], axis: (value) => `€${value}` },
      { kind: 'bars', bars: many.map((one) => ({ ...one, label: long })), series: ['Sourced', long] },
    ];
    for (const chart of charts) {
      const { svg, height } = draw(chart, 420, light);
      expect(overlaps(svg)).toEqual([]);
      for (const { left, right, y } of textsOf(svg)) {
        expect(left).toBeGreaterThanOrEqual(-1);
        expect(right).toBeLessThanOrEqual(422);
        expect(y).toBeLessThanOrEqual(height);
      }
    }
  });

  it('puts parts on top of each other by their size', () => {
    const chart: Chart = {
      kind: 'bars',
      bars: [{ label: 'Overdue', values: [300, 100], told: '', apart: true }],
      series: ['a', 'b'],
    };
    const { svg } = draw(chart, 400, light);
    const widths = [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="16"/g)].map((match) =>
      match.slice(1).map(Number),
    );
    expect(widths).toEqual([
      [0, 400],
      [0, 300],
      [300, 100],
    ]);
    expect(svg).toContain(`fill="${seriesColour(light, 1)}"`);
  });

  it('writes names as text, whatever they hold', () => {
    const chart: Chart = {
      kind: 'lines',
      categories: ['</text><script>', 'b'],
      series: [{ name: '</text><script>', values: [1, 1], told: '"' }],
      axis: String,
    };
    expect(draw(chart, 400, light).svg).not.toContain('<script');
    expect(escaped('a\u202eb\u0007 & "c"\n')).toBe('ab &amp; &quot;c&quot; ');
  });
});

describe('letters', () => {
  it('are measured as they are drawn, € and umlauts included', () => {
    expect(measure('', 12)).toBe(0);
    // Of the font’s own table: 1,000 units are not the same for all.
    expect(measure('iiii', 100)).toBeLessThan(measure('MMMM', 100) / 2);
    expect(measure('Größe', 100, 'bold')).toBeGreaterThan(measure('Größe', 100));
    for (const letter of '€äöüÄÖÜß▲▼→·–…“„”’') expect(measure(letter, 100), letter).not.toBe(100);
  });

  it('are cut with an ellipsis where there is no room', () => {
    const cut = fitted('Märkische Maschinenbau Trier GmbH', 100, 14);
    expect(cut).toMatch(/^Märkische .*…$/);
    expect(measure(cut, 14)).toBeLessThanOrEqual(100);
    expect(fitted('short', 100, 14)).toBe('short');
  });

  it('come with their licence', () => {
    const licence = readFileSync(new URL('../../src/charts/fonts/OFL.txt', import.meta.url), 'utf8');
    expect(licence).toContain('SIL Open Font License, Version 1.1');
    expect(Object.keys(fontFiles)).toEqual(['regular', 'bold']);
  });
});

describe('a picture', () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15">€ä</text></svg>`;

  it('is a PNG of twice the size', async () => {
    const png = Buffer.from(await pngOf(svg));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([120, 40]);
  });

  it('without the library fails in words of its own', async () => {
    const absent = () => Promise.reject(new Error('Cannot find package'));
    await expect(pngOf(svg, 1, absent)).rejects.toMatchObject({
      code: 'png-missing',
      params: { package: '@resvg/resvg-js' },
    });
  });
});

describe('bars of a pipeline', () => {
  it('that are too many are added up, and none is lost: the first and the last keep their own', () => {
    const rows = [
      'overdue',
      ...Array.from({ length: 12 }, (_, index) => `2027-${String(index + 1).padStart(2, '0')}`),
      'unknown',
    ];
    const bars = pipelineBy(
      rows.map((month) => ({
        stage: 'A',
        month,
        sourced: '0.10',
        sourcedDeals: 1,
        influenced: '2.00',
        influencedDeals: 0,
      })),
      'month',
      'EUR',
    );
    const shown = shortened(bars, 8, 'EUR');
    expect(shown.map(({ key }) => key)).toEqual([
      'overdue',
      '2027-01',
      '2027-02',
      '2027-03',
      '2027-04',
      '2027-05',
      REST,
      'unknown',
    ]);
    expect(shown.find(({ key }) => key === REST)).toMatchObject({
      sourced: '0.70',
      sourcedDeals: 7,
      influenced: '14.00',
    });
    expect(shown.reduce((sum, { sourcedDeals }) => sum + sourcedDeals, 0)).toBe(14);
    expect(shortened(bars, 14, 'EUR')).toEqual(bars);
  });
});
