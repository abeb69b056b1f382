// The body that creates a query job.
import { z } from 'zod';
import { ApiError } from '../errors.ts';

const jobRequest = z.strictObject({
  operation: z.enum(['query', 'queryAll']),
  query: z.string().min(1),
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z.enum(['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB']).default('COMMA'),
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
});

export type JobRequest = z.infer<typeof jobRequest>;

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The request for a job. Throws the service's refusal. */
export function readJobRequest(body: string): JobRequest {
  const json = parseJson(body);
  if (json === undefined) throw new ApiError(400, 'JSON_PARSER_ERROR', 'The body is no JSON');
  const read = jobRequest.safeParse(json);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new ApiError(400, 'INVALIDJOB', `Unable to parse Job: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`);
}
