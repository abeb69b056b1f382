export interface CrmSize {
  readonly partners: number;
  readonly customers: number;
  readonly deals: number;
  readonly registrations: number;
  readonly activities: number;
}

/** The size of which the bars speak. */
const whole: CrmSize = {
  partners: 10_000,
  customers: 5_000,
  deals: 200_000,
  registrations: 50_000,
  activities: 1_000_000,
};

/** A part of it. */
export const sized = (share: number): CrmSize => ({
  partners: whole.partners * share,
  customers: whole.customers * share,
  deals: whole.deals * share,
  registrations: whole.registrations * share,
  activities: whole.activities * share,
});

export const crmSizes = { whole, fifth: sized(0.2), smoke: sized(0.01) } as const;
export type CrmSizeName = keyof typeof crmSizes;
export const isSize = (name: string): name is CrmSizeName => Object.hasOwn(crmSizes, name);
