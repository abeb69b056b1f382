// The partner program's own fields and objects, as an administrator of a mid-sized vendor would have made them.
import type { Org } from './org/org.ts';
import type { FieldDefinition } from './schema/definitions.ts';

const picklist = (name: string, values: string[], more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name,
  type: 'picklist',
  picklist: values.map((value) => ({ value })),
  ...more,
});

const partnerLookup = (children: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name: 'Partner__c',
  type: 'reference',
  referenceTo: ['Account'],
  childRelationshipName: children,
  ...more,
});

const STAGES: [string, number, boolean, boolean, string][] = [
  ['Prospecting', 10, false, false, 'Pipeline'],
  ['Qualification', 25, false, false, 'Pipeline'],
  ['Proposal', 50, false, false, 'BestCase'],
  ['Negotiation', 75, false, false, 'Commit'],
  ['Closed Won', 100, true, true, 'Closed'],
  ['Closed Lost', 0, true, false, 'Omitted'],
];

/** Adds stages, fields and objects of the partner program; no records. */
export function defineProgram(org: Org): void {
  for (const [i, [label, probability, closed, won, forecast]] of STAGES.entries())
    org.setStage(label, {
      SortOrder: i + 1,
      IsClosed: closed,
      IsWon: won,
      ForecastCategory: forecast,
      ForecastCategoryName: forecast,
      DefaultProbability: probability,
    });
  org.addField(
    'Account',
    picklist('Partner_Tier__c', ['Registered', 'Silver', 'Gold', 'Platinum'], { trackHistory: true }),
  );
  org.addField('Account', picklist('Region__c', ['EMEA', 'AMER', 'APAC'], { trackHistory: true }));
  org.addField('Account', picklist('Motion__c', ['Resell', 'Co-sell', 'Referral']));
  org.addField('Account', { name: 'Onboarded_On__c', type: 'date' });
  org.addField('Account', {
    name: 'Certifications__c',
    type: 'multipicklist',
    picklist: [{ value: 'Sales' }, { value: 'Technical' }, { value: 'Legacy', active: false }],
  });
  org.addField('Account', { name: 'Partner_Notes__c', type: 'textarea', length: 32_000 });
  org.addField('Opportunity', partnerLookup('Partner_Opportunities__r'));
  org.addField(
    'Opportunity',
    picklist('Partner_Source__c', ['Sourced', 'Influenced', 'Partner led'], { trackHistory: true }),
  );
  org.addField('Opportunity', { name: 'Partner_Tier_Now__c', type: 'string', formula: '{Partner__r.Partner_Tier__c}' });
  org.addField('Opportunity', {
    name: 'Days_To_Close__c',
    type: 'int',
    formula: 'julianday({CloseDate}) - julianday({TODAY()})',
  });
  org.define({
    name: 'Opportunity_Partner__c',
    keyPrefix: 'a00',
    fields: [
      { name: 'Name', type: 'string', length: 80 },
      {
        name: 'Opportunity__c',
        type: 'reference',
        referenceTo: ['Opportunity'],
        childRelationshipName: 'Opportunity_Partners__r',
        onParentDelete: 'Cascade',
        nillable: false,
      },
      partnerLookup('Influenced_Opportunities__r', { onParentDelete: 'Cascade', nillable: false }),
      picklist('Role__c', ['Sourced', 'Influenced', 'Services']),
      { name: 'Is_Primary__c', type: 'boolean', default: false, nillable: false },
    ],
  });
  org.define({
    name: 'Deal_Registration__c',
    keyPrefix: 'a01',
    fields: [
      { name: 'Name', type: 'string', length: 80 },
      { name: 'OwnerId', type: 'reference', referenceTo: ['User'], nillable: false },
      partnerLookup('Deal_Registrations__r'),
      {
        name: 'Opportunity__c',
        type: 'reference',
        referenceTo: ['Opportunity'],
        childRelationshipName: 'Registrations__r',
      },
      picklist('Status__c', ['Submitted', 'Approved', 'Rejected', 'Expired'], { trackHistory: false }),
      { name: 'Submitted_At__c', type: 'datetime' },
      { name: 'Decided_At__c', type: 'datetime' },
      { name: 'Expires_On__c', type: 'date' },
      { name: 'Estimated_Value__c', type: 'currency' },
    ],
  });
}
