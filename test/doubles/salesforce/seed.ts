// A small partner program with a past: six partners, three customers, fourteen deals, registrations, activities.
import type { Org } from './org/org.ts';
import type { Row } from './schema/definitions.ts';
import { defineProgram } from './seed-schema.ts';

const DAY_MS = 86_400_000;

const PARTNERS: [string, string, string, string, string][] = [
  ['Nordwind Systems', 'Gold', 'EMEA', 'Resell', 'Sales;Technical'],
  ['Blue Harbor Consulting', 'Platinum', 'AMER', 'Co-sell', 'Sales'],
  ["O'Neil & Partners", 'Silver', 'EMEA', 'Referral', 'Sales'],
  ['Koala Cloud', 'Registered', 'APAC', 'Resell', ''],
  ['Cascade Integrators', 'Gold', 'AMER', 'Co-sell', 'Technical'],
  ['Müller IT', 'Silver', 'EMEA', 'Resell', 'Legacy'],
];

/** Customer, partner (or none), source, stage, amount, currency, age in days, days until the close date. */
const DEALS: [number, number | undefined, string, string, number, string, number, number][] = [
  [0, 0, 'Sourced', 'Closed Won', 48_000, 'EUR', 200, -60],
  [1, 1, 'Sourced', 'Closed Won', 120_000, 'USD', 180, -30],
  [2, 1, 'Influenced', 'Negotiation', 75_000, 'USD', 90, 30],
  [0, 2, 'Influenced', 'Closed Lost', 20_000, 'EUR', 150, -45],
  [1, 3, 'Partner led', 'Prospecting', 15_000, 'USD', 12, 80],
  [2, 4, 'Sourced', 'Proposal', 64_000, 'GBP', 60, 45],
  [0, 0, 'Sourced', 'Qualification', 31_000, 'EUR', 35, 60],
  [1, 5, 'Influenced', 'Closed Won', 9_500, 'EUR', 120, -20],
  [2, 1, 'Sourced', 'Closed Won', 210_000, 'USD', 300, -110],
  [0, undefined, '', 'Closed Won', 82_000, 'USD', 170, -70],
  [1, undefined, '', 'Proposal', 44_000, 'USD', 40, 25],
  [2, undefined, '', 'Closed Lost', 27_000, 'GBP', 130, -15],
  [0, 4, 'Sourced', 'Closed Won', 55_000, 'USD', 95, -5],
  [1, 2, 'Sourced', 'Prospecting', 18_000, 'EUR', 3, 90],
];

const REGISTRATIONS: [number, number | undefined, string, number][] = [
  [0, 0, 'Approved', 205],
  [1, 1, 'Approved', 185],
  [4, 5, 'Approved', 62],
  [0, 6, 'Approved', 36],
  [3, undefined, 'Rejected', 50],
  [2, undefined, 'Expired', 240],
  [2, 13, 'Submitted', 2],
];

/** Fills an org with the partner program's schema and records. */
export function seedProgram(org: Org): void {
  defineProgram(org);
  const now = org.internals.clock.stamp();
  const moment = (daysAgo: number): string => new Date(now - daysAgo * DAY_MS).toISOString();
  const day = (daysAhead: number): string => moment(-daysAhead).slice(0, 10);
  const made = (daysAgo: number): Row => ({
    CreatedDate: moment(daysAgo),
    LastModifiedDate: moment(daysAgo),
    SystemModstamp: moment(daysAgo),
  });
  const multi = org.internals.settings.multiCurrency;
  const money = (code: string): Row => (multi ? { CurrencyIsoCode: code } : {});

  const owners = org.load('User', [
    { Username: 'ada@acme.example', FirstName: 'Ada', LastName: 'Young', Email: 'ada@acme.example', ...made(700) },
    { Username: 'ben@acme.example', FirstName: 'Ben', LastName: 'Ortiz', Email: 'ben@acme.example', ...made(650) },
  ]);
  const ownerOf = (i: number): Row => ({ OwnerId: owners[i % owners.length] ?? org.userId });
  const [partnerType, customerType] = org.load('RecordType', [
    { Name: 'Partner Account', DeveloperName: 'Partner_Account', SobjectType: 'Account', ...made(700) },
    { Name: 'Customer Account', DeveloperName: 'Customer_Account', SobjectType: 'Account', ...made(700) },
  ]);
  for (const role of ['Reseller', 'Consultant', 'System Integrator'])
    org.load('PartnerRole', [{ MasterLabel: role, ApiName: role, ReverseRole: 'Client', SortOrder: 1, ...made(700) }]);
  if (multi) seedCurrencies(org, made(700), day);

  const partners = org.load(
    'Account',
    PARTNERS.map(([name, tier, region, motion, certifications], i) => ({
      Name: name,
      Type: 'Partner',
      RecordTypeId: partnerType ?? null,
      IsPartner: true,
      Website: `https://partner${i}.example`,
      Partner_Tier__c: tier,
      Region__c: region,
      Motion__c: motion,
      Certifications__c: certifications,
      Onboarded_On__c: day(-(400 - i * 40)),
      ...money('USD'),
      ...ownerOf(i),
      ...made(420 - i * 40),
    })),
  );
  const customers = org.load(
    'Account',
    ['Globex', 'Initech', 'Umbra Foods'].map((name, i) => ({
      Name: name,
      Type: 'Customer',
      RecordTypeId: customerType ?? null,
      ...money('USD'),
      ...ownerOf(i),
      ...made(500),
    })),
  );
  const contacts = org.load(
    'Contact',
    partners.map((AccountId, i) => ({
      AccountId,
      FirstName: 'Pat',
      LastName: `Contact ${i}`,
      ...ownerOf(i),
      ...made(300),
    })),
  );
  const deals = DEALS.map(
    ([customer, partner, source, stage, amount, currency, age, closes], i): Row => ({
      Name: `Deal ${i + 1}`,
      AccountId: customers[customer] ?? null,
      StageName: stage,
      Amount: amount,
      Probability: stage === 'Closed Won' ? 100 : stage === 'Closed Lost' ? 0 : 50,
      CloseDate: day(closes),
      ...(partner !== undefined && { Partner__c: partners[partner] ?? null, Partner_Source__c: source }),
      ...money(currency),
      ...ownerOf(i),
      ...made(age),
      ...(closes < 0 && { LastModifiedDate: moment(-closes), SystemModstamp: moment(-closes) }),
    }),
  );
  const dealIds = org.load('Opportunity', deals);
  org.load('OpportunityHistory', historyOf(DEALS, dealIds, moment, day));
  const sourced = DEALS.flatMap(([, partner, source], i): Row[] =>
    partner === undefined || source === ''
      ? []
      : [
          {
            Name: `OP-${i + 1}`,
            Opportunity__c: dealIds[i] ?? null,
            Partner__c: partners[partner] ?? null,
            Role__c: source === 'Influenced' ? 'Influenced' : 'Sourced',
            Is_Primary__c: true,
            ...money('USD'),
            ...made(DEALS[i]?.[6] ?? 1),
          },
        ],
  );
  org.load('Opportunity_Partner__c', sourced);
  org.load(
    'Deal_Registration__c',
    REGISTRATIONS.map(([partner, deal, status, age], i) => ({
      Name: `DR-${1000 + i}`,
      Partner__c: partners[partner] ?? null,
      Opportunity__c: deal === undefined ? null : (dealIds[deal] ?? null),
      Status__c: status,
      Submitted_At__c: moment(age),
      Decided_At__c: status === 'Submitted' ? null : moment(age - 2),
      Expires_On__c: day(90 - age),
      Estimated_Value__c: 10_000 * (i + 1),
      ...money('USD'),
      ...ownerOf(i),
      ...made(age),
    })),
  );
  org.load(
    'Task',
    partners.map((WhatId, i) => ({
      Subject: 'Quarterly review',
      WhoId: contacts[i] ?? null,
      WhatId,
      AccountId: WhatId,
      Type: 'Call',
      TaskSubtype: 'Call',
      Status: 'Completed',
      IsClosed: true,
      ActivityDate: day(-10 - i),
      ...ownerOf(i),
      ...made(10 + i),
    })),
  );
}

/** Each deal began as Prospecting; closed ones have a row of their last stage. */
function historyOf(
  deals: typeof DEALS,
  ids: readonly string[],
  moment: (daysAgo: number) => string,
  day: (daysAhead: number) => string,
): Row[] {
  return deals.flatMap(([, , , stage, amount, , age, closes], i): Row[] => {
    const row = (stageName: string, daysAgo: number): Row => ({
      OpportunityId: ids[i] ?? null,
      StageName: stageName,
      Amount: amount,
      CloseDate: day(closes),
      CreatedDate: moment(daysAgo),
      SystemModstamp: moment(daysAgo),
    });
    const now = stage === 'Prospecting' ? [] : [row(stage, closes < 0 ? -closes : Math.floor(age / 2))];
    return [row('Prospecting', age), ...now];
  });
}

function seedCurrencies(org: Org, made: Row, day: (daysAhead: number) => string): void {
  const rates: [string, number][] = [
    ['USD', 1],
    ['EUR', 0.9],
    ['GBP', 0.78],
  ];
  org.load(
    'CurrencyType',
    rates.map(([IsoCode, ConversionRate]) => ({
      IsoCode,
      ConversionRate,
      DecimalPlaces: 2,
      IsCorporate: IsoCode === 'USD',
      ...made,
    })),
  );
  org.load(
    'DatedConversionRate',
    rates.flatMap(([IsoCode, rate]) => [
      {
        IsoCode,
        StartDate: day(-900),
        NextStartDate: day(-90),
        ConversionRate: IsoCode === 'USD' ? 1 : rate + 0.02,
        ...made,
      },
      { IsoCode, StartDate: day(-90), NextStartDate: '9999-12-31', ConversionRate: rate, ...made },
    ]),
  );
}
