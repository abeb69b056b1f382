import { draw } from '../../../charts/svg/draw.ts';
import { element, escaped } from '../../../charts/svg/markup.ts';
import { dark, declared, light, named } from '../../../charts/svg/palette.ts';
import type { Markup, Phrase } from '../../../text/phrase.ts';
import type { Card, PageChart, PageList, PageModel } from './model.ts';

const WIDTH = 440;

const html: Markup = {
  escape: escaped,
  bold: (inner) => `<b>${inner}</b>`,
  code: (inner) => `<code>${inner}</code>`,
};

const written = (phrase: Phrase): string => phrase.as(html);

/** The page as one HTML document: no script, nothing is loaded, light or dark as the reader has it. */
export function htmlOf(model: PageModel): string {
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(model.title.text)}</title>`,
    `<style>${style}</style>`,
  ].join('\n');
  const body = [
    `<h1>${written(model.title)}</h1>`,
    ...model.warnings.map((line) => `<p class="warn">${written(line)}</p>`),
    `<p class="verdict">${written(model.verdict)}</p>`,
    ...(model.sentences.length === 0
      ? []
      : [`<ul class="said">${model.sentences.map((line) => `<li>${written(line)}</li>`).join('')}</ul>`]),
    ...(model.cards.length === 0 ? [] : [`<div class="cards">${model.cards.map(card).join('')}</div>`]),
    ...model.lists.map(list),
    ...(model.charts.length === 0 ? [] : [`<div class="charts">${model.charts.map(figure).join('')}</div>`]),
    `<footer>${model.notes.map((line) => `<p>${written(line)}</p>`).join('')}</footer>`,
  ].join('\n');
  return `<!doctype html>\n<html lang="${escaped(model.language)}">\n<head>\n${head}\n</head>\n<body>\n<main>\n${body}\n</main>\n</body>\n</html>\n`;
}

function card({ name, kind, lines, trend }: Card): string {
  const way = trend?.way ?? 'same';
  return [
    `<section class="card"><h2>${escaped(name)} <span>${written(kind)}</span></h2>`,
    ...lines.map((line) => `<p>${written(line)}</p>`),
    ...(trend === null ? [] : [`<p class="trend ${way}">${written(trend.text)}</p>`]),
    '</section>',
  ].join('');
}

function figure({ title, chart, twin, more }: PageChart): string {
  const { svg, height } = draw(chart, WIDTH, named);
  const drawing = element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': `${title.text}. ${twin.text}` },
    svg,
  );
  const rest = more === undefined ? '' : `<p class="soft">${written(more)}</p>`;
  return `<figure class="card"><figcaption>${written(title)}</figcaption>${drawing}${rest}</figure>`;
}

const linked = ({ name, url }: { readonly name: string; readonly url: string | null }): string =>
  url === null ? escaped(name) : `<a href="${escaped(url)}">${escaped(name)}</a>`;

function list({ title, rows, more }: PageList): string {
  const items = rows.map((row) => {
    const { name, value, partner, detail } = row;
    const first = name === '' ? '' : `<div class="row"><b>${linked(row)}</b><span>${escaped(value)}</span></div>`;
    const whose = partner === undefined ? '' : `${linked(partner)} · `;
    return `<li>${first}<p>${whose}${written(detail)}</p></li>`;
  });
  const rest = more === null ? '' : `<p class="soft">${written(more)}</p>`;
  return `<section class="card list"><h2>${written(title)}</h2><ol>${items.join('')}</ol>${rest}</section>`;
}

const style = `
:root{color-scheme:light dark;${declared(light)}}
@media (prefers-color-scheme:dark){:root{${declared(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:960px;margin:0 auto;padding:20px 16px 32px;display:grid;gap:14px;grid-template-columns:minmax(0,1fr)}
h1{margin:0;font-size:14px;font-weight:600;color:var(--soft)}
p{margin:0}
.warn{padding:8px 12px;border-radius:8px;background:var(--warn-ground);color:var(--warn)}
.verdict{font-size:21px;line-height:1.35}
.said{margin:0;padding:0;list-style:none;display:grid;gap:4px}
.cards{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,220px),1fr))}
.charts{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));align-items:start}
.card{margin:0;min-width:0;padding:14px 16px;background:var(--card);border:1px solid var(--line);border-radius:12px}
.card h2,figcaption{margin:0 0 8px;font-size:15px;font-weight:600;line-height:1.3}
.card h2 span{font-size:12px;font-weight:400;color:var(--soft)}
.trend{font-size:14px;color:var(--soft)}
svg{display:block;width:100%;max-width:440px;height:auto;font-family:inherit;overflow:visible}
ol{margin:0;padding:0;list-style:none}
li+li{border-top:1px solid var(--line)}
.list li{padding:8px 0}.list li p{font-size:14px;color:var(--soft)}
.said li{border:0}
.row{display:flex;justify-content:space-between;gap:12px}
.row span{flex:none;font-variant-numeric:tabular-nums}
.row b{font-weight:600}
a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:2px}
.soft,footer{font-size:13px;color:var(--soft)}
footer{display:grid;gap:4px}
code{font-size:.92em}
@media print{body{background:#fff}.card{break-inside:avoid}}
`
  .trim()
  .replaceAll('\n', '');
