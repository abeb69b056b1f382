import { describe, expect, it } from 'vitest';
import { fieldsNeeded, readyNames } from '../../../src/sources/mapping/index.ts';
import { permissionSetFor, permissionSetXml } from '../../../src/sources/salesforce/index.ts';
import { signal } from '../http/support.ts';
import { mappingOf, smallMapping } from './adapter-support.ts';
import { bench } from './support.ts';

const all = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((found) => found[1] ?? '');

it('gives read and View All on what the mapping names, and nothing else', () => {
  const xml = permissionSetXml(mappingOf(smallMapping));
  expect(all(xml, 'object')).toEqual(['Account', 'Deal_Registration__c', 'Opportunity']);
  expect(all(xml, 'field')).toEqual([
    'Account.Partner_Tier__c',
    'Account.Region__c',
    'Deal_Registration__c.Opportunity__c',
    'Deal_Registration__c.Partner__c',
    'Deal_Registration__c.Status__c',
    'Deal_Registration__c.Submitted_At__c',
    'Opportunity.AccountId',
    'Opportunity.Amount',
    'Opportunity.Partner__c',
  ]);
  for (const tag of ['allowCreate', 'allowEdit', 'allowDelete', 'modifyAllRecords', 'editable'])
    expect(new Set(all(xml, tag))).toEqual(new Set(['false']));
  expect(new Set(all(xml, 'viewAllRecords'))).toEqual(new Set(['true']));
  expect(all(xml, 'name')).toEqual(['ApiEnabled']);
});

it.each(readyNames('salesforce'))('is well formed and the same each time for %s', (ready) => {
  const xml = permissionSetXml(mappingOf({ ready }));
  expect(permissionSetXml(mappingOf({ ready }))).toBe(xml);
  const open: string[] = [];
  for (const [, end, name = ''] of xml.replace(/<!--.*?-->|<\?.*?\?>/g, '').matchAll(/<(\/?)(\w+)[^>]*>/g))
    if (end === '') open.push(name);
    else expect(open.pop()).toBe(name);
  expect(open).toEqual([]);
  // Histories, partner roles and rates come with others, or are open to all.
  expect(all(xml, 'object').filter((name) => /History|OpportunityPartner|Rate|Task/.test(name))).toEqual([]);
  expect(all(xml, 'name')).toEqual(['ActivitiesAccess', 'ApiEnabled']);
});

describe('parents of paths', () => {
  const raw = {
    ...smallMapping,
    training: {
      object: 'Training__c',
      fields: {
        partner: 'Contact__r.AccountId',
        person: 'Contact__c',
        module: 'Account.Industry',
        completedAt: 'Done__c',
      },
    },
  };

  it('are included where their object is known, else named', () => {
    const xml = permissionSetXml(mappingOf(raw));
    expect(all(xml, 'field')).toEqual(
      expect.arrayContaining(['Account.Industry', 'Training__c.AccountId', 'Training__c.Contact__c']),
    );
    expect(xml).toContain('<!-- Training__c.Contact__r.AccountId:');
  });

  it('are looked up in the org, which also says what is required', async () => {
    const { salesforce, settings, around } = await bench();
    salesforce.org.define({
      name: 'Training__c',
      keyPrefix: 'a0T',
      fields: [
        { name: 'Contact__c', type: 'reference', referenceTo: ['Contact'], nillable: false },
        { name: 'Account__c', type: 'reference', referenceTo: ['Account'] },
        { name: 'Done__c', type: 'date' },
      ],
    });
    const mapping = mappingOf(JSON.parse(JSON.stringify(raw).replace('Account.Industry', 'Account__r.Industry')));
    const xml = await permissionSetFor(mapping, { settings, surroundings: around }, signal());
    expect(all(xml, 'object')).toEqual(['Account', 'Contact', 'Deal_Registration__c', 'Opportunity', 'Training__c']);
    expect(all(xml, 'field')).toEqual(expect.arrayContaining(['Contact.AccountId', 'Training__c.Account__c']));
    expect(all(xml, 'field')).not.toContain('Training__c.Contact__c');
    expect(xml).not.toContain('<!--');
    expect(salesforce.callsOf('write')).toEqual([]);
  });
});

it('names every object that is read, one way or another', () => {
  for (const ready of readyNames('salesforce')) {
    const mapping = mappingOf({ ready });
    const xml = permissionSetXml(mapping);
    for (const { object } of fieldsNeeded(mapping).filter((need) =>
      /__c$|^(Account|Opportunity|Lead)$/.test(need.object),
    ))
      expect(all(xml, 'object')).toContain(object);
  }
});
