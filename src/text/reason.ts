interface ReasonWords {
  readonly reasons: Readonly<Record<string, string>>;
  readonly reasonWords: readonly (readonly [from: string, to: string])[];
}

/** A source's reason in a language: its kind in words, its numbers and names as they are; an unknown one stays as it is. */
export function reasonIn({ reasons, reasonWords }: ReasonWords, reason: string): string {
  const known = reasons[reason];
  if (known !== undefined) return known;
  const cut = reason.search(/: | “/);
  const kind = cut < 0 ? undefined : reasons[reason.slice(0, cut)];
  const rest = kind === undefined ? reason : reason.slice(cut);
  const told = reasonWords.reduce((text, [from, to]) => text.replace(from, to), rest);
  return `${kind ?? ''}${told}`;
}
