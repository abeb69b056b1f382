// The shape of a partner program in HubSpot: its own properties, labels, pipelines and objects.
import type { Portal } from './portal/portal.ts';
import type { PropertyInput } from './types.ts';

const partnerProperties: readonly PropertyInput[] = [
  {
    name: 'partner_tier',
    label: 'Partner tier',
    type: 'enumeration',
    options: ['GOLD', 'SILVER', 'REGISTERED', { value: 'BRONZE', label: 'Bronze (old)', hidden: true }],
  },
  { name: 'partner_region', label: 'Partner region', type: 'enumeration', options: ['EMEA', 'AMER', 'APAC'] },
  { name: 'partner_motion', label: 'Partner motion', type: 'enumeration', options: ['RESELL', 'REFER', 'SERVICES'] },
  { name: 'partner_status', label: 'Partner status', type: 'enumeration', options: ['ACTIVE', 'PROSPECT', 'INACTIVE'] },
  { name: 'partner_since', label: 'Partner since', type: 'date' },
  { name: 'partner_key', label: 'Key in the PRM', hasUniqueValue: true },
  { name: 'bank_account', label: 'Bank account', dataSensitivity: 'sensitive' },
];

/** Moments that a registration keeps, apart from its stage. */
const registrationProperties: readonly PropertyInput[] = [
  { name: 'name', label: 'Name' },
  { name: 'expires_on', label: 'Expires on', type: 'date' },
  { name: 'estimated_value', label: 'Estimated value', type: 'number', showCurrencySymbol: true },
];

const enrollmentProperties: readonly PropertyInput[] = [
  { name: 'course_name', label: 'Course' },
  { name: 'mandatory', label: 'Mandatory', type: 'bool' },
  { name: 'completed_on', label: 'Completed on', type: 'datetime' },
];

const certificationProperties: readonly PropertyInput[] = [
  { name: 'certificate', label: 'Certificate' },
  { name: 'issued_on', label: 'Issued on', type: 'date' },
  { name: 'valid_until', label: 'Valid until', type: 'date' },
  { name: 'revoked_on', label: 'Revoked on', type: 'date' },
];

const open = (probability: string) => ({ probability, isClosed: 'false' });
const closed = (probability: string) => ({ probability, isClosed: 'true' });

function definePipelines(portal: Portal): void {
  portal.definePipeline('deals', {
    id: 'default',
    label: 'Sales Pipeline',
    stages: [
      { id: 'appointmentscheduled', label: 'Appointment scheduled', metadata: open('0.2') },
      { id: 'contractsent', label: 'Contract sent', metadata: open('0.9') },
      { id: 'closedwon', label: 'Closed won', metadata: closed('1.0') },
      { id: 'closedlost', label: 'Closed lost', metadata: closed('0.0') },
    ],
  });
  portal.definePipeline('deals', {
    id: 'enrolments',
    label: 'Course enrolments (from the LMS)',
    stages: [
      { id: 'enrolled', label: 'Enrolled', metadata: open('0.5') },
      { id: 'passed', label: 'Passed', metadata: closed('1.0') },
    ],
  });
  portal.definePipeline('tickets', {
    id: '7700',
    label: 'Partner onboarding',
    stages: [
      { id: '7701', label: 'Contract signed', metadata: { ticketState: 'OPEN', isClosed: 'false' } },
      { id: '7702', label: 'Portal account', metadata: { ticketState: 'OPEN', isClosed: 'false' } },
      { id: '7703', label: 'First training', metadata: { ticketState: 'OPEN', isClosed: 'false' } },
      { id: '7709', label: 'Onboarded', metadata: { ticketState: 'CLOSED', isClosed: 'true' } },
    ],
  });
  portal.definePipeline('registration', {
    id: '100',
    label: 'Deal registrations',
    stages: [
      { id: '101', label: 'Submitted' },
      { id: '102', label: 'Approved' },
      { id: '103', label: 'Rejected' },
      { id: '104', label: 'Converted' },
    ],
  });
}

/** Defines what a partner program needs beyond the standard. */
export function defineProgram(portal: Portal): void {
  for (const property of partnerProperties) portal.defineProperty('companies', { groupName: 'partner', ...property });
  portal.defineObject({
    name: 'registration',
    singular: 'Registration',
    plural: 'Registrations',
    properties: registrationProperties,
    associates: ['companies', 'deals'],
  });
  portal.defineObject({
    name: 'enrollment',
    singular: 'Enrollment',
    plural: 'Enrollments',
    primaryDisplayProperty: 'course_name',
    properties: enrollmentProperties,
    associates: ['contacts'],
  });
  portal.defineObject({
    name: 'certification',
    singular: 'Certification',
    plural: 'Certifications',
    primaryDisplayProperty: 'certificate',
    properties: certificationProperties,
    associates: ['companies'],
  });
  portal.defineLabel('deals', 'companies', 'Sourced by', 'Sourced');
  portal.defineLabel('deals', 'companies', 'Influenced by', 'Influenced');
  definePipelines(portal);
}
