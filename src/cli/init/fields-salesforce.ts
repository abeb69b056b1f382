import { stringify } from 'yaml';
import type { Files } from './write.ts';

const apiVersion = '66.0';
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const head = '<?xml version="1.0" encoding="UTF-8"?>';

interface Field {
  readonly object: 'Account' | 'Opportunity';
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** Lines of the type. */
  readonly type: readonly string[];
}

const picklist = (...values: readonly string[]): readonly string[] => [
  '    <type>Picklist</type>',
  '    <valueSet>',
  '        <restricted>true</restricted>',
  '        <valueSetDefinition>',
  '            <sorted>false</sorted>',
  ...values.map(
    (value) =>
      `            <value><fullName>${value}</fullName><default>false</default><label>${value}</label></value>`,
  ),
  '        </valueSetDefinition>',
  '    </valueSet>',
];

const fields: readonly Field[] = [
  {
    object: 'Opportunity',
    name: 'Partner_Source__c',
    label: 'Partner Source',
    help: 'Sourced: the partner brought the deal. Influenced: the partner helped with it.',
    type: picklist('Sourced', 'Influenced'),
  },
  {
    object: 'Opportunity',
    name: 'Partner__c',
    label: 'Partner',
    help: 'The partner account of this deal.',
    type: [
      '    <type>Lookup</type>',
      '    <referenceTo>Account</referenceTo>',
      '    <relationshipLabel>Partner Opportunities</relationshipLabel>',
      '    <relationshipName>Partner_Opportunities</relationshipName>',
      '    <deleteConstraint>SetNull</deleteConstraint>',
    ],
  },
  {
    object: 'Opportunity',
    name: 'Registration_Id__c',
    label: 'Registration Id',
    help: 'The number under which the partner registered this deal. Empty: not registered.',
    type: [
      '    <type>Text</type>',
      '    <length>80</length>',
      '    <externalId>true</externalId>',
      '    <unique>false</unique>',
    ],
  },
  {
    object: 'Account',
    name: 'Partner_Tier__c',
    label: 'Partner Tier',
    help: 'The level of this partner in the program.',
    type: picklist('Registered', 'Silver', 'Gold', 'Platinum'),
  },
  {
    object: 'Account',
    name: 'Certification_Status__c',
    label: 'Certification Status',
    help: 'Whether somebody at this partner holds a valid certificate.',
    type: picklist('Not certified', 'Certified', 'Expired'),
  },
];

/** The fields as an SFDX project, with a package.xml, permission sets, a mapping and how to deploy them. */
export function salesforceFiles(): Files {
  const base = 'force-app/main/default';
  return new Map([
    ['README.md', readme],
    ['mapping.yaml', mappingText()],
    [
      'sfdx-project.json',
      `${JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: apiVersion }, null, 2)}\n`,
    ],
    ['manifest/package.xml', packageXml()],
    ...fields.map((field): [string, string] => [
      `${base}/objects/${field.object}/fields/${field.name}.field-meta.xml`,
      fieldXml(field),
    ]),
    [
      `${base}/permissionsets/Partner_Pulse_Fields_Edit.permissionset-meta.xml`,
      permissionSet('Partner Pulse Fields: edit', true),
    ],
    [
      `${base}/permissionsets/Partner_Pulse_Fields_Read.permissionset-meta.xml`,
      permissionSet('Partner Pulse Fields: read', false),
    ],
  ]);
}

const fieldXml = ({ name, label, help, type }: Field): string =>
  [
    head,
    `<CustomField ${namespace}>`,
    `    <fullName>${name}</fullName>`,
    `    <label>${label}</label>`,
    `    <inlineHelpText>${help}</inlineHelpText>`,
    '    <required>false</required>',
    ...type,
    '    <trackHistory>false</trackHistory>',
    '</CustomField>',
    '',
  ].join('\n');

function packageXml(): string {
  const members = (list: readonly string[], name: string): readonly string[] => [
    '    <types>',
    ...list.map((member) => `        <members>${member}</members>`),
    `        <name>${name}</name>`,
    '    </types>',
  ];
  return [
    head,
    `<Package ${namespace}>`,
    ...members(
      fields.map(({ object, name }) => `${object}.${name}`),
      'CustomField',
    ),
    ...members(['Partner_Pulse_Fields_Edit', 'Partner_Pulse_Fields_Read'], 'PermissionSet'),
    `    <version>${apiVersion}</version>`,
    '</Package>',
    '',
  ].join('\n');
}

const permissionSet = (label: string, editable: boolean): string =>
  [
    head,
    `<PermissionSet ${namespace}>`,
    ...fields.flatMap(({ object, name }) => [
      '    <fieldPermissions>',
      `        <editable>${editable}</editable>`,
      `        <field>${object}.${name}</field>`,
      '        <readable>true</readable>',
      '    </fieldPermissions>',
    ]),
    `    <label>${label}</label>`,
    '</PermissionSet>',
    '',
  ].join('\n');

const mappingText = (): string =>
  `# Put this under mapping: of the source in partner-pulse.yaml.\n${stringify({
    ready: 'salesforce-lookup',
    attribution: { fields: { role: { values: { sourced: ['Sourced'], influenced: ['Influenced'] } } } },
    registration: {
      object: 'Opportunity',
      where: [
        { field: 'Registration_Id__c', op: 'filled' },
        { field: 'Partner__c', op: 'filled' },
      ],
      fields: { partner: 'Partner__c', deal: 'self', status: { constant: 'approved' }, submittedAt: 'CreatedDate' },
    },
    certification: {
      object: 'Account',
      where: [{ field: 'Certification_Status__c', value: 'Certified' }],
      fields: { partner: 'self', name: 'Certification_Status__c', earnedAt: { since: 'Certification_Status__c' } },
      unmatched: 'ignore',
    },
  })}`;

const readme = `# Five fields for Partner Pulse in Salesforce

| field | on | holds |
|---|---|---|
${fields.map(({ object, label, name, help }) => `| ${label} (\`${name}\`) | ${object} | ${help} |`).join('\n')}

1. Try it in a sandbox first. Nothing that is there is changed; a field of the same name stops the deployment.
2. \`sf project deploy start --manifest manifest/package.xml --target-org YOUR_ORG\`, from this folder. Without the CLI: enter the fields in
   Setup, Object Manager, with these API names.
3. Give \`Partner_Pulse_Fields_Edit\` to those who fill the fields, \`Partner_Pulse_Fields_Read\` to the user of the bot.
4. Put the fields on the page layouts of account and opportunity. Make Partner Source required where Partner is filled.
5. Change the values of Partner Tier to your own levels. Switch on field history of Partner Tier (Setup, Object Manager, Account).
6. Put \`mapping.yaml\` under \`mapping:\` of the source, then run \`pulse doctor\`: it shows how full the fields are, apart for deals created
   from now on, and on which day a KPI has enough.
`;
