import type { PropertyFacts } from '../crm/inspector.ts';
import type { ApiProperty } from './client.ts';

/** Whether its value changes without the record's stamp. */
export const isCalculated = ({ calculated, fieldType }: ApiProperty): boolean =>
  calculated || fieldType.startsWith('calculation_');

function kindOf({ type, fieldType, referencedObjectType, showCurrencySymbol }: ApiProperty): PropertyFacts['type'] {
  if (referencedObjectType === 'OWNER') return 'owner';
  switch (type) {
    case 'string':
    case 'phone_number':
      return 'text';
    case 'number':
      return showCurrencySymbol === true ? 'money' : 'number';
    case 'bool':
      return 'boolean';
    case 'date':
    case 'datetime':
      return type;
    case 'enumeration':
      return fieldType === 'checkbox' ? 'choices' : 'choice';
    default:
      return 'other';
  }
}

/** A property as a mapping looks at it. */
export const propertyFacts = (property: ApiProperty): PropertyFacts => ({
  name: property.name,
  label: property.label || property.name,
  type: kindOf(property),
  values: property.options.map(({ value, label, hidden }) => ({ value, label: label || value, active: !hidden })),
  to: [],
  calculated: isCalculated(property),
  custom: !property.hubspotDefined,
  filterable: true,
});
