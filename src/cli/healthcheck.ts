import { types } from 'node:util';
import { errorCode } from '../error-code.js';
import { parseListenAddress } from '../web/listen-address.js';
import type { Io } from './io.js';

const TIMEOUT_MS = 3_000;
/** An address to listen on that stands for every one; it is asked on this machine's own. */
const EVERY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Asks an exporter on this machine whether it is alive, for container engines whose images have nothing else to ask with.
 *
 * @param listenAddress what the exporter was told to listen on.
 * @returns whether it says so in time; why not is written as an error.
 */
export async function healthcheck(listenAddress: string, io: Io): Promise<boolean> {
  const { host = '127.0.0.1', port } = parseListenAddress(listenAddress);
  const asked = EVERY[host] ?? host;
  const url = `http://${asked.includes(':') ? `[${asked}]` : asked}:${port}/-/healthy`;
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!ok) io.err(`${url} answers ${status}\n`);
    return ok;
  } catch (error) {
    const cause = types.isNativeError(error) ? error.cause : undefined;
    io.err(`${url} does not answer: ${errorCode(cause) ?? String(error)}\n`);
    return false;
  }
}
