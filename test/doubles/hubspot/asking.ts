// How the tests of the stand-in talk to it: plain requests, and answers read without trusting them.
import { z } from 'zod';
import type { HubSpotStandIn } from './stand-in.ts';

/** The API version of the paths used in tests. */
export const V = '2026-09';

const version = z.object({ value: z.string(), timestamp: z.string(), sourceType: z.string() });

const row = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()).default({}),
  propertiesWithHistory: z.record(z.string(), z.array(version)).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  archived: z.boolean(),
});

const after = z.object({ next: z.object({ after: z.string() }) }).optional();
const rowPage = z.object({ results: z.array(row), paging: after, total: z.number().optional() });

export type Row = z.infer<typeof row>;

export interface Answered {
  status: number;
  headers: Headers;
  /** The parsed body; undefined when it is no JSON. */
  json: unknown;
  text: string;
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The rows, cursor and total of a page of records. */
export function pageOf(answered: Answered): { rows: Row[]; after: string | undefined; total: number | undefined } {
  const { results, paging, total } = rowPage.parse(answered.json);
  return { rows: results, after: paging?.next.after, total };
}

/** Ids on a page of records, in order. */
export function idsOf(answered: Answered): string[] {
  return pageOf(answered).rows.map(({ id }) => id);
}

/** Requests with the good token unless told otherwise. */
export function asking(hubspot: HubSpotStandIn, token: string | undefined = hubspot.token) {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const response = await fetch(`${hubspot.url}${path}`, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: parse(text), text };
  };
  const get = (path: string) => send(path, { method: 'GET' });
  const post = (path: string, body: unknown) => send(path, { method: 'POST', body: JSON.stringify(body) });
  return {
    get,
    post,
    send,
    list: (type: string, query = '') => get(`/crm/objects/${V}/${type}${query}`),
    search: (type: string, body: object) => post(`/crm/objects/${V}/${type}/search`, body),
    batch: (type: string, ids: readonly string[], more: object = {}, query = '') =>
      post(`/crm/objects/${V}/${type}/batch/read${query}`, {
        inputs: ids.map((id) => ({ id })),
        properties: [],
        propertiesWithHistory: [],
        ...more,
      }),
    associations: (from: string, to: string, inputs: readonly { id: string; after?: string }[]) =>
      post(`/crm/associations/${V}/${from}/${to}/batch/read`, { inputs }),
  };
}
