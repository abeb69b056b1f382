/** Names of objects compare without case, and HubSpot's own ones without the number of the account: p123_x is p_x is x. */
export const sameName = (a: string, b: string): boolean => bare(a) === bare(b);

const bare = (name: string): string => name.toLowerCase().replace(/^p\d*_/, '');
