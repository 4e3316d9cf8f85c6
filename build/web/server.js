import { once } from "node:events";
import { createServer } from "node:http";
import { systemCode } from "../error-code.js";
import { UserError } from "../user-error.js";
import { limitConnections } from "./connections.js";
import { parseListenAddress } from "./listen-address.js";
const GRACE_MS = 500;
const MOST_CONNECTIONS = 512;
const TIMEOUTS = {
  headersTimeout: 5e3,
  requestTimeout: 1e4,
  connectionsCheckingInterval: 1e3,
  /** Longer than any usual scrape interval, so that Prometheus's connection is there for the next scrape. */
  keepAliveTimeout: 15e4
};
async function listen(handler, address, { connections = MOST_CONNECTIONS, ...timeouts } = {}) {
  const { host, port } = parseListenAddress(address);
  const server = createServer({ ...TIMEOUTS, ...timeouts });
  limitConnections(server, connections, handler);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const message = `can't listen on ${address} (${systemCode(error)}); choose another with --web.listen-address`;
    throw new UserError(message, { cause: error });
  }
  const bound = server.address();
  return {
    url: `http://${host === void 0 ? "localhost" : host.includes(":") ? `[${host}]` : host}:${bound.port}/`,
    port: bound.port,
    close: () => close(server)
  };
}
async function close(server) {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
export {
  listen
};
