import { CrmFailure } from '../http/failure.ts';
import type { BatchPage, HubSpotRow } from './client.ts';
import { isInstant, isUsualMoment } from './names.ts';
import type { ApiRecord, BatchProblem } from './shapes.ts';

function millisecondsOf(moment: string | undefined): string | null {
  if (moment === undefined) return null;
  if (isUsualMoment(moment)) return `${moment.slice(0, 19)}.000Z`;
  return isInstant(moment) ? moment : new Date(Date.parse(moment)).toISOString();
}

/** Addresses as HubSpot writes them. */
const usualUrl = /^https:\/\/(?:[a-z0-9-]+\.)+hubspot\.com\/[\w/.-]*$/;

/** The address of a record for people, if it leads to HubSpot. */
function safeUrl(url: string | null | undefined): string | null {
  if (url == null) return null;
  if (usualUrl.test(url)) return url;
  if (!URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && hostname.endsWith('.hubspot.com') ? url : null;
}

/** A record of an answer. */
export const rowOf = ({ id, properties, propertiesWithHistory, updatedAt, url }: ApiRecord): HubSpotRow => ({
  id,
  values: properties,
  histories: propertiesWithHistory ?? null,
  updatedAt: millisecondsOf(updatedAt),
  url: safeUrl(url),
});

/** Ids that became a part of this record. */
export const mergedIds = ({ id, values }: HubSpotRow): string[] =>
  (values.hs_merged_object_ids ?? '').split(';').flatMap((text) => {
    const other = text.trim();
    return /^\d{1,20}$/.test(other) && other !== id ? [other] : [];
  });

/** The records of a batch, and which of the ids asked for are none. Throws where an error beside them says more than that. */
export function batchOf(
  asked: readonly string[],
  records: readonly ApiRecord[],
  problems: readonly BatchProblem[],
  host: string,
): BatchPage {
  for (const { category = '', subCategory } of problems) {
    if (category === 'OBJECT_NOT_FOUND') continue;
    const words = `${category} ${typeof subCategory === 'string' ? subCategory : ''}`.trim() || 'an error beside rows';
    throw new CrmFailure('crm-unexpected-answer', { host, why: 'status', words }, { serviceCode: category });
  }
  const wanted = new Set(asked);
  const rows = records.map(rowOf);
  for (const row of rows) {
    // Whoever asks for a record that was merged away gets the survivor.
    if (!wanted.has(row.id) && !mergedIds(row).some((id) => wanted.has(id)))
      throw new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words: 'a record that was not asked for' });
  }
  const found = new Set(rows.map(({ id }) => id));
  return { rows, gone: asked.filter((id) => !found.has(id)) };
}
