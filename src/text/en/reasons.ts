/** Sources give their reasons in English already. */
export const reasons: Readonly<Record<string, string>> = {};
export const reasonWords: readonly (readonly [from: string, to: string])[] = [];
