import type { SiteConfig } from '../../src/config/config.js';
import { Secret } from '../../src/config/secrets/secret.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../src/simulator/simulator-settings.js';
import { createClient } from '../../src/whmcs/client.js';
import { createTransport } from '../../src/whmcs/transport.js';
import { resolverHere } from './resolver.js';
import { siteConfig } from './site.js';

const SILENT = { requestStarted() {}, requestEnded() {}, retried() {} };

/** A simulated WHMCS, and what reads it over HTTP as in production. */
export async function simulatedSite(options: SimulatorOptions, changes: Partial<SiteConfig> = {}) {
  const simulator: Simulator = await startSimulator(options);
  const site = siteConfig({
    apiUrl: new URL('includes/api.php', simulator.url),
    identifier: new Secret(DEMO_CREDENTIALS.identifier),
    secret: new Secret(DEMO_CREDENTIALS.secret),
    accessKey: undefined,
    ...changes,
  });
  const transport = createTransport(site, resolverHere());
  const warnings: object[] = [];
  const log = { warn: (fields: object) => warnings.push(fields), info() {} };
  const client = createClient({ site, transport, observer: SILENT, log, random: () => 0 });
  return {
    simulator,
    site,
    client,
    log,
    warnings,
    /** The actions asked for, oldest first. */
    asked: () => simulator.requests.map(({ action }) => action),
    async close() {
      await transport.close();
      await simulator.close();
    },
  };
}
