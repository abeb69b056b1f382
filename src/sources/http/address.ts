import { CrmFailure } from './failure.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address may carry a token: https, or this machine itself. */
const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname));

/** The origin that a configured address names. Throws `crm-address`. */
export function parseBase(address: string): URL {
  const refuse = (why: string, shown: string): CrmFailure => new CrmFailure('crm-address', { address: shown, why });
  // What cannot be taken apart is not shown: it may hold a password.
  if (!URL.canParse(address)) throw refuse('malformed', address.includes('@') ? '…' : address.slice(0, 100));
  const url = new URL(address);
  if (!isSafe(url)) throw refuse('insecure', `${url.protocol}//${url.host}`);
  if (url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw refuse('more', url.origin);
  return url;
}

/**
 * The address that a service names for what follows (a next page, a result), if it is of the same origin and below
 * `under`. Throws `crm-elsewhere`: the token would go along.
 */
export function followUp(base: URL, link: string, under = '/'): URL {
  const refuse = (target: string): CrmFailure =>
    new CrmFailure('crm-elsewhere', { host: base.host, target, why: 'link' });
  if (!URL.canParse(link, base.href)) throw refuse('?');
  const url = new URL(link, base);
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') throw refuse(url.host);
  if (!url.pathname.startsWith(under)) throw refuse(url.host + url.pathname.slice(0, 60));
  return url;
}
