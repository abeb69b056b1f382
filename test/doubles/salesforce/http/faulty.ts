// What a planned fault does to an answer before or instead of the work.
import type { ApiRequest, Reply } from '../api/exchange.ts';
import { bearerOf } from '../api/oauth.ts';
import type { Service } from '../api/service.ts';
import type { Fault } from '../faults.ts';

const LOGIN_PAGE = `<!DOCTYPE html><html><head><title>Login | Salesforce</title></head>
<body><form id="login_form" action="/" method="post">Username Password</form></body></html>`;

/** Runs the work, unless the fault comes first; undefined when the connection is to be cut. */
export function answerWith(
  service: Service,
  request: ApiRequest,
  fault: Fault | undefined,
  work: () => Reply,
): Reply | undefined {
  if (fault === undefined) return work();
  if (fault.expireToken === true) service.sessions.end(bearerOf(request) ?? '');
  if (fault.acceptThenFail === true) work();
  if (fault.reset === true) return undefined;
  if (fault.html === true) return { status: fault.status ?? 200, text: LOGIN_PAGE, type: 'text/html;charset=UTF-8' };
  if (fault.redirectTo !== undefined) {
    const query = request.query.toString();
    const location = fault.redirectTo + request.path + (query === '' ? '' : `?${query}`);
    return { status: fault.status ?? 302, text: '', headers: { location } };
  }
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  const status =
    fault.status ?? (fault.acceptThenFail === true ? 503 : fault.retryAfter === undefined ? undefined : 429);
  if (fault.errorCode !== undefined) {
    const body = [{ message: fault.message ?? fault.errorCode, errorCode: fault.errorCode }];
    return { status: status ?? 400, json: body, headers };
  }
  if (status !== undefined) return { status, text: fault.message ?? 'stand-in fault', type: 'text/html', headers };
  return work();
}
