import { get } from "node:http";
import { text } from "node:stream/consumers";
import { errorCode } from "../error-code.js";
import { parseListenAddress } from "../web/listen-address.js";
const TIMEOUT_MS = 3e3;
const LONGEST_ANSWER = 200;
const EVERY = { "0.0.0.0": "127.0.0.1", "::": "::1" };
async function healthcheck(listenAddress, io) {
  const { host = "127.0.0.1", port } = parseListenAddress(listenAddress);
  const asked = EVERY[host] ?? host;
  const url = `http://${asked.includes(":") ? `[${asked}]` : asked}:${port}/-/healthy`;
  try {
    const { status, body } = await ask(url, io.signal);
    if (status === 200) return true;
    const said = body.trim().replace(/\s+/g, " ").slice(0, LONGEST_ANSWER);
    io.err(`the exporter is not healthy: ${url} answers ${status}${said === "" ? "" : `: ${said}`}
`);
  } catch (error) {
    io.err(`${url} ${describe(error)}
`);
  }
  return false;
}
function ask(url, ended) {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]);
    const request = get(url, { signal, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    });
    request.on("error", reject);
  });
}
function describe(error) {
  const code = errorCode(error);
  if (code === void 0) throw error;
  if (code === "ABORT_ERR") return `does not answer within ${TIMEOUT_MS / 1e3} s`;
  const advice = "if the exporter listens elsewhere, set WEB_LISTEN_ADDRESS or --web.listen-address to that address";
  return `does not answer (${code}); ${advice}`;
}
export {
  healthcheck
};
