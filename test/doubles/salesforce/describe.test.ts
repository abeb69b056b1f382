import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SalesforceStandIn } from './index.ts';
import { StandIns, type TestClient } from './test-client.ts';

const standIns = new StandIns();
let salesforce: SalesforceStandIn;
let client: TestClient;
afterEach(() => standIns.end());
beforeEach(async () => {
  ({ salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00Z' }));
});

const fieldSchema = z.looseObject({ name: z.string(), type: z.string(), calculated: z.boolean() });
const describeSchema = z.looseObject({
  fields: z.array(fieldSchema),
  createable: z.boolean(),
  childRelationships: z.array(z.looseObject({ childSObject: z.string(), relationshipName: z.string().nullable() })),
  recordTypeInfos: z.array(z.looseObject({ developerName: z.string() })),
});

describe('descriptions', () => {
  const describeOf = async (name: string) => describeSchema.parse(await client.json(`/sobjects/${name}/describe`));

  test('versions need no session; all else does', async () => {
    client.token = '';
    const versions = z.array(z.object({ label: z.string(), url: z.string(), version: z.string() }));
    const all = versions.parse(await client.json('/services/data'));
    expect(all.at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' });
    expect(all.find((one) => one.version === '66.0')?.label).toBe("Spring '26");
    expect((await client.refusal(client.call('/sobjects'))).code).toBe('INVALID_SESSION_ID');
  });

  test('fields say type, formula, values (inactive ones too), parents and children', async () => {
    const account = await describeOf('account');
    const field = (name: string) => account.fields.find((one) => one.name === name);
    expect(field('Certifications__c')).toMatchObject({
      type: 'multipicklist',
      picklistValues: [{}, {}, { value: 'Legacy', active: false }],
    });
    expect(field('SystemModstamp')).toMatchObject({ type: 'datetime', filterable: true, createable: false });
    expect(field('Partner_Notes__c')).toMatchObject({ type: 'textarea', filterable: false, length: 32_000 });
    expect(account.childRelationships).toContainEqual(
      expect.objectContaining({ relationshipName: 'Deal_Registrations__r' }),
    );
    expect(account.recordTypeInfos.map((one) => one.developerName)).toEqual(['Partner_Account', 'Customer_Account']);
    const opportunity = await describeOf('Opportunity');
    expect(opportunity.fields.find((one) => one.name === 'Partner__c')).toMatchObject({
      referenceTo: ['Account'],
      relationshipName: 'Partner__r',
    });
    expect(opportunity.fields.find((one) => one.name === 'Partner_Tier_Now__c')?.calculated).toBe(true);
    expect(opportunity.fields.find((one) => one.name === 'IsWon')?.calculated).toBe(false);
  });

  test('hidden fields and objects are absent; rights show, in ObjectPermissions too', async () => {
    salesforce.org.setFieldVisibility('Account', 'Region__c', false);
    expect((await describeOf('Account')).fields.map((one) => one.name)).not.toContain('Region__c');
    salesforce.org.setObjectVisibility('Deal_Registration__c', false);
    expect((await client.call('/sobjects/Deal_Registration__c/describe')).status).toBe(404);
    expect(JSON.stringify(await client.json('/sobjects'))).not.toContain('Deal_Registration__c');
    expect((await describeOf('Account')).createable).toBe(false);
    salesforce.org.setPermissions('Account', { create: true, viewAll: false });
    expect((await describeOf('Account')).createable).toBe(true);
    const soql =
      "SELECT PermissionsViewAllRecords FROM ObjectPermissions WHERE SobjectType = 'Account' AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment)";
    expect(await client.column(soql, 'PermissionsViewAllRecords')).toEqual([false]);
  });

  test('are not sent again when nothing changed', async () => {
    const first = await client.call('/sobjects/Account/describe');
    const headers = { 'if-modified-since': first.headers.get('last-modified') ?? '' };
    expect((await client.call('/sobjects/Account/describe', { headers })).status).toBe(304);
    salesforce.clock.advance(1000);
    salesforce.org.editPicklistValue('Account', 'Region__c', 'LATAM', {});
    expect((await client.call('/sobjects/Account/describe', { headers })).status).toBe(200);
  });
});
