import type { Random } from './random.ts';

export type Tier = 'Platinum' | 'Gold' | 'Silver' | 'Registered';
export type Region = 'DACH' | 'Nordics' | 'UKI' | 'France' | 'Iberia' | 'North America';

export interface RosterEntry {
  readonly name: string;
  readonly region: Region;
  readonly motion: string;
  readonly aliases: string;
}

export const MAYA = 'maya.brandt@example.com';
export const JONAS = 'jonas.keller@example.com';

/** Partner managers by region. */
export const managers: Record<Region, readonly string[]> = {
  DACH: [MAYA, JONAS, JONAS],
  Nordics: ['sofia.lindqvist@example.com'],
  UKI: ['thomas.bennett@example.com'],
  France: ['camille.moreau@example.com'],
  Iberia: ['diego.alvarez@example.com'],
  'North America': ['thomas.bennett@example.com', 'diego.alvarez@example.com'],
};

/** The first seven belong to the stories; the eighth was merged into the ninth. */
const named = `
Acme Cloud GmbH|DACH|reseller|Acme,ACME Cloud
Brightwater Consulting Ltd|UKI|referral|Brightwater
Kvarnen Data AB|Nordics|reseller|Kvarnen
Tramuntana Cloud SL|Iberia|referral|
Granit Systèmes SARL|France|SI|Granit
Steinbach Systemhaus AG|DACH|SI|Steinbach
Elbtal Digital GmbH|DACH|reseller|Elbtal,EDG
Bluefin Systems Oy|Nordics|reseller|Bluefin
Bluefin Nordic Group Oy|Nordics|reseller|Bluefin Nordic,BNG
Revenue Rocket Ltd|UKI|affiliate|
Société Lumière Numérique SAS|France|SI|Lumière,SLN
Müller & Söhne "Cloudwerk" KG|DACH|reseller|Cloudwerk
Harbour, Lane & Co. Ltd|UKI|SI|Harbour Lane
Nørdlys Data A/S|Nordics|SI|Nordlys
O'Malley Advisory Ltd|UKI|referral|O'Malley
Cascade Ridge Partners Inc.|North America|SI|Cascade Ridge
Alpenblick IT-Beratung GmbH|DACH|SI|Alpenblick
Lagunas y Peña Asociados SL|Iberia|SI|Peña
Prairie Sky Solutions LLC|North America|reseller|Prairie Sky
Donaupark Software GmbH|DACH|reseller|Donaupark
Fjordbyte AS|Nordics|reseller|
Atelier Pixel & Fils SARL|France|affiliate|Atelier Pixel
Thames Gate Technology Ltd|UKI|reseller|Thames Gate
Bergwind Consulting AG|DACH|SI|Bergwind
Soluções Atlântico Lda|Iberia|reseller|Atlântico
Copper Mesa Software Inc.|North America|reseller|Copper Mesa
Seerose Digital GmbH|DACH|referral|
Skogsberg IT AB|Nordics|SI|Skogsberg
Moorland Data Services Ltd|UKI|SI|Moorland
Rhône Conseil SAS|France|referral|
Hudson Bridge Group LLC|North America|SI|Hudson Bridge
Isarwerk Cloud GmbH|DACH|reseller|Isarwerk
Puerto Norte Sistemas SA|Iberia|reseller|Puerto Norte
Lakehouse Analytics Inc.|North America|referral|Lakehouse
Zürisee Informatik AG|DACH|reseller|Zürisee
Aurora Borealis IT Oy|Nordics|referral|Aurora
Kestrel & Finch LLP|UKI|affiliate|Kestrel
Bretagne Réseaux SARL|France|reseller|
Lindenhof Systeme GmbH|DACH|reseller|Lindenhof
Sierra Blanca Tech SL|Iberia|SI|Sierra Blanca
Maple Harbor Digital Inc.|North America|affiliate|Maple Harbor
Ostwind Partner GmbH|DACH|referral|Ostwind
Dalsund Software ApS|Nordics|reseller|
Greyfriars IT Ltd|UKI|reseller|Greyfriars
Cévennes Cloud SAS|France|SI|
Saguaro Consulting LLC|North America|SI|Saguaro
Wienerwald IT GmbH|DACH|SI|Wienerwald
Ribera Digital SL|Iberia|referral|
Tjärn Consulting AB|Nordics|SI|Tjärn
Pennine Systems Ltd|UKI|reseller|Pennine
Blackforest Networks GmbH|DACH|reseller|Blackforest
Garonne Numérique SARL|France|reseller|Garonne
Big Sur Cloud Inc.|North America|reseller|Big Sur
Kranich IT-Service GmbH|DACH|affiliate|Kranich
Douro Tecnologia Lda|Iberia|SI|Douro
Solvik Partners AS|Nordics|referral|Solvik
Celtic Sea Software Ltd|UKI|SI|
Bodensee Beratung AG|DACH|SI|Bodensee
Sapin Vert Conseil SAS|France|affiliate|
Great Plains Integrators LLC|North America|SI|Great Plains
`
  .trim()
  .split('\n');

const regions: readonly Region[] = ['DACH', 'Nordics', 'UKI', 'France', 'Iberia', 'North America'];
const motions = ['referral', 'reseller', 'SI', 'affiliate'] as const;

/** The first `count` partners of the program; beyond the named ones, names are made up from `random`. */
export function roster(count: number, random: Random): RosterEntry[] {
  const entries = named.slice(0, count).map(entry);
  const used = new Set(entries.map(({ name }) => name));
  while (entries.length < count) {
    const name = `${random.pick(firstWords)} ${random.pick(secondWords)} ${random.pick(['GmbH', 'Ltd', 'AB', 'SAS', 'Inc.'])}`;
    const unique = used.has(name) ? `${name} ${entries.length + 1}` : name;
    used.add(unique);
    entries.push({ name: unique, region: random.pick(regions), motion: random.pick(motions), aliases: '' });
  }
  return entries;
}

function entry(line: string): RosterEntry {
  const [name = '', regionName, motion = '', aliases = ''] = line.split('|');
  const region = regions.find((candidate) => candidate === regionName);
  if (region === undefined) throw new Error(`roster line without a region: ${line}`);
  return { name, region, motion, aliases: aliases.replaceAll(',', '|') };
}

const firstWords = ['Amber', 'Basalt', 'Cobalt', 'Delta', 'Ember', 'Falcon', 'Garnet', 'Heron', 'Indigo', 'Juniper'];
const secondWords = ['Systems', 'Consulting', 'Digital', 'Networks', 'Cloud', 'Advisory', 'Software', 'Integration'];

export const salesReps = [
  'lena.vogt@example.com',
  'oscar.nyman@example.com',
  'grace.holt@example.com',
  'paul.girard@example.com',
  'ines.costa@example.com',
  'ryan.whitaker@example.com',
  'nadia.haas@example.com',
] as const;
