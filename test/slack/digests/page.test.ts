import { beforeAll, describe, expect, it } from 'vitest';
import { measure } from '../../../src/charts/svg/font.ts';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { Report } from '../../../src/reports/report.ts';
import { digestVoice } from '../../../src/slack/digests/messages.ts';
import { digestPage, digestPicture, digestPng } from '../../../src/slack/digests/page.ts';
import { kpis } from '../../../src/text/en/kpis.ts';
import { type Language, languageCodes } from '../../../src/text/languages.ts';
import { NOW, sampleAnalyst } from '../program.ts';
import { content, many, monthly, nothing, quarterly, restated, stalledDeal, unknownRows, weekly } from './fixtures.ts';

let analyst: Analyst;
beforeAll(async () => {
  analyst = await sampleAnalyst(20);
}, 60_000);

const speakerOf = (report: Report, language: Language) =>
  digestVoice(report, language, { now: NOW, command: '/partner-kpi' }).speak;

const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenvereinigung & Söhne GmbH';
const everyReport = (): readonly Report[] => [
  weekly(analyst),
  monthly(analyst),
  quarterly(analyst),
  nothing.weekly(analyst),
  weekly(analyst, unknownRows),
  weekly(analyst, {
    stalled: [stalledDeal(1, { name: long, stage: long, partner: { id: 'P', name: long, url: null } })],
  }),
  weekly(analyst, many),
];

const texts: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (markup: string): string =>
  markup.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => texts[name] ?? '');

/** Texts of a drawing with their ends, their baselines and what they say; those of charts are moved as these are. */
function lettersOf(svg: string) {
  const found: { readonly left: number; readonly right: number; readonly y: number; readonly text: string }[] = [];
  let [dx, dy] = [0, 0];
  for (const [whole] of svg.matchAll(/<g transform="translate\([^>]*>|<\/g>|<text [^>]*>.*?<\/text>/g)) {
    const moved = /translate\(([\d.]+) ([\d.]+)\)/.exec(whole);
    if (moved !== null) [dx, dy] = [Number(moved[1]), Number(moved[2])];
    else if (whole === '</g>') [dx, dy] = [0, 0];
    else {
      const [, head = '', inner = ''] = /^<text ([^>]*)>(.*)<\/text>$/.exec(whole) ?? [];
      const number = (name: string): number => Number(new RegExp(`(?:^| )${name}="([\\d.-]+)"`).exec(head)?.[1]);
      const bold = head.includes('font-weight="600"');
      const width = inner
        .split(/(<tspan [^>]*>[^<]*<\/tspan>)/)
        .map((part) =>
          measure(
            plain(part.replace(/<[^>]*>/g, '')),
            number('font-size'),
            bold || part.startsWith('<tspan') ? 'bold' : 'regular',
          ),
        )
        .reduce((sum, one) => sum + one, 0);
      const shift = head.includes('"end"') ? width : head.includes('"middle"') ? width / 2 : 0;
      const left = number('x') + dx - shift;
      found.push({ left, right: left + width, y: number('y') + dy, text: plain(inner.replace(/<[^>]*>/g, '')) });
    }
  }
  return found;
}

describe('the page of a digest', () => {
  it.each(languageCodes)('says what its messages say, loads nothing and runs nothing, in %s', (language) => {
    for (const report of everyReport()) {
      const page = digestPage(content(report, { restated }), speakerOf(report, language));
      expect(page).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`));
      expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
      expect(page).toContain('Q2 2026');
    }
  });

  it('shows each KPI with pipeline and revenue beside it, and its charts in words', () => {
    for (const report of [weekly(analyst), monthly(analyst), quarterly(analyst)]) {
      const page = digestPage(content(report), speakerOf(report, 'en'));
      for (const { kpi } of report.kpis) expect(page).toContain(`<h2>${kpis[kpi].name} `);
      expect(page).toContain('<h2>Pipeline and revenue ');
    }
    const page = digestPage(content(weekly(analyst)), speakerOf(weekly(analyst), 'en'));
    expect(page).toContain(
      'aria-label="Open pipeline by stage. Qualified: €350k · €120k, Proposal: €336k · €70k, Negotiation: €250k · €90k"',
    );
    expect(page).toContain('<a href="https://crm.example.com/deal/D-1">Deal 1</a>');
    for (const report of [weekly(analyst), monthly(analyst), quarterly(analyst)]) {
      expect(digestPage(content(report), speakerOf(report, 'en'))).toContain(
        '<a href="https://crm.example.com/partner/P-1">Partner 1 GmbH</a>',
      );
    }
  });

  it.each(languageCodes)(
    'as a picture keeps its letters inside a phone’s width and apart from each other, in %s',
    (language) => {
      for (const report of everyReport()) {
        const late = { dueAt: '2026-11-23T08:00:00.000Z', reason: 'was-down' } as const;
        const svg = digestPicture(content(report, { restated, late }), speakerOf(report, language));
        const [, height = '0'] = /height="(\d+)" viewBox/.exec(svg) ?? [];
        const letters = lettersOf(svg);
        expect(letters.length).toBeGreaterThan(3);
        for (const { left, right, y, text } of letters) {
          expect(left, text).toBeGreaterThanOrEqual(0);
          expect(right, text).toBeLessThanOrEqual(480);
          expect(y, text).toBeLessThan(Number(height));
        }
        const overlaps = letters.flatMap((one, index) =>
          letters
            .slice(index + 1, index + 40)
            .filter(
              (other) => Math.abs(other.y - one.y) < 10 && other.left < one.right - 1 && one.left < other.right - 1,
            )
            .map((other) => `${one.text} / ${other.text}`),
        );
        expect(overlaps).toEqual([]);
      }
    },
  );

  it('is drawn in light and dark', async () => {
    const report = weekly(analyst);
    const speak = speakerOf(report, 'en');
    const [light, dark] = (['light', 'dark'] as const).map((theme) => digestPicture(content(report), speak, theme));
    expect(light).not.toBe(dark);
    expect(light?.replace(/#[0-9a-f]{6}/g, '')).toBe(dark?.replace(/#[0-9a-f]{6}/g, ''));
    const png = Buffer.from(await digestPng(content(report), speak, 'dark'));
    expect(png.readUInt32BE(16)).toBe(960);
  });
});
