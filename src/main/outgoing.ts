import { type Dispatcher, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';
import type { ProxySettings } from '../config/config.ts';

/**
 * Sends everything that leaves this process by HTTP through the company's proxies, if there are some: every `fetch`
 * from now on. Returns the same way for WebSockets, which take no notice of the process's; undefined where the way is direct.
 */
export function routeOutgoing({ http, https, except }: ProxySettings): Dispatcher | undefined {
  if (http === undefined && https === undefined) return undefined;
  return routeThrough({ http: http?.reveal() ?? '', https: https?.reveal() ?? '', except: except ?? '' });
}

/** The same with proxies in the clear, for a thread: each has a way of its own. */
export function routeThrough(proxy: {
  readonly http: string;
  readonly https: string;
  readonly except: string;
}): Dispatcher {
  // Empty, not absent: what is absent here would be read from the environment again.
  const way = new EnvHttpProxyAgent({ httpProxy: proxy.http, httpsProxy: proxy.https, noProxy: proxy.except });
  setGlobalDispatcher(way);
  return way;
}
