/** Colours of a drawing. */
export interface Palette {
  readonly ground: string;
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly soft: string;
  readonly warn: string;
  readonly warnGround: string;
  readonly good: string;
  readonly bad: string;
  /** Of series, in order; told apart by eyes that see few colours, and by lightness. */
  readonly series: readonly string[];
}

export const light: Palette = {
  ground: '#f4f6f8',
  card: '#ffffff',
  line: '#dde3e9',
  text: '#16222e',
  soft: '#5b6b7a',
  warn: '#8a4b00',
  warnGround: '#fff3dc',
  good: '#0f7a4d',
  bad: '#b3261e',
  series: ['#1d5fa8', '#e08a1e', '#0f8a6a', '#8e4fb3', '#c2415d', '#7a8794'],
};

export const dark: Palette = {
  ground: '#11171d',
  card: '#1a222b',
  line: '#33404d',
  text: '#eef3f7',
  soft: '#a3b2c0',
  warn: '#ffc772',
  warnGround: '#3a2c12',
  good: '#5fd0a0',
  bad: '#ff8a80',
  series: ['#6db1f2', '#f4ae52', '#4cc9a5', '#c593e6', '#f2879d', '#a3b2c0'],
};

/** Colours by name, for a page whose style says what they are in light and dark. */
export const named: Palette = {
  ground: 'var(--ground)',
  card: 'var(--card)',
  line: 'var(--line)',
  text: 'var(--text)',
  soft: 'var(--soft)',
  warn: 'var(--warn)',
  warnGround: 'var(--warn-ground)',
  good: 'var(--good)',
  bad: 'var(--bad)',
  series: light.series.map((_, index) => `var(--s${index})`),
};

/** The declarations of those names. */
export const declared = (palette: Palette): string =>
  [
    ...(['ground', 'card', 'line', 'text', 'soft', 'warn', 'good', 'bad'] as const).map(
      (key) => `--${key}:${palette[key]}`,
    ),
    `--warn-ground:${palette.warnGround}`,
    ...palette.series.map((colour, index) => `--s${index}:${colour}`),
  ].join(';');

export const seriesColour = ({ series }: Palette, index: number): string => series[index % series.length] ?? '';
