import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { SiteConfig } from '../config/config.js';
import { withDeadline } from '../whmcs/deadline.js';
import { networkFault } from '../whmcs/network-fault.js';
import { lookupDeadline, type Resolver, socketLookup } from '../whmcs/resolver.js';
import { adviseNetwork } from './advice.js';
import { type Step, type StepName, step, timed } from './step.js';

const FEW_DAYS = 14;
const DAY_MS = 86_400_000;

/** The steps below HTTP: name, TCP, TLS. Ends at the first that fails. Behind a proxy they are the proxy's to take. */
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
  const host = site.apiUrl.hostname.replace(/^\[|\]$/g, '');
  const secure = site.apiUrl.protocol === 'https:';
  const port = Number(site.apiUrl.port) || (secure ? 443 : 80);
  const lookup = socketLookup(resolver, lookupDeadline(site.timeoutMs));
  const steps: Step[] = [];
  const checks: readonly (readonly [StepName, (deadline: AbortSignal) => Promise<Step>])[] = [
    ['dns', (deadline) => checkName(host, site, resolver, deadline)],
    ['tcp', (deadline) => checkTcp({ host, port, lookup }, deadline)],
    ['tls', (deadline) => checkTls(site, { host, port, lookup }, deadline)],
  ];
  for (const [name, check] of checks) {
    if (name === 'tls' && !secure) {
      steps.push(plainHttp(site));
      continue;
    }
    const started = performance.now();
    try {
      steps.push(await withDeadline(site.timeoutMs, signal, check));
    } catch (error) {
      const fault = networkFault(error, signal);
      const milliseconds = performance.now() - started;
      steps.push(
        step(name, 'failed', fault.message, { advice: adviseNetwork(name, fault, site), milliseconds }),
      );
      break;
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
  const options = {
    ...target,
    ...(isIP(target.host) ? {} : { servername: target.host }),
    ...(site.tlsCa === undefined ? {} : { ca: site.tlsCa }),
  };
  const { value, milliseconds } = await timed(() => opened(connectTls(options), 'secureConnect', signal));
  const { issuer, valid_to } = value.getPeerCertificate();
  const protocol = value.getProtocol() ?? 'TLS';
  value.destroy();
  const days = Math.floor((Date.parse(valid_to) - Date.now()) / DAY_MS);
  const by = [issuer.O, issuer.CN].filter((name) => name !== undefined).join(', ');
  const detail = `${protocol}, issued by ${by || 'an unnamed issuer'}, ${days} days left`;
  return days < FEW_DAYS
    ? step('tls', 'warning', detail, {
        milliseconds,
        advice: 'Renew the certificate of the WHMCS host soon.',
      })
    : step('tls', 'ok', detail, { milliseconds });
}

function plainHttp({ apiUrl }: SiteConfig): Step {
  const loopback = /^(localhost|127\.|\[::1\])/.test(apiUrl.hostname);
  if (loopback) return step('tls', 'skipped', 'plain HTTP to this machine');
  return step('tls', 'warning', 'plain HTTP: the API secret crosses the network in clear', {
    advice: `Use https:// in the site's url. If WHMCS has no certificate yet, get one before the secret is used again.`,
  });
}

/** Waits for a socket to open, and destroys it where it does not. */
function opened<S extends Socket | TLSSocket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(signal.reason);
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
