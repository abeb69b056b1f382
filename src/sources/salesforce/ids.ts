const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Whether a text has the form of a record id. */
export const isId = (text: string): boolean => /^(?:[A-Za-z0-9]{15}|[A-Za-z0-9]{18})$/.test(text);

/**
 * The 18-character form of an id, in which no two ids differ by case alone; exports and formula fields often hold the
 * 15-character one. Undefined for a text that is no id.
 */
export function toId18(text: string): string | undefined {
  if (!isId(text)) return undefined;
  const id15 = text.slice(0, 15);
  const full = id15 + checkOf(id15);
  if (text.length === 15 || text === full) return full;
  return restored(text);
}

function checkOf(id15: string): string {
  let check = '';
  for (let part = 0; part < 15; part += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id15[part + i] ?? '')) bits |= 1 << i;
    check += CHECK[bits] ?? '';
  }
  return check;
}

/** The id whose case a spreadsheet changed: its last three characters say what it was. */
function restored(text: string): string | undefined {
  const check = text.slice(15).toUpperCase();
  const id15 = [...text.slice(0, 15)]
    .map((char, i) => {
      const bits = CHECK.indexOf(check[Math.floor(i / 5)] ?? '');
      return bits & (1 << (i % 5)) ? char.toUpperCase() : char.toLowerCase();
    })
    .join('');
  return checkOf(id15) === check ? id15 + check : undefined;
}
