import { isId, isInstant, isUsualMoment } from './names.ts';

/**
 * Whether answers of which a load has millions of parts are in the form in which nearly all of them come. What is none of these goes
 * through the schemas, which say the same of all others; a test holds the two together.
 */
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNone = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';
const isUsualId = (value: unknown): boolean => isText(value) && isId(value);
const isMomentOrNone = (value: unknown): boolean =>
  value === undefined || (isText(value) && (isInstant(value) || isUsualMoment(value)));

/** Properties as texts. */
export const areTexts = (value: unknown): value is Record<string, string | null> => {
  if (!isObject(value)) return false;
  for (const name in value) {
    const one = value[name];
    if (one !== null && typeof one !== 'string') return false;
  }
  return true;
};

const isRecord = (value: unknown): boolean =>
  isObject(value) &&
  isUsualId(value.id) &&
  areTexts(value.properties) &&
  (value.propertiesWithHistory === undefined || value.propertiesWithHistory === null) &&
  isMomentOrNone(value.createdAt) &&
  isMomentOrNone(value.updatedAt) &&
  isTextOrNone(value.url);

const isKind = (value: unknown): boolean =>
  isObject(value) && isText(value.category) && Number.isSafeInteger(value.typeId) && isTextOrNone(value.label);

const isEnd = (value: unknown): boolean =>
  isObject(value) &&
  isUsualId(value.toObjectId) &&
  Array.isArray(value.associationTypes) &&
  value.associationTypes.every(isKind);

const areLinks = (value: unknown): boolean =>
  isObject(value) &&
  isObject(value.from) &&
  isUsualId(value.from.id) &&
  Array.isArray(value.to) &&
  value.to.every(isEnd) &&
  (value.paging === undefined || value.paging === null);

const areStrings = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const isProblem = (value: unknown): boolean =>
  isObject(value) &&
  (value.category === undefined || isText(value.category)) &&
  (value.context === undefined || (isObject(value.context) && Object.values(value.context).every(areStrings)));

const every = (list: unknown, is: (value: unknown) => boolean): boolean => Array.isArray(list) && list.every(is);

/** Records, as lists, searches and batches have them. */
export const areUsualRecords = (value: unknown): boolean => every(value, isRecord);
/** Links, each of them with all of its ends. */
export const areUsualLinks = (value: unknown): boolean => every(value, areLinks);
/** Errors beside rows. */
export const areUsualProblems = (value: unknown): boolean => value === undefined || every(value, isProblem);
