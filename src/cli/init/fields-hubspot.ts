import { stringify } from 'yaml';
import type { Files } from './write.ts';

const group = { name: 'partner_pulse', label: 'Partner Pulse' };

interface Property {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly options?: readonly string[];
}

const properties: Readonly<Record<'deals' | 'companies', readonly Property[]>> = {
  deals: [
    {
      name: 'partner_source',
      label: 'Partner source',
      description: 'Sourced: the partner brought the deal. Influenced: the partner helped with it.',
      options: ['Sourced', 'Influenced'],
    },
    {
      name: 'partner_company_id',
      label: 'Partner company (record ID)',
      description: 'The Record ID of the partner’s company.',
    },
    {
      name: 'registration_id',
      label: 'Registration ID',
      description: 'The number under which the partner registered this deal. Empty: not registered.',
    },
  ],
  companies: [
    {
      name: 'partner_tier',
      label: 'Partner tier',
      description: 'The level of this partner in the program.',
      options: ['Registered', 'Silver', 'Gold', 'Platinum'],
    },
    {
      name: 'certification_status',
      label: 'Certification status',
      description: 'Whether somebody at this partner holds a valid certificate.',
      options: ['Not certified', 'Certified', 'Expired'],
    },
  ],
};

/** The properties as bodies of HubSpot's API, one file for each object, with a mapping and how to make them. */
export function hubspotFiles(): Files {
  return new Map([
    ['README.md', readme],
    ['mapping.yaml', mappingText()],
    ['group.json', jsonOf({ ...group, displayOrder: -1 })],
    ['deals.json', jsonOf({ inputs: properties.deals.map(bodyOf) })],
    ['companies.json', jsonOf({ inputs: properties.companies.map(bodyOf) })],
  ]);
}

const jsonOf = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function bodyOf({ name, label, description, options }: Property): object {
  const base = { name, label, description, groupName: group.name, formField: false, hasUniqueValue: false };
  if (options === undefined) return { ...base, type: 'string', fieldType: 'text' };
  const list = options.map((option, displayOrder) => ({ label: option, value: option, displayOrder, hidden: false }));
  return { ...base, type: 'enumeration', fieldType: 'select', options: list };
}

const mappingText = (): string =>
  `# Put this under mapping: of the source in partner-pulse.yaml.\n${stringify({
    ready: 'hubspot-labels',
    attribution: {
      where: [{ field: 'partner_company_id', op: 'filled' }],
      fields: {
        partner: 'partner_company_id',
        role: { field: 'partner_source', values: { sourced: ['Sourced'], influenced: ['Influenced'] } },
      },
    },
    registration: {
      where: [
        { field: 'registration_id', op: 'filled' },
        { field: 'partner_company_id', op: 'filled' },
      ],
      fields: {
        partner: 'partner_company_id',
        status: { constant: 'approved' },
        submittedAt: 'createdate',
        decidedAt: null,
        expiresAt: null,
      },
    },
    certification: {
      object: 'companies',
      where: [{ field: 'certification_status', value: 'Certified' }],
      fields: { partner: 'self', name: 'certification_status', earnedAt: { since: 'certification_status' } },
      unmatched: 'ignore',
    },
  })}`;

const rows = Object.entries(properties).flatMap(([object, list]) =>
  list.map(({ name, label, description }) => `| ${label} (\`${name}\`) | ${object} | ${description} |`),
);

const readme = `# Five properties for Partner Pulse in HubSpot

| property | on | holds |
|---|---|---|
${rows.join('\n')}

The bot's key may not write, so an administrator makes them. Either by hand (Settings, Properties, Create property, with these internal names and
values), or with a key of one's own that has \`crm.schemas.deals.write\` and \`crm.schemas.companies.write\`, to be deleted afterwards:

\`\`\`
for object in deals companies; do
  curl -sS -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
    -d @group.json https://api.hubapi.com/crm/properties/2026-09/$object/groups
  curl -sS -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
    -d @$object.json https://api.hubapi.com/crm/properties/2026-09/$object/batch/create
done
\`\`\`

1. A property of the same name that is there already is refused by HubSpot and stays as it is.
2. Put the properties on the record pages of deals and companies. Make Partner source required in the stages in which a deal has a partner.
3. Change the values of Partner tier to your own levels.
4. Put \`mapping.yaml\` under \`mapping:\` of the source, then run \`pulse doctor\`: it shows how full the properties are, apart for deals created
   from now on, and on which day a KPI has enough.

On Professional and Enterprise, association labels do better than a record ID: see \`hubspot-labels\` in docs/mapping.md.
`;
