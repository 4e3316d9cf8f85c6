import { generate } from 'selfsigned';
import { createSteadyTime, systemClock } from '../../../src/collector/clock.js';
import { createCollector } from '../../../src/collector/collector.js';
import { createForgetfulStore } from '../../../src/collector/persistence/forgetful-store.js';
import type { SiteConfig } from '../../../src/config/config.js';
import { parseConfig } from '../../../src/config/load.js';
import { createExposition } from '../../../src/metrics/exposition.js';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../../src/simulator/simulator-settings.js';
import { REASONS } from '../../../src/whmcs/reasons.js';
import { createTransport, type Transport } from '../../../src/whmcs/transport.js';
import { countedShop, service } from '../../support/counted-shop.js';
import { parseExposition } from '../../support/exposition.js';
import { resolverHere } from '../../support/resolver.js';
import { BODY_LIMIT_BYTES, type Injection } from './injections.js';

/** The timeout of a site that meets a call without an answer. The test decides when it has passed. */
export const SHORT_TIMEOUT_MS = 60_000;

/** A site of which one action meets a fault. */
export type FaultySite = {
  /** As it is shown. */
  readonly action: string;
  readonly injection: Injection;
  /** Whether the fault is there from the first request on, and not only once the site was collected. */
  readonly isFaultyFromStart: boolean;
  readonly hasShortTimeout: boolean;
  readonly source: 'classic' | 'companion' | 'store';
};

/**
 * Collects real sites, each from a WHMCS of its own, with the collector and the connections of production.
 */
export async function collectFaultySites(rows: ReadonlyMap<string, FaultySite>) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
  });
  const untrusted = await startSimulator({ shop: countedShop(), tls: { key, cert } });
  const resolver = resolverHere();
  const simulators = new Map<string, Simulator>();
  for (const [name, { source }] of rows) {
    simulators.set(
      name,
      await startSimulator({
        shop: countedShop(service(['Tokyo', '8 GB', undefined, undefined])),
        profile: source === 'store' ? '9.0' : '8.12',
        companion: source === 'companion',
        quirks: { showsStockControl: true },
      }),
    );
  }
  const isFaulty = new Set<string>();

  function setFault(name: string, isOn: boolean): void {
    const { action, injection } = get(rows, name);
    const { faults } = get(simulators, name);
    faults.action = action.replace('{id}', '1');
    faults.fault = isOn ? injection.fault : undefined;
    if (isOn) isFaulty.add(name);
    else isFaulty.delete(name);
  }

  /**
   * The transport of production; requests of the faulty action may be led elsewhere, as a broken network
   * would.
   */
  function createLedTransport(site: SiteConfig): Transport {
    const { action, injection } = get(rows, site.name);
    const transport = createTransport(site, resolver);
    const elsewhere = injection.leadsTo === 'no such name' ? 'http://whmcs.invalid/' : untrusted.url;
    const astray = createTransport({ ...site, apiUrl: new URL(elsewhere) }, resolver);
    return {
      renew: transport.renew,
      async close() {
        await Promise.all([transport.close(), astray.close()]);
      },
      fetch(url, init) {
        const asked = new URLSearchParams(init.body).get('action') ?? new URL(url).pathname;
        const isLed = injection.leadsTo && isFaulty.has(site.name) && isAction(asked, action);
        return isLed ? astray.fetch(elsewhere, init) : transport.fetch(url, init);
      },
    };
  }

  const configure = (isChanged: (name: string) => boolean) =>
    parseConfig(
      [
        'collector: { concurrency: 32 }',
        `defaults: { interval: 1h, max_age: 1d, body_limit: ${BODY_LIMIT_BYTES / 2 ** 20}MiB }`,
        ...['sites:', ...[...rows].map(([name, row]) => siteText(name, row, isChanged(name)))],
      ].join('\n'),
      {},
      'config.yaml',
    );

  const siteText = (name: string, { source, hasShortTimeout }: FaultySite, isChanged: boolean): string =>
    JSON.stringify({
      ...{ name, source, url: get(simulators, name).url, ...DEMO_CREDENTIALS },
      ...{
        timeout: hasShortTimeout ? `${SHORT_TIMEOUT_MS}ms` : '5m',
        thresholds: { warning: isChanged ? 2 : 1 },
      },
      products: [{ id: 1, options: { Location: { Tokyo: 40 } } }],
    }).replace(/^/, '  - ');

  for (const [name, { isFaultyFromStart }] of rows) setFault(name, isFaultyFromStart);
  const steadyTime = createSteadyTime(systemClock);
  const exposition = createExposition({
    reasons: REASONS,
    live: async () => '',
    now: steadyTime,
  });
  const collector = createCollector({
    ...{ config: await configure(() => false), createTransport: createLedTransport, exposition },
    createQueryClient: () => ({ query: () => Promise.reject(new Error()), close: async () => {} }),
    ...{ clock: systemClock, steadyTime, random: () => 0, store: createForgetfulStore({ info() {} }) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const ended = new AbortController();
  const run = collector.run(ended.signal);

  return {
    setFault,
    changed: collector.changed,
    /** Changes the configuration of the sites for which `isChanged` holds. */
    reconfigure: async (isChanged: (name: string) => boolean) =>
      collector.reconfigure(await configure(isChanged)),
    series: async () => parseExposition(Buffer.concat(await exposition.parts('identity')).toString()),
    async close() {
      ended.abort();
      await run;
      for (const simulator of [untrusted, ...simulators.values()]) await simulator.close();
    },
  };
}

/** Whether a request is of an action: of the classic API's by its name, of the storefront's by its path. */
const isAction = (asked: string, action: string): boolean =>
  asked === action || asked.endsWith(`/api/v2/${action.replace('{id}', '1')}`);

function get<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}
