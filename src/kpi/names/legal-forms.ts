/** Legal forms as words without accents and full stops. */
const forms = new Set(
  [
    'gmbh mbh gesmbh ggmbh ag kg kgaa ohg gbr ug ek eg ev co se aktiengesellschaft haftungsbeschrankt',
    'inc incorporated corp corporation company llc llp lllp lp pllc pc plc ltd limited',
    'sa sas sasu sarl eurl snc sca scop bv nv bvba sprl srl spa sl slu slne lda ltda',
    'ab as asa aps oy oyj abp hf ehf ou uab sia kft zrt nyrt sro doo dd ood eood',
    'pty pte pvt bhd sdn kk gk pjsc jsc ooo oao',
  ].flatMap((line) => line.split(' ')),
);
const longForms = ['sp z oo', 'sp zoo', 'sa de cv', 'srl de cv', 'sp k'].map((form) => form.split(' '));

/** How many of a name's words are left without its legal form; at least one. */
export function withoutForm(words: readonly string[]): number {
  let count = words.length;
  for (;;) {
    const length = formBefore(words, count);
    if (length === 0 || length >= count) return count;
    count -= length;
  }
}

function formBefore(words: readonly string[], end: number): number {
  const long = longForms.find((form) => form.every((word, at) => words[end - form.length + at] === word));
  if (long !== undefined) return long.length;
  return forms.has(words[end - 1] ?? '') ? 1 : 0;
}
