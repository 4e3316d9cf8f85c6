import { Agent, buildConnector, fetch as undiciFetch } from "undici";
import { DeadlineError } from "./deadline.js";
import { createTunnels, ProxyError } from "./proxy-tunnel.js";
import { lookupDeadline, SilentNameServersError, socketLookup } from "./resolver.js";
const MAX_CONNECTION_AGE_MS = 55e3;
function createTransport(site, resolver) {
  const route = createRoute(site, resolver);
  let pool;
  let renewal;
  function renew() {
    clearTimeout(renewal);
    const left = pool;
    pool = void 0;
    left?.close().catch(() => left.destroy());
  }
  function currentPool() {
    if (pool) return pool;
    pool = route.createPool().compose(connectTo(site.apiUrl.origin));
    renewal = setTimeout(renew, MAX_CONNECTION_AGE_MS).unref();
    return pool;
  }
  return {
    async fetch(url, init) {
      try {
        return await undiciFetch(withoutPort(url), { ...init, dispatcher: currentPool() });
      } catch (error) {
        throw init.signal.reason instanceof DeadlineError ? route.waitsFor() ?? error : error;
      }
    },
    renew,
    async close() {
      const last = currentPool();
      clearTimeout(renewal);
      await last.destroy();
    }
  };
}
function withoutPort(url) {
  const portless = new URL(url);
  portless.port = "";
  return portless.href;
}
const connectTo = (origin) => (dispatch) => (options, handler) => dispatch({ ...options, origin }, handler);
function createRoute(site, resolver) {
  const { timeoutMs, proxy } = site;
  const lookup = socketLookup(resolver, lookupDeadline(timeoutMs));
  const name = site.tlsServerName === void 0 ? {} : { servername: site.tlsServerName };
  const tls = {
    timeout: timeoutMs,
    lookup,
    ...name,
    ...site.tlsCa === void 0 ? {} : { ca: site.tlsCa }
  };
  const pool = {
    ...{ connections: site.concurrency, headersTimeout: 0, bodyTimeout: 0 },
    keepAliveMaxTimeout: MAX_CONNECTION_AGE_MS
  };
  const silent = ({ hostname }) => resolver.isAwaited(hostname) ? new SilentNameServersError(`no name server answered for ${hostname} in time`) : void 0;
  if (!proxy) {
    const connector = buildConnector(tls);
    const connect2 = (options, callback) => connector({ ...options, ...name }, callback);
    return { createPool: () => new Agent({ ...pool, connect: connect2 }), waitsFor: () => silent(site.apiUrl) };
  }
  const url = new URL(proxy.reveal());
  const connect = buildConnector({ timeout: timeoutMs, lookup });
  let isProxyAwaited = () => false;
  return {
    createPool() {
      const { dispatcher, isAwaited } = createTunnels({ url, connect, requestTls: tls, pool, timeoutMs });
      isProxyAwaited = isAwaited;
      return dispatcher;
    },
    waitsFor: () => silent(url) ?? (isProxyAwaited() ? new ProxyError("the proxy did not answer in time") : void 0)
  };
}
export {
  createTransport
};
