import { type Random, seeded, words } from '../../oracle/random.ts';

const stems = words(
  'Maple Harbor Nordwind Müller Bright Falcon Cobalt Summit Blue River Alpen Granit Lindner Möwe Schäfer Orion Vector Quantum Cedar Iron Silver Copper Stone North South East West Bridge Gate Field Water Light Wave Cloud Peak Forge Hawk Fox Raven Björn Søren Łódź Weiß Café Crème Atlas Titan Nova Luna Terra Aqua Solar Lumen Pixel Byte Logic Kern Anker Hafen Turm Brücke Wolke Feuer Stern Grün Roth Schwarz König Kaiser Fischer Weber Becker Hoffmann Krüger Lange Sommer Winter Herbst Frühling Tanaka Rossi Garcia Dubois Lefèvre Jansen Visser Larsen Nilsson Virtanen Kowalski Novák Szabó Popescu Silva Costa Moreau Keller Brunner Steiner',
);
const tails = words(
  'soft ware works labs tech data net sys flow base point link scape craft hub mind shift stack wise nexus',
);
const trades = words(
  'Digital Systems Consulting Solutions Software Services Partners Analytics Security Networks Technik Beratung Integration Cloud Data Group Media Logistics Automation Energy Capital Ventures Design Studios Interactive Informatik Datentechnik',
);
const forms = words('GmbH AG Inc. Ltd LLC S.A. B.V. KG SE SAS SARL Oy AB AS PLC Corp. Co. Limited');

/** Company names as a program has them: people, made-up words, trades, near-twins, umlauts, numbers, legal forms. */
export function inventedNames(count: number, seed: number): readonly string[] {
  const random = seeded(seed);
  const names = new Set<string>();
  while (names.size < count)
    names.add(`${inventedCore(random)}${random.chance(0.75) ? ` ${inventedForm(random)}` : ''}`);
  return [...names];
}

const inventedForm = (random: Random): string => (random.chance(0.1) ? 'GmbH & Co. KG' : random.pick(forms));

function inventedCore(random: Random): string {
  const kind = random.int(0, 9);
  const stem = random.pick(stems);
  const other = random.pick(stems);
  const trade = random.pick(trades);
  if (kind < 3) return `${stem} ${other} ${trade}`;
  if (kind < 5) return `${stem}${other.toLowerCase()} ${trade}`;
  if (kind === 5) return `${stem}${random.pick(tails)}`;
  if (kind === 6) return `${stem} & ${other}`;
  if (kind === 7) return `${stem}-${other} ${trade} ${random.pick(trades)}`;
  if (kind === 8) return `${stem} ${trade} ${random.int(2, 99)}`;
  return `${stem}${random.pick(tails)} ${trade}`;
}
