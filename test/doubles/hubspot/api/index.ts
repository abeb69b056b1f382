// Every route and what answers it.
import type { RouteName } from '../http/paths.ts';
import * as account from './account.ts';
import * as associations from './associations.ts';
import type { Context, Reply } from './context.ts';
import * as metadata from './metadata.ts';
import * as objects from './objects.ts';
import { search } from './search.ts';

/** The answer of a route; refuses by throwing an ApiError. */
export type Handler = (context: Context) => Reply;

export const handlers: Record<RouteName, Handler> = {
  account: account.details,
  usage: account.usage,
  limits: account.recordCounts,
  rates: account.rates,
  currentRates: account.currentRates,
  companyCurrency: account.companyCurrency,
  events: account.events,
  list: objects.list,
  get: objects.get,
  batch: objects.batchRead,
  search,
  properties: metadata.properties,
  property: metadata.property,
  groups: metadata.groups,
  pipelines: metadata.pipelines,
  pipeline: metadata.pipeline,
  stages: metadata.stages,
  stage: metadata.stage,
  owners: metadata.owners,
  owner: metadata.owner,
  schemas: metadata.schemas,
  schema: metadata.schema,
  associations: associations.batchRead,
  associationsOf: associations.listOf,
  labels: associations.labels,
};
