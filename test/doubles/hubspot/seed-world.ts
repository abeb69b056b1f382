// What the parts of the seeded program have in common.

/** Who is in the program, by id. */
export interface People {
  owners: { anna: string; ben: string; gone: string };
  partners: { nordwind: string; blueharbor: string; kaiyo: string };
  customers: { mueller: string; acme: string };
  contacts: { nora: string; bo: string };
}

/** A moment on that day, with a fraction of a second. */
export const day = (text: string): number => Date.parse(`${text}T10:15:00.250Z`);
