import { buildDeals } from '../kpi/program/build-deals.ts';
import type { BuiltPartners, PartnerDraft } from '../kpi/program/build-partners.ts';
import { buildRegistrations } from '../kpi/program/build-registrations.ts';
import { indexDeals } from '../kpi/program/deal-index.ts';
import type { Program } from '../kpi/program/program.ts';
import type { ProgramReader } from '../kpi/program/reader.ts';
import type { AnyRecord, RecordOf, RecordType } from '../records/records.ts';

/**
 * The program as it would be with these deals, attributions and registrations instead of its own: the same partners, the
 * same rates, the same rules.
 */
export async function remade(program: Program, records: readonly AnyRecord[]): Promise<Program> {
  const reader = readerOver(records, program);
  const built = copied(program);
  const deals = await buildDeals(reader, built, program.calendar.zone, program.settings.countTypes);
  const { registrations, ...pools } = await buildRegistrations(reader, built, deals, program.calendar.zone);
  return {
    ...program,
    partners: built.partners,
    partnerOf: built.partnerOf,
    deals: deals.deals,
    dealIndex: indexDeals(deals.deals),
    dealDetails: deals.details,
    registrations,
    pools: { dealKeys: deals.keys, dealUrls: deals.urls, dealNames: deals.names, ...pools },
  };
}

const isOf = <T extends RecordType>(type: T, one: AnyRecord): one is AnyRecord & RecordOf<T> => one.record === type;

function readerOver(records: readonly AnyRecord[], { sources }: Program): ProgramReader {
  return {
    async *scan<T extends RecordType, F extends keyof RecordOf<T>>(
      type: T,
    ): AsyncGenerator<readonly Pick<RecordOf<T>, F>[]> {
      const rows: readonly RecordOf<T>[] = records.filter((one) => isOf(type, one));
      yield rows;
    },
    sources: async () => sources,
  };
}

/** The partners without anything that the records bring. */
function copied({ partners, partnerOf, names, stepPositions }: Program): BuiltPartners {
  const copies = partners.map(
    (partner): PartnerDraft => ({
      ...partner,
      aliases: [...partner.aliases],
      steps: [...partner.steps],
      trainings: [...partner.trainings],
      certifications: [...partner.certifications],
      surveys: [...partner.surveys],
      registrations: [],
      sourcedDeals: [],
      influencedDeals: [],
    }),
  );
  const copyOf = new Map(
    [...partnerOf].flatMap(([key, { index }]) => {
      const copy = copies[index];
      return copy === undefined ? [] : [[key, copy] as const];
    }),
  );
  return { partners: copies, partnerOf: copyOf, names, stepPositions };
}
