// Record ids: 15 characters in which case matters, or 18 of which the last three say what case the others have.

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The 18-character form of a 15-character id. */
export function toId18(id15: string): string {
  let check = '';
  for (let part = 0; part < 3; part += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id15[part * 5 + i] ?? '')) bits |= 1 << i;
    check += CHECK[bits] ?? '';
  }
  return id15 + check;
}

/** Gives an 18-character id of any case the case that its check characters demand; undefined when they contradict it. */
function restoreCase(id18: string): string | undefined {
  const check = id18.slice(15).toUpperCase();
  let id15 = '';
  for (let i = 0; i < 15; i += 1) {
    const bits = CHECK.indexOf(check[Math.floor(i / 5)] ?? '');
    if (bits < 0) return undefined;
    const char = id18[i] ?? '';
    id15 += bits & (1 << (i % 5)) ? char.toUpperCase() : char.toLowerCase();
  }
  return toId18(id15) === id15 + check ? id15 + check : undefined;
}

/** The 18-character id that a text means; undefined when it is no id. */
export function normaliseId(text: string): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(text)) return undefined;
  if (text.length === 15) return toId18(text);
  return text.length === 18 ? restoreCase(text) : undefined;
}

/** Makes ids that a real org could have made: base 62, so neighbours may differ in case only. */
export class IdMaker {
  #next = new Map<string, number>();

  next(prefix: string): string {
    const count = this.#next.get(prefix) ?? 4_000_000;
    this.#next.set(prefix, count + 1);
    let digits = '';
    for (let rest = count; rest > 0; rest = Math.floor(rest / 62)) digits = (DIGITS[rest % 62] ?? '') + digits;
    return toId18(`${prefix}WV${digits.padStart(10, '0')}`);
  }
}
