// Failures in the service's own words: `[{message, errorCode}]` with an HTTP status.

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Names of fields, where the service lists them. */
  readonly fields: readonly string[] | undefined;

  constructor(status: number, code: string, message: string, fields?: readonly string[]) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.fields = fields;
  }

  /** The body of the answer. */
  body(): { message: string; errorCode: string; fields?: readonly string[] }[] {
    return [{ message: this.message, errorCode: this.code, ...(this.fields && { fields: this.fields }) }];
  }
}

/** An OAuth refusal: `{error, error_description}`. */
export class OAuthError extends Error {
  readonly status: number;
  readonly error: string;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.name = 'OAuthError';
    this.status = status;
    this.error = error;
  }
}

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');

export const invalidSession = (): ApiError => new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** Something that the test asked of the org and that a real org would refuse to its users. */
export class OrgError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'OrgError';
    this.code = code;
  }
}
