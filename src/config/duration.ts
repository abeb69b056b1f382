const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof units;
const isUnit = (text: string | undefined): text is Unit => text !== undefined && Object.hasOwn(units, text);

/** Milliseconds of a duration such as `30s`, `15m`, `2h`, `1d`; null where it is none, or not between 1 second and 24 days (the reach of a timer). */
export function parseDuration(text: string): number | null {
  const match = /^([1-9]\d{0,6})([smhd])$/.exec(text.trim());
  const unit = match?.[2];
  if (!match || !isUnit(unit)) return null;
  const milliseconds = Number(match[1]) * units[unit];
  return milliseconds <= 24 * units.d ? milliseconds : null;
}
