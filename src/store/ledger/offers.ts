import { z } from 'zod';
import { inLedger, type Ledger } from './ledger.ts';

/** What became of the personal digest that a manager is offered once. */
const answers = ['offered', 'accepted', 'declined', 'preset'] as const;
export type OfferAnswer = (typeof answers)[number];

/** Who was offered a personal digest; whoever was is not asked again. */
export interface DigestOffers {
  /** null: this person was never offered one. */
  find(person: string): Promise<OfferAnswer | null>;
  /** Whether this is the first word about this person: of two at once one is. */
  offer(person: string, answer: OfferAnswer, at: string): Promise<boolean>;
  /** What the person said to it. */
  answer(person: string, answer: OfferAnswer, at: string): Promise<void>;
}

/** The offers in a ledger. `person`: Slack's id. */
export function offersIn(of: Ledger): DigestOffers {
  const { ledger } = of;
  return {
    find: (person) =>
      inLedger(of, async () => {
        if (!(await of.hasTable(ledger, 'digest_offer'))) return null;
        const row = await ledger
          .selectFrom('digest_offer')
          .select('answer')
          .where('person', '=', person)
          .executeTakeFirst();
        return row === undefined ? null : z.enum(answers).parse(row.answer);
      }),
    offer: (person, answer, at) =>
      inLedger(of, async () => {
        const { numInsertedOrUpdatedRows } = await ledger
          .insertInto('digest_offer')
          .values({ person, answer, at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return (numInsertedOrUpdatedRows ?? 0n) > 0n;
      }),
    answer: (person, answer, at) =>
      inLedger(of, async () => {
        await ledger
          .insertInto('digest_offer')
          .values({ person, answer, at })
          .onConflict((conflict) => conflict.column('person').doUpdateSet({ answer, at }))
          .execute();
      }),
  };
}
