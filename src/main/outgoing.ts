import { type Dispatcher, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';
import type { ProxySettings } from '../config/config.ts';

/**
 * Sends everything that leaves this process by HTTP through the company's proxies, if there are some: every `fetch`
 * from now on. Returns the same way for WebSockets, which take no notice of the process's; undefined where the way is direct.
 */
export function routeOutgoing({ http, https, except }: ProxySettings): Dispatcher | undefined {
  if (http === undefined && https === undefined) return undefined;
  const way = new EnvHttpProxyAgent({
    // Empty, not absent: what is absent here would be read from the environment again.
    httpProxy: http?.reveal() ?? '',
    httpsProxy: https?.reveal() ?? '',
    noProxy: except ?? '',
  });
  setGlobalDispatcher(way);
  return way;
}
