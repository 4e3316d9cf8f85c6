import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { errorCode } from '../error-code.js';
import { LISTEN_FLAG, parseListenAddress } from '../web/listen-address.js';
import type { Io } from './io.js';

const TIMEOUT_MS = 3_000;
const LONGEST_ANSWER = 200;
/** Maps the wildcard addresses to the loopback address of their family. */
const EVERY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Checks whether the exporter on this machine is healthy. Container images without curl use it.
 *
 * @param listenAddress the address that the exporter is configured to listen on.
 * @returns whether it is healthy; if not, the reason is printed as an error.
 */
export async function healthcheck(listenAddress: string, io: Io): Promise<boolean> {
  const { host = '127.0.0.1', port } = parseListenAddress(listenAddress, LISTEN_FLAG);
  const asked = EVERY[host] ?? host;
  const url = `http://${asked.includes(':') ? `[${asked}]` : asked}:${port}/-/healthy`;
  try {
    const { status, body } = await ask(asked, port, io.signal);
    if (status === 200) return true;
    const said = body.trim().replace(/\s+/g, ' ').slice(0, LONGEST_ANSWER);
    io.err(`the exporter is not healthy: ${url} answers ${status}${said === '' ? '' : `: ${said}`}\n`);
  } catch (error) {
    io.err(`${url} ${describe(error)}\n`);
  }
  return false;
}

/** Sends the request with `node:http`, because `fetch` refuses some valid ports, such as 6000. */
function ask(
  host: string,
  port: number,
  ended: AbortSignal,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]);
    const request = get({ host, port, path: '/-/healthy', signal, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    });
    request.on('error', reject);
  });
}

function describe(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) throw error; // a bug in this program
  if (code === 'ABORT_ERR') return `does not answer within ${TIMEOUT_MS / 1000} s`;
  const advice =
    'if the exporter listens elsewhere, set WEB_LISTEN_ADDRESS or --web.listen-address to that address';
  return `does not answer (${code}); ${advice}`;
}
