import type { ObjectSharing } from '../crm/inspector.ts';
import { isCrmFailure } from '../http/failure.ts';
import type { SalesforceClient } from './client.ts';
import { permissionAnswer, shaped } from './shapes.ts';
import { soql } from './soql.ts';

/**
 * Which of these objects a user may read, and whether all of their rows (View All), by its permission sets, its profile's included. Objects
 * without permissions of their own, such as tasks, are not among them. null where the bot may not look that up. One call.
 */
export async function sharingOf(
  client: SalesforceClient,
  userId: string,
  objects: readonly string[],
  signal: AbortSignal,
): Promise<readonly ObjectSharing[] | null> {
  const own = { field: 'AssigneeId', is: '=', value: userId } as const;
  const sets = { object: 'PermissionSetAssignment', field: 'PermissionSetId', where: own };
  const question = soql({
    object: 'ObjectPermissions',
    fields: ['SobjectType', 'PermissionsViewAllRecords'],
    where: {
      all: [
        { field: 'PermissionsRead', is: '=', value: true },
        { field: 'SobjectType', in: objects },
        { field: 'ParentId', inRows: sets },
      ],
    },
  });
  const seen = new Map<string, boolean>();
  try {
    for await (const { records } of client.queryAll(question, { signal })) {
      for (const record of records) {
        const { SobjectType: object, PermissionsViewAllRecords: all } = shaped(permissionAnswer, record, 'Salesforce');
        seen.set(object, all || seen.get(object) === true);
      }
    }
  } catch (error) {
    const isKept = isCrmFailure(error, 'crm-schema') || isCrmFailure(error, 'crm-query');
    if (isKept || isCrmFailure(error, 'crm-forbidden')) return null;
    throw error;
  }
  return seen.size === 0 ? null : [...seen].map(([object, seesAll]) => ({ object, seesAll }));
}
