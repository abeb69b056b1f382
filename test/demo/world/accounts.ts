import type { Random } from './random.ts';
import type { Region } from './roster.ts';

const words: Record<Region, readonly [readonly string[], readonly string[], readonly string[]]> = {
  DACH: [
    ['Rheinische', 'Norddeutsche', 'Bayrische', 'Schwarzwälder', 'Märkische', 'Tiroler', 'Helvetische', 'Sächsische'],
    ['Maschinenbau', 'Logistik', 'Versicherung', 'Papierwerke', 'Optik', 'Energie', 'Brauerei', 'Kliniken'],
    ['GmbH', 'AG', 'SE', 'KG'],
  ],
  Nordics: [
    ['Polar', 'Fjell', 'Öster', 'Söder', 'Nord', 'Havs', 'Björk', 'Sund'],
    ['Shipping', 'Timber', 'Energi', 'Seafood', 'Steel', 'Forsikring', 'Retail', 'Pharma'],
    ['AB', 'AS', 'A/S', 'Oy'],
  ],
  UKI: [
    ['Northgate', 'Ashford', 'Wexley', 'Carrick', 'Kingsmere', 'Dunmore', 'Westbrook', 'Haldon'],
    ['Insurance', 'Foods', 'Rail', 'Estates', 'Motors', 'Care', 'Engineering', 'Media'],
    ['Ltd', 'plc', 'Group'],
  ],
  France: [
    ['Val de Marne', 'Côte Sud', 'Belle Rive', 'Beaumont', "L'Horizon", 'Grand Pré', 'Saint-Clair', 'Montfort'],
    ['Assurances', 'Textiles', 'Transports', 'Énergie', 'Cosmétiques', 'Laboratoires', 'Bâtiment', 'Viandes'],
    ['SA', 'SAS', 'SARL'],
  ],
  Iberia: [
    ['Costa Azul', 'Monte Alto', 'Río Claro', 'Vega', 'Alcántara', 'Bela Vista', 'Serra', 'Luna'],
    ['Alimentación', 'Seguros', 'Logística', 'Energía', 'Hoteles', 'Farma', 'Construcciones', 'Têxteis'],
    ['SA', 'SL', 'Lda'],
  ],
  'North America': [
    ['Summit', 'Lone Oak', 'Blue Ridge', 'Harborview', 'Granite State', 'Redwood', 'Lakeside', 'Ironwood'],
    ['Health', 'Freight', 'Manufacturing', 'Credit Union', 'Foods', 'Utilities', 'Outdoor', 'Aerospace'],
    ['Inc.', 'LLC', 'Corp.'],
  ],
};

const places: Record<Region, readonly string[]> = {
  DACH: ['Ulm', 'Kassel', 'Linz', 'Basel', 'Rostock', 'Trier', 'Graz', 'Jena'],
  Nordics: ['Malmö', 'Bergen', 'Aarhus', 'Turku', 'Luleå', 'Odense'],
  UKI: ['Leeds', 'Cork', 'Bath', 'Dundee', 'York', 'Swansea'],
  France: ['Lille', 'Nantes', 'Dijon', 'Nîmes', 'Rennes', 'Metz'],
  Iberia: ['Sevilla', 'Bilbao', 'Braga', 'Málaga', 'Faro', 'Gijón'],
  'North America': ['Denver', 'Boise', 'Tulsa', 'Austin', 'Omaha', 'Halifax'],
};

/** The customers of the program: every name is given away once, lest deals collide that are no story. */
export class Accounts {
  readonly #free = new Map<Region, string[]>();
  readonly #owned = new Map<string, string[]>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A customer nobody has had yet, from now on one of the owner's. */
  fresh(region: Region, owner: string): string {
    let free = this.#free.get(region);
    if (free === undefined || free.length === 0) {
      free = this.#random.sample(names(region, this.#random), Number.POSITIVE_INFINITY);
      this.#free.set(region, free);
    }
    const name = free.pop();
    if (name === undefined) throw new RangeError(`no customers in ${region}`);
    this.#owned.set(owner, [...(this.#owned.get(owner) ?? []), name]);
    return name;
  }

  /** One of the owner's customers, where it has any; else a new one. */
  known(region: Region, owner: string): string {
    const owned = this.#owned.get(owner);
    return owned ? this.#random.pick(owned) : this.fresh(region, owner);
  }
}

function names(region: Region, random: Random): string[] {
  const [firsts, seconds, forms] = words[region];
  const ends = ['', ...places[region].map((place) => ` ${place}`)];
  return firsts.flatMap((first) =>
    seconds.flatMap((second) =>
      ends.map((end) => `${first} ${second}${end}${random.chance(0.04) ? ',' : ''} ${random.pick(forms)}`),
    ),
  );
}
