// Refusals, in the words of the service.

export interface ErrorBody {
  status?: 'error';
  message: string;
  correlationId?: string;
  category?: string;
  subCategory?: string;
  errors?: object[];
  context?: Record<string, string[]>;
  links?: Record<string, string>;
  [other: string]: unknown;
}

/** A refusal with its HTTP status; the server adds the correlation id. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Record<string, string>;

  constructor(status: number, body: ErrorBody, headers: Record<string, string> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** 400: the request is wrong and will stay wrong. */
export function invalid(message: string, context?: Record<string, string[]>): ApiError {
  return new ApiError(400, { message, category: 'VALIDATION_ERROR', ...(context !== undefined && { context }) });
}

/** 400 for an object type that the path names and nobody knows. */
export function unknownType(name: string): ApiError {
  return new ApiError(400, { message: `Unable to infer object type from: ${name}` });
}

/** 404 for one thing that is not there. */
export function notFound(message = 'resource not found'): ApiError {
  return new ApiError(404, { message, category: 'OBJECT_NOT_FOUND' });
}

/** 401: nobody knows this token. */
export function badToken(): ApiError {
  const message =
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';
  return new ApiError(401, { message, category: 'INVALID_AUTHENTICATION' });
}

/** 401: the token was good until a while ago. */
export function expiredToken(secondsAgo: number, expiredAt: string): ApiError {
  const message = `The OAuth token used to make this call expired ${secondsAgo} second(s) ago.`;
  return new ApiError(401, { message, category: 'EXPIRED_AUTHENTICATION', context: { 'expire time': [expiredAt] } });
}

/** 403: the token may not do this; the scopes that are missing stand in the context. */
export function missingScopes(scopes: readonly string[]): ApiError {
  const link = 'https://developers.hubspot.com/scopes';
  return new ApiError(403, {
    message: `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${link}.`,
    category: 'MISSING_SCOPES',
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: [...scopes] },
      },
    ],
    links: { scopes: link },
  });
}

/** 403: the person who made the token has lost her rights. */
export function noPermissions(): ApiError {
  return new ApiError(403, {
    message: 'The user who created this token does not have permissions to make this call.',
    category: 'USER_DOES_NOT_HAVE_PERMISSIONS',
  });
}

/** 429 in the form that has no category but names its policy. */
export function tooMany(policyName: string, retryAfterSeconds?: number): ApiError {
  const body = {
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    policyName,
    groupName: `publicapi:private-apps:${policyName.toLowerCase()}`,
  };
  return new ApiError(429, body, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) });
}
