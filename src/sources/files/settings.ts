import { z } from 'zod';
import { sourceName } from '../../records/records.ts';
import { dateFormatProblem } from './date-format.ts';
import { encodings } from './encodings.ts';
import { checkFile, checkSource } from './settings-rules.ts';
import { tables } from './tables.ts';

/** `deals`, `portal_sessions` …: a record as the settings name it, which is its file of rule 7 without the ending. */
const recordNames = tables.map(({ file }) => file.replace(/\.csv$/, ''));

const addressPhrase =
  'an address such as https://lms.example.com/export.csv, without user, password and # (plain http only for this machine itself)';
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname));
}

const delimiterPhrase = 'one character such as ; or | — or the word tab';
const isDelimiter = (text: string): boolean =>
  text === 'tab' || (/^[^"\r\n\p{L}\p{N}]$/u.test(text) && text !== '\ufeff');

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** How one listed file is found and read. */
export const fileSettings = z
  .strictObject({
    record: z.enum(recordNames),
    pattern: z
      .string()
      .regex(/^[^/\\]+$/, 'a file name within the folder; * and ? stand for any characters')
      .optional(),
    newest: z.enum(['name', 'modified']).optional(),
    all: z.boolean().optional(),
    url: z.string().refine(isAddress, addressPhrase).optional(),
    maxMegabytes: z.int().min(1).max(10_000).optional(),
    delimiter: z.string().refine(isDelimiter, delimiterPhrase).optional(),
    encoding: z.enum(encodings).optional(),
    skipRows: z.int().min(0).max(1000).optional(),
    dateFormat: z
      .string()
      .superRefine((text, context) => {
        const message = dateFormatProblem(text);
        if (message !== null) context.addIssue({ code: 'custom', message });
      })
      .optional(),
    decimalComma: z.boolean().optional(),
    thousands: z.boolean().optional(),
    columns: z.record(z.string(), z.string().trim().min(1)).optional(),
    values: z.record(z.string(), z.record(z.string(), z.array(scalar))).optional(),
    constants: z.record(z.string(), scalar).optional(),
    maxAge: z
      .string()
      .regex(/^[1-9]\d{0,3}[hd]$/, 'hours or days such as 36h or 8d')
      .optional(),
  })
  .superRefine(checkFile);
export type FileSettings = z.infer<typeof fileSettings>;

/** One way in which a row may name its partner. */
const partnerRule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('id'), of: sourceName.optional() }),
  z.strictObject({ by: z.enum(['name', 'alias', 'domain', 'email-domain']) }),
  z.strictObject({ by: z.literal('property'), name: z.string().trim().min(1) }),
]);
export type PartnerRule = z.infer<typeof partnerRule>;

const matchSettings = z.strictObject({
  partners: z.array(partnerRule).min(1).optional(),
  deals: z.strictObject({ by: z.literal('id'), of: sourceName }).optional(),
});
export type MatchSettings = z.infer<typeof matchSettings>;

/** The other sources that match rules name, with the keys where they do. */
export function othersNamed({ partners = [], deals }: MatchSettings = {}): { path: (string | number)[]; of: string }[] {
  const ofPartners = partners.flatMap((rule, at) =>
    rule.by === 'id' && rule.of !== undefined ? [{ path: ['partners', at, 'of'], of: rule.of }] : [],
  );
  return [...ofPartners, ...(deals === undefined ? [] : [{ path: ['deals', 'of'], of: deals.of }])];
}

/** Settings of a CSV folder. A relative `folder` is resolved by whoever read the settings. */
export const filesSettings = z
  .strictObject({
    name: sourceName.default('exports'),
    kind: z.literal('files'),
    folder: z.string().min(1).default('./data'),
    files: z.array(fileSettings).optional(),
    bearer: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable such as LMS_TOKEN')
      .optional(),
    match: matchSettings.optional(),
  })
  .superRefine(checkSource);
export type FilesSettings = z.infer<typeof filesSettings>;

/** Whether the source must have partners of its own (rule 7.1). */
export const needsPartners = ({ match }: Pick<FilesSettings, 'match'>): boolean =>
  match?.partners === undefined || match.partners.some((rule) => rule.by === 'id' && rule.of === undefined);

/**
 * Whether the folder is read at all: not where every file comes by address and nothing else is needed, so that such a
 * source does not take over what stands in the default folder.
 */
export function readsFolder(settings: Pick<FilesSettings, 'files' | 'match'>): boolean {
  const files = settings.files ?? [];
  if (files.length === 0 || files.some(({ url }) => url === undefined)) return true;
  return needsPartners(settings) && !files.some(({ record }) => record === 'partners');
}
