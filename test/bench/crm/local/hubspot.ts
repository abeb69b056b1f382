import { z } from 'zod';
import type { CrmSize } from '../sizes.ts';
import { bodyOf, type Piece, Template } from './template.ts';
import type { Answers, Asked } from './way.ts';

const at = '"2026-06-01T10:00:00Z"';
const list = 100;
const search = 200;
const prefixes = { companies: '101', deals: '102', '2-40000001': '103', calls: '104' } as const;
const kinds = { companies: '0-2', deals: '0-3', '2-40000001': '2-40000001', calls: '0-48' } as const;
type Name = keyof typeof prefixes;

const idOf = (name: Name, slot: string): string => `${prefixes[name]}@${slot}@`;
const row = (name: Name, properties: string, histories = ''): Template =>
  new Template(
    `{"id":"${idOf(name, 'id')}","properties":{"hs_object_id":"${idOf(name, 'id')}","hs_merged_object_ids":null,${properties},` +
      `"hs_lastmodifieddate":${at}},${histories}"createdAt":${at},"updatedAt":${at},"archived":false,` +
      `"url":"https://app.hubspot.com/contacts/4711/record/${kinds[name]}/${idOf(name, 'id')}"}`,
  );

const company =
  `"domain":null,"hubspot_owner_id":"70000001","name":"Partner @id@","onboarding_completed_on":null,"onboarding_started_on":null,` +
  `"partner_motion":"RESELL","partner_region":"EMEA","partner_since":"2025-03-10","partner_status":"ACTIVE","partner_tier":"GOLD",` +
  `"type":"PARTNER","createdate":${at}`;
const versions = (value: string): string => `[{"value":"${value}","timestamp":${at},"sourceType":"CRM_UI"}]`;
const histories =
  `"propertiesWithHistory":{"hubspot_owner_id":${versions('70000001')},"partner_motion":${versions('RESELL')},` +
  `"partner_region":${versions('EMEA')},"partner_status":${versions('ACTIVE')},"partner_tier":${versions('GOLD')}},`;
const deal = (stage: string): Template =>
  row(
    'deals',
    `"amount":"1@id@","closedate":"2026-09-30T00:00:00Z","createdate":${at},"deal_currency_code":"EUR","dealname":"Deal number @id@",` +
      `"dealstage":"${stage}","dealtype":null,"hs_v2_date_entered_current_stage":${at},"hubspot_owner_id":"70000001",` +
      `"notes_last_updated":null,"pipeline":"default"`,
  );
const forms = {
  company: row('companies', company),
  past: row('companies', company, histories),
  won: deal('closedwon'),
  open: deal('contractsent'),
  registration: row(
    '2-40000001',
    `"decided_on":null,"expires_on":"2026-12-31","hs_createdate":${at},"hs_pipeline":"100","hs_pipeline_stage":"102","name":"R@id@"`,
  ),
  call: row('calls', `"hs_timestamp":${at},"hs_createdate":${at}`),
} as const;

const kindOf = (typeId: number, label?: string): string =>
  label === undefined
    ? `{"category":"HUBSPOT_DEFINED","typeId":${typeId},"label":null}`
    : `{"category":"USER_DEFINED","typeId":${typeId},"label":"${label}"}`;
const end = (to: Name, ...types: readonly string[]): string =>
  `{"toObjectId":"${idOf(to, 'to')}","associationTypes":[${types.join()}]}`;
const linked = {
  sourced: new Template(end('deals', kindOf(342), kindOf(10002, 'Sourced'))),
  influenced: new Template(end('deals', kindOf(342), kindOf(10004, 'Influenced'))),
  registration: new Template(end('2-40000001', kindOf(10006))),
  call: new Template(end('calls', kindOf(181))),
} as const;
const back = {
  sourced: new Template(
    `{"from":{"id":"${idOf('deals', 'id')}"},"to":[${end('companies', kindOf(341), kindOf(10001, 'Sourced by'))}]}`,
  ),
  influenced: new Template(
    `{"from":{"id":"${idOf('deals', 'id')}"},"to":[${end('companies', kindOf(341), kindOf(10003, 'Influenced by'))}]}`,
  ),
} as const;
const toDeal = (from: Name, typeId: number): Template =>
  new Template(`{"from":{"id":"${idOf(from, 'id')}"},"to":[${end('deals', kindOf(typeId))}]}`);
const dealOf = { registration: toDeal('2-40000001', 10007), call: toDeal('calls', 206) } as const;
const none = (from: string): Template =>
  new Template(
    `{"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND",` +
      `"message":"Nothing is associated with ${from}@id@.","context":{"fromObjectId":["${from}@id@"],"fromObjectType":["record"],` +
      `"toObjectType":["other"]},"errors":[],"links":{}}`,
  );
const missing = new Map(Object.values(prefixes).map((prefix) => [prefix, none(prefix)] as const));

const inputs = z.object({ inputs: z.array(z.object({ id: z.string() })) });
const searched = z.object({ filterGroups: z.array(z.object({ filters: z.array(z.record(z.string(), z.unknown())) })) });
const numberOf = (id: string): number => Number(id.slice(3));
const began = '{"status":"COMPLETE","results":[';
const ended = '"startedAt":"2026-11-02T09:00:00Z","completedAt":"2026-11-02T09:00:00Z"';
const whole = `],${ended}}`;

/** The answers of an account of this size; `share` of the calls are with partners, the others with nobody of interest. */
export function hubspotPages(size: CrmSize, share: number): Answers {
  const counts = {
    companies: size.partners,
    deals: size.deals,
    '2-40000001': size.registrations,
    calls: Math.round(size.activities * share),
  };
  const piece = (name: Name, id: number): Piece => {
    if (name === 'companies') return [forms.company, { id }];
    if (name === '2-40000001') return [forms.registration, { id }];
    if (name === 'calls') return [forms.call, { id }];
    return [id % 3 === 0 ? forms.won : forms.open, { id }];
  };
  const pieces = (name: Name, first: number, behind: number): Piece[] =>
    Array.from({ length: Math.max(0, behind - first) }, (_, index) => piece(name, first + index));

  const listed = (name: Name, first: number): Buffer => {
    const behind = Math.min(first + list, counts[name]);
    const next = `"next":{"after":"${behind}","link":"https://api.hubapi.com/crm?after=${behind}"}`;
    return bodyOf('{"results":[', pieces(name, first, behind), behind >= counts[name] ? ']}' : `],"paging":{${next}}}`);
  };

  const found = ({ body }: Asked): Buffer => {
    const filters = searched.parse(body).filterGroups.flatMap((group) => group.filters);
    const place = filters.find(({ propertyName }) => propertyName === 'hs_object_id')?.value;
    const text = String(place ?? '0');
    const first = text.length < 11 ? 0 : numberOf(text) + 1;
    const behind = Math.min(first + search, counts.companies);
    const next =
      behind >= counts.companies ? '' : `,"paging":{"next":{"after":"${search}","link":"https://api.hubapi.com/x"}}`;
    return bodyOf(`{"total":${counts.companies - first},"results":[`, pieces('companies', first, behind), `]${next}}`);
  };

  const batch = (name: Name, { body }: Asked): Buffer => {
    const ids = inputs.parse(body).inputs.map(({ id }) => numberOf(id));
    const made = ids.map((id): Piece => (name === 'companies' ? [forms.past, { id }] : piece(name, id)));
    return bodyOf(began, made, whole);
  };

  /** What hangs on a partner: every so many-th row. */
  const ofPartner = (to: string, partner: number): readonly Piece[] => {
    const made: Piece[] = [];
    if (to === 'deals') {
      for (let half = partner; half * 2 < size.deals; half += size.partners)
        made.push([half % 2 === 0 ? linked.sourced : linked.influenced, { to: half * 2 }]);
    } else if (to === '2-40000001' || to === 'calls') {
      const form = to === 'calls' ? linked.call : linked.registration;
      for (let id = partner; id < counts[to]; id += size.partners) made.push([form, { to: id }]);
    }
    return made;
  };

  const groups = (to: string, ids: readonly string[]): Buffer => {
    const parts: Buffer[] = [];
    const errors: Piece[] = [];
    for (const id of ids) {
      const ends = ofPartner(to, numberOf(id));
      if (ends.length > 0) parts.push(bodyOf(`{"from":{"id":"${id}"},"to":[`, ends, ']}'));
      else errors.push([missing.get('101') ?? forms.company, { id: numberOf(id) }]);
    }
    const commas = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part]));
    return Buffer.concat([Buffer.from(began), ...commas, bodyOf('],', [], ''), tail(errors)]);
  };

  const tail = (errors: readonly Piece[]): Buffer =>
    errors.length === 0
      ? Buffer.from(`${ended}}`)
      : bodyOf(`${ended},"numErrors":${errors.length},"errors":[`, errors, ']}');

  const alongRows = (from: string, ids: readonly string[]): Buffer => {
    const made: Piece[] = [];
    const errors: Piece[] = [];
    for (const text of ids) {
      const id = numberOf(text);
      if (from === 'deals')
        made.push([(id / 2) % 2 === 0 ? back.sourced : back.influenced, { id, to: (id / 2) % size.partners }]);
      else if (from === '2-40000001') made.push([dealOf.registration, { id, to: id % size.deals }]);
      else if (id % 2 === 0) made.push([dealOf.call, { id, to: id % size.deals }]);
      else errors.push([missing.get('104') ?? forms.call, { id }]);
    }
    return Buffer.concat([bodyOf(began, made, '],'), tail(errors)]);
  };

  return (asked) => {
    const [, area, rest = ''] = /^\/crm\/(objects|associations)\/[\d-]+\/([^?]*)/.exec(asked.path) ?? [];
    const [name = '', second = ''] = rest.split('/');
    if (area === 'objects') {
      if (!isName(name)) return null;
      if (second === 'search') return name === 'companies' ? found(asked) : null;
      if (second === 'batch') return batch(name, asked);
      const after = /[?&]after=(\d+)/.exec(asked.path)?.[1] ?? '0';
      return asked.path.includes('archived=false') ? listed(name, Number(after)) : null;
    }
    if (area !== 'associations' || !rest.endsWith('batch/read')) return null;
    const ids = inputs.parse(asked.body).inputs.map(({ id }) => id);
    if (name === 'companies') return groups(second, ids);
    return isName(name) ? alongRows(name, ids) : null;
  };
}

const isName = (name: string): name is Name => Object.hasOwn(prefixes, name);
