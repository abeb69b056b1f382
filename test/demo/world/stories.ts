export interface Story {
  /** The partner whom the story is about. */
  readonly partnerId: string;
  readonly partner: string;
  /** Others who play a part in it. */
  readonly others: readonly string[];
  readonly sentence: string;
}

/** The onboarding step at which the stuck partners stand. */
export const STUCK_STEP = 'Technical basics';

/** The account of the channel conflict. */
export const CONFLICT_ACCOUNT = 'Hanseatische Hafenlogistik AG';

/** What the sample program tells, whatever its seed and as-of instant; ids and names never change. */
export const stories = {
  star: {
    partnerId: 'P-1001',
    partner: 'Acme Cloud GmbH',
    others: [],
    sentence:
      'Acme Cloud GmbH is certified, registers more deals from month to month, rose from Silver to Platinum and brings the highest sourced revenue.',
  },
  faller: {
    partnerId: 'P-1002',
    partner: 'Brightwater Consulting Ltd',
    others: [],
    sentence:
      'Brightwater Consulting Ltd registered 4 to 7 deals a month and only one in the last 6 weeks; its certifications expired and its manager changed just before.',
  },
  stuckOnboarding: {
    partnerId: 'P-1003',
    partner: 'Kvarnen Data AB',
    others: ['P-1004', 'P-1005'],
    sentence:
      'Kvarnen Data AB started its onboarding 50 days ago and has stood at "Technical basics" for 35 days, where two more partners are stuck as well.',
  },
  channelConflict: {
    partnerId: 'P-1006',
    partner: 'Steinbach Systemhaus AG',
    others: ['P-1007'],
    sentence:
      'Steinbach Systemhaus AG and Elbtal Digital GmbH both registered Hanseatische Hafenlogistik AG within ten days, and direct sales already has an open deal there.',
  },
} as const satisfies Record<string, Story>;

export type StoryName = keyof typeof stories;
