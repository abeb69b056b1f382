// Properties, pipelines, owners and custom object schemas.
import { demand } from '../http/auth.ts';
import { invalid, notFound, unknownType } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import type { CustomSchema } from '../portal/custom-objects.ts';
import type { Pipeline, PropertyDefinition } from '../types.ts';
import { type Context, flagIn, limitIn, ok, pagingTo, param, type Reply, typeIn } from './context.ts';

function readable(context: Context): ObjectType {
  const type = typeIn(context);
  demand(context.scopes, type.scopes);
  return type;
}

/** Definitions of one sensitivity (the plain ones unless asked otherwise), live or archived. */
export function properties(context: Context): Reply {
  const type = readable(context);
  const archived = flagIn(context.query, 'archived');
  const sensitivity = context.query.get('dataSensitivity') ?? 'non_sensitive';
  const fits = (one: PropertyDefinition) => one.archived === archived && one.dataSensitivity === sensitivity;
  return ok({ results: context.portal.properties.all(type).filter(fits) });
}

export function property(context: Context): Reply {
  const type = readable(context);
  const found = context.portal.properties.find(type, param(context, 'name'));
  if (found === undefined) throw notFound(`Property ${param(context, 'name')} does not exist`);
  return ok(found);
}

export function groups(context: Context): Reply {
  const all = context.portal.properties.all(readable(context));
  const names = [...new Set(all.map(({ groupName }) => groupName))];
  return ok({ results: names.map((name, place) => ({ name, label: name, displayOrder: place, archived: false })) });
}

function pipelineIn(context: Context): Pipeline {
  const found = context.portal.pipelines.of(readable(context)).find(({ id }) => id === param(context, 'id'));
  if (found === undefined) throw notFound();
  return found;
}

export function pipelines(context: Context): Reply {
  return ok({ results: context.portal.pipelines.of(readable(context), flagIn(context.query, 'archived')) });
}

export function pipeline(context: Context): Reply {
  return ok(pipelineIn(context));
}

export function stages(context: Context): Reply {
  return ok({ results: pipelineIn(context).stages });
}

export function stage(context: Context): Reply {
  const found = pipelineIn(context).stages.find(({ id }) => id === param(context, 'stage'));
  if (found === undefined) throw notFound();
  return ok(found);
}

const OWNERS = 500;

/** Owners who are there, or those who left; never both in one list. */
export function owners(context: Context): Reply {
  demand(context.scopes, ['crm.objects.owners.read']);
  const email = context.query.get('email')?.toLowerCase();
  const limit = limitIn(context.query, 100, OWNERS);
  const start = Number(context.query.get('after') ?? '0');
  if (!Number.isInteger(start)) throw invalid('Invalid after');
  const all = context.portal.owners
    .list(flagIn(context.query, 'archived'))
    .filter((owner) => email === undefined || owner.email.toLowerCase() === email);
  const next = start + limit < all.length ? String(start + limit) : undefined;
  return ok({ results: all.slice(start, start + limit), ...pagingTo(context, next) });
}

export function owner(context: Context): Reply {
  demand(context.scopes, ['crm.objects.owners.read']);
  const byUser = context.query.get('idProperty') === 'userId';
  const id = param(context, 'id');
  const all = context.portal.owners.list(flagIn(context.query, 'archived'));
  const found = all.find((one) => (byUser ? String(one.userId ?? one.userIdIncludingInactive) : one.id) === id);
  if (found === undefined) throw notFound();
  return ok(found);
}

function schemaJson(context: Context, { type, input, createdAt, updatedAt, archived }: CustomSchema): object {
  const { portal, query } = context;
  const wants = (name: string) => query.get(name) !== 'false';
  const primary = input.primaryDisplayProperty ?? 'name';
  const associations = (input.associates ?? []).flatMap((name) => {
    const to = portal.types.find(name);
    const kinds = to === undefined ? [] : portal.associations.types.between(type.name, to.name);
    return kinds.map((kind) => ({
      id: String(kind.typeId),
      fromObjectTypeId: type.id,
      toObjectTypeId: to?.id ?? name,
      name: kind.name,
      createdAt,
      updatedAt,
    }));
  });
  return {
    id: type.id.slice(2),
    objectTypeId: type.id,
    name: input.name,
    fullyQualifiedName: type.name,
    labels: { singular: input.singular ?? input.name, plural: input.plural ?? `${input.name}s` },
    primaryDisplayProperty: primary,
    secondaryDisplayProperties: [],
    requiredProperties: [primary],
    searchableProperties: [...type.searchable],
    allowsSensitiveProperties: false,
    properties: wants('includePropertyDefinitions') ? portal.properties.all(type) : [],
    associations: wants('includeAssociationDefinitions') ? associations : [],
    ...(wants('includeAuditMetadata') && { createdAt, updatedAt }),
    archived,
  };
}

/** Custom object types only: the standard ones are not listed. */
export function schemas(context: Context): Reply {
  demand(context.scopes, ['crm.schemas.custom.read']);
  const all = context.portal.types.schemas(flagIn(context.query, 'archived'));
  return ok({ results: all.map((schema) => schemaJson(context, schema)) });
}

export function schema(context: Context): Reply {
  demand(context.scopes, ['crm.schemas.custom.read']);
  const type = typeIn(context);
  const found = context.portal.types.schemas().find((one) => one.type === type);
  if (found === undefined) throw unknownType(type.name);
  return ok(schemaJson(context, found));
}
