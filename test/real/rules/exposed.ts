import { createDemoShop } from '../../../src/simulator/demo-shop.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { askUntil } from '../../support/daemon.js';
import { runCli, writeConfig } from '../../support/run-cli.js';

/** Everything a site can expose: thresholds, options, combinations, a pool, a webhook, a missing product. */
const config = (url: string) => `
sites:
  - name: shop
    url: "${url}"
    identifier: demo-identifier
    secret: demo-secret
    webhook: { secret: secret-of-the-rules-test }
    thresholds: { warning: 5, critical: 1 }
    alerts: { sold_out: critical }
    products:
      - id: 42
        options:
          Location: { Frankfurt: 50, Tokyo: { capacity: 30, thresholds: { warning: 8 } } }
        combinations:
          - { when: { Location: Tokyo, RAM: 64 GB }, capacity: 6 }
      - id: 9999
        thresholds: { warning: 2 }
    pools:
      - { name: l4-cards, capacity: 48, unit: cards, draws: [{ product: 43, option: GPU, choices: { 1x L4: 1 } }] }
`;

/** Returns the label names of every metric that a real exporter exposes. */
export async function exposedLabels(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const simulator = await startSimulator({ shop: createDemoShop(), companion: true });
  const file = await writeConfig(config(simulator.url));
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  try {
    const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    const exposition = async () => (await fetch(new URL('metrics', url))).text();
    return labelsByName(await askUntil(exposition, (text) => text.includes('\nwhmcs_pool_in_use{')));
  } finally {
    await cli.stop();
    await simulator.close();
  }
}

function labelsByName(exposition: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of exposition.split('\n')) {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const names = found.get(name) ?? new Set();
    found.set(name, names);
    for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) names.add(label);
  }
  return found;
}
