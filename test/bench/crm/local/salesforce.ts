import type { CrmSize } from '../sizes.ts';
import { bodyOf, type Piece, Template } from './template.ts';
import type { Answers } from './way.ts';

const page = 2_000;
const at = '"2026-06-01T10:00:00.000+0000"';
const prefixes = { Account: '001', Opportunity: '006', Deal_Registration__c: 'a01', Task: '00T' } as const;
type Name = keyof typeof prefixes;

const idOf = (name: Name, slot: string): string => `${prefixes[name]}WV00@${slot}@YAC`;
const row = (name: Name, fields: string): Template =>
  new Template(
    `{"attributes":{"type":"${name}","url":"/services/data/v66.0/sobjects/${name}/${idOf(name, 'id')}"},"Id":"${idOf(name, 'id')}",` +
      `"SystemModstamp":${at},"IsDeleted":false,${fields}}`,
  );

const account = row(
  'Account',
  `"MasterRecordId":null,"IsPartner":true,"Motion__c":"Resell","Name":"Partner @id@","Onboarded_On__c":null,` +
    `"OwnerId":"005WV000000Gma8YAC","Partner_Tier__c":"Gold","Region__c":"EMEA","Website":null`,
);
const deal = (partner: string, stage: string): Template =>
  row(
    'Opportunity',
    `"AccountId":"${idOf('Account', 'customer')}","Amount":1@id@,"CloseDate":"2026-09-30","CreatedDate":${at},"CurrencyIsoCode":"USD",` +
      `"Name":"Opportunity number @id@","OwnerId":"005WV000000Gma8YAC",${partner},"StageName":"${stage}","Type":null`,
  );
const lookup = `"Partner__c":"${idOf('Account', 'partner')}"`;
const roles = [
  `"Partner_Source__c":"Sourced",${lookup}`,
  `"Partner_Source__c":"Influenced",${lookup}`,
  '"Partner_Source__c":null,"Partner__c":null',
] as const;
const deals = roles.map((role) => ({ won: deal(role, 'Closed Won'), open: deal(role, 'Proposal') }));
const registration = row(
  'Deal_Registration__c',
  `"CreatedDate":${at},"Decided_At__c":${at},"Expires_On__c":"2026-12-31","Opportunity__c":"${idOf('Opportunity', 'deal')}",${lookup},` +
    `"Status__c":"Approved","Submitted_At__c":${at}`,
);
const task = row(
  'Task',
  `"AccountId":"${idOf('Account', 'partner')}","ActivityDate":"2026-06-01","IsClosed":true,"TaskSubtype":"Call","WhatId":"${idOf('Opportunity', 'deal')}"`,
);

/** The pages of an org of this size; `share` of the activities are with partners, the others with customers. */
export function salesforcePages(size: CrmSize, share: number): Answers {
  const counts = {
    Account: size.partners,
    Opportunity: size.deals,
    Deal_Registration__c: size.registrations,
    Task: size.activities,
  };
  const names = Object.keys(prefixes).filter((name): name is Name => name in prefixes);
  const customer = (id: number): number => size.partners + (id % size.customers);
  const piece = (name: Name, id: number): Piece => {
    const partner = id % size.partners;
    if (name === 'Account') return [account, { id }];
    if (name === 'Deal_Registration__c') return [registration, { id, partner, deal: id }];
    if (name === 'Task')
      return [task, { id, deal: id % size.deals, partner: (id * 37) % 100 < share * 100 ? partner : customer(id) }];
    const { won, open } = deals[id % 4 === 0 ? 0 : id % 2 === 0 ? 1 : 2] ?? { won: account, open: account };
    return [id % 3 === 0 ? won : open, { id, partner, customer: customer(id) }];
  };
  return ({ path }) => {
    const [, queried] = /[ +]FROM[ +](\w+)/.exec(decodeURIComponent(path)) ?? [];
    const [, locator, place] = /query\/01g(\d)WV\d+-(\d+)$/.exec(path) ?? [];
    const name = names.find((one, index) => one === queried || String(index) === locator);
    if (name === undefined) return null;
    const first = Number(place ?? 0);
    const next = Math.min(first + page, counts[name]);
    const further = `"nextRecordsUrl":"/services/data/v66.0/query/01g${names.indexOf(name)}WV0000000000-${next}",`;
    const isLast = next >= counts[name];
    const head = `{"totalSize":${counts[name]},"done":${isLast},${isLast ? '' : further}"records":[`;
    return bodyOf(
      head,
      Array.from({ length: next - first }, (_, index) => piece(name, first + index)),
      ']}',
    );
  };
}
