import type { Examples } from './analyst.ts';
import { attentionList } from './attention.ts';
import type { Calculator } from './calculator.ts';
import { valuesOf } from './question.ts';
import { UNKNOWN } from './segment.ts';

const EXAMPLES = 2;
const EASY_TO_TYPE = 40;

/** Partners that are worth a look first, then any; where the list of all crosses a thread, it holds everybody up. */
export function examplesAt(calculator: Calculator, asOf: number): Examples {
  const { program } = calculator;
  const urgent = attentionList(calculator, null, asOf).map(({ partner }) => partner.name);
  const names = new Set([...urgent, ...program.partners.map(({ name }) => name)]);
  const easy = [...names].filter((name) => name.length <= EASY_TO_TYPE);
  return {
    partners: easy.slice(0, EXAMPLES),
    tier: valuesOf(program, 'tier').find((tier) => tier !== UNKNOWN) ?? null,
  };
}
