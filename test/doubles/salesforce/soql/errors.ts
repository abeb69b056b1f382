// SOQL refusals with the place in the query, as the service words them.
import { ApiError } from '../errors.ts';

/** An error that shows the text around an offset and points at it. */
export function at(text: string, offset: number, code: string, message: string): ApiError {
  const start = Math.max(0, offset - 40);
  const shown = text.slice(start, offset + 30).replaceAll('\n', ' ');
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new ApiError(
    400,
    code,
    `\n${shown}\n${' '.repeat(offset - start)}^\nERROR at Row:${before.length}:Column:${column}\n${message}`,
  );
}

export const malformed = (message: string): ApiError => new ApiError(400, 'MALFORMED_QUERY', message);

export const unexpected = (text: string, offset: number, token: string): ApiError =>
  at(text, offset, 'MALFORMED_QUERY', `unexpected token: ${token === '' ? '<EOF>' : `'${token}'`}`);

export const noSuchColumn = (text: string, offset: number, column: string, entity: string): ApiError =>
  at(
    text,
    offset,
    'INVALID_FIELD',
    `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );

export const noSuchRelationship = (text: string, offset: number, name: string, what: string): ApiError =>
  at(
    text,
    offset,
    'INVALID_FIELD',
    `Didn't understand relationship '${name}' in ${what}. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
