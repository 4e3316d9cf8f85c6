import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { SiteConfig } from '../config/config.js';
import { isLoopback } from '../config/url.js';
import { advise } from '../whmcs/advice.js';
import { withDeadline } from '../whmcs/deadline.js';
import { networkFault } from '../whmcs/network-fault.js';
import { lookupDeadline, type Resolver, socketLookup } from '../whmcs/resolver.js';
import { describeCertificate, issuerOf } from './certificate.js';
import { type Step, type StepName, step, timed } from './step.js';

const FEW_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Runs the steps below HTTP: name, TCP, TLS. Ends at the first that fails. A proxy takes these steps itself.
 */
export async function checkNetwork(
  site: SiteConfig,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  if (site.proxy) {
    return (['dns', 'tcp', 'tls'] as const).map((name) =>
      step(name, 'skipped', 'the configured proxy does this'),
    );
  }
  return [...noticeProxy(site), ...(await checkDirectly(site, resolver, signal))];
}

function noticeProxy({ unusedProxyVariable: variable }: SiteConfig): readonly Step[] {
  if (variable === undefined) return [];
  const advice = `Set proxy_from_environment to true to reach the site through it, or to false to ignore it.`;
  return [step('proxy', 'warning', `${variable} is set but not used`, { advice })];
}

async function checkDirectly(
  site: SiteConfig,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const host = site.apiUrl.hostname.replace(/^\[|\]$/g, '');
  const secure = site.apiUrl.protocol === 'https:';
  const port = Number(site.apiUrl.port) || (secure ? 443 : 80);
  const target = { host, port, lookup: socketLookup(resolver, lookupDeadline(site.timeoutMs)) };
  const steps: Step[] = [];
  const checks: readonly (readonly [StepName, (deadline: AbortSignal) => Promise<Step>])[] = [
    ['dns', (deadline) => checkName(host, site, resolver, deadline)],
    ['tcp', (deadline) => checkTcp(target, deadline)],
    ['tls', (deadline) => (secure ? checkTls(site, target, deadline) : plainHttp(site))],
  ];
  for (const [name, check] of checks) {
    const started = performance.now();
    try {
      steps.push(await withDeadline(site.timeoutMs, signal, check));
    } catch (error) {
      const fault = networkFault(error, signal);
      const known = fault.reason === 'timeout' ? fault.with({ diagnosis: 'no_route' }) : fault;
      const milliseconds = performance.now() - started;
      const advice = advise(known, 'GetProducts', site);
      return [...steps, step(name, 'failed', known.message, { advice, milliseconds })];
    }
  }
  return steps;
}

async function checkName(
  host: string,
  site: SiteConfig,
  resolver: Resolver,
  deadline: AbortSignal,
): Promise<Step> {
  if (isIP(host)) return step('dns', 'skipped', `${host} is an address`);
  const look = () => untilAborted(resolver.resolve(host, lookupDeadline(site.timeoutMs)), deadline);
  const { value, milliseconds } = await timed(look);
  return step('dns', 'ok', value.map(({ address }) => address).join(', '), { milliseconds });
}

type Target = { readonly host: string; readonly port: number; readonly lookup: LookupFunction };

async function checkTcp(target: Target, signal: AbortSignal): Promise<Step> {
  const { value, milliseconds } = await timed(() => opened(connect(target), 'connect', signal));
  const from = value.localAddress ?? 'an unknown address';
  value.destroy();
  return step('tcp', 'ok', `port ${target.port}, from ${from}`, { milliseconds });
}

async function checkTls(site: SiteConfig, target: Target, signal: AbortSignal): Promise<Step> {
  const name = site.tlsServerName ?? (isIP(target.host) ? undefined : target.host);
  const options: ConnectionOptions = {
    ...target,
    ...(name === undefined ? {} : { servername: name }),
    ...(site.tlsCa === undefined ? {} : { ca: site.tlsCa }),
  };
  try {
    const { value, milliseconds } = await timed(() => opened(connectTls(options), 'secureConnect', signal));
    const certificate = value.getPeerCertificate();
    const protocol = value.getProtocol() ?? 'TLS';
    value.destroy();
    const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / DAY_MS);
    const detail = `${protocol}, issued by ${issuerOf(certificate)}, ${days} days left`;
    const advice = days < FEW_DAYS ? 'Renew the certificate of the WHMCS host soon.' : undefined;
    return step('tls', advice === undefined ? 'ok' : 'warning', detail, { milliseconds, advice });
  } catch (error) {
    if (signal.aborted) throw error;
    const fault = networkFault(error, signal);
    const certificate = fault.reason === 'tls' ? await peerCertificate(options, signal) : '';
    throw certificate === '' ? fault : fault.with({ message: `${fault.message}; ${certificate}` });
  }
}

/**
 * Describes the certificate that a server presents, valid or not; returns the empty string if there is none.
 */
async function peerCertificate(options: ConnectionOptions, signal: AbortSignal): Promise<string> {
  try {
    const insecure = { ...options, rejectUnauthorized: false }; // nothing is sent over it
    const socket = await opened(connectTls(insecure), 'secureConnect', signal);
    const certificate = socket.getPeerCertificate();
    socket.destroy();
    return describeCertificate(certificate);
  } catch {
    return ''; // the first attempt reports the error
  }
}

async function plainHttp({ apiUrl }: SiteConfig): Promise<Step> {
  if (isLoopback(apiUrl.hostname)) return step('tls', 'skipped', 'plain HTTP to this machine');
  return step('tls', 'warning', 'plain HTTP: the API secret crosses the network unencrypted', {
    advice: "Use https:// in the site's url. If WHMCS has no certificate yet, get one first.",
  });
}

/** Waits until a socket is open, and destroys it on abort. */
function opened<S extends Socket | TLSSocket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    socket.once(event, () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
