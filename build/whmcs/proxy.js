import { Pool, ProxyAgent } from "undici";
class ProxyError extends Error {
  name = "ProxyError";
  /** HTTP status of the proxy's answer to CONNECT; undefined if none came. */
  status;
  constructor(message, facts = {}) {
    super(message, "cause" in facts ? { cause: facts.cause } : {});
    this.status = facts.status;
  }
}
function createTunnels({ url, connect, requestTls, pool, timeoutMs }) {
  let awaited = 0;
  const proxy = new Pool(url.origin, { connect, headersTimeout: timeoutMs });
  const connectPlainly = proxy.connect.bind(proxy);
  async function tunnel(options) {
    awaited += 1;
    try {
      return accepted(await connectPlainly(options));
    } catch (error) {
      if (error instanceof ProxyError) throw error;
      throw new ProxyError("the proxy can not be reached", { cause: error });
    } finally {
      awaited -= 1;
    }
  }
  const dispatcher = new ProxyAgent({
    ...pool,
    uri: url.origin,
    clientFactory: () => Object.assign(proxy, { connect: tunnel }),
    requestTls,
    ...authorization(url)
  });
  return { dispatcher, isAwaited: () => awaited > 0 };
}
function accepted(answer) {
  const { socket, statusCode: status } = answer;
  if (status === 200) return answer;
  socket.on("error", () => {
  }).destroy();
  throw new ProxyError(`the proxy answered CONNECT with HTTP ${status}`, { status });
}
function authorization({ username, password }) {
  if (username === "") return {};
  const credentials = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`;
  return { token: `Basic ${Buffer.from(credentials).toString("base64")}` };
}
function decodeUserinfo(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
export {
  ProxyError,
  createTunnels
};
