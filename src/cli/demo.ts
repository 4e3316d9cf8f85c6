import { parseConfig } from '../config/load.js';
import { DEMO_CREDENTIALS } from '../simulator/simulator-settings.js';
import type { Io } from './io.js';
import { type ServeOptions, serve } from './serve.js';
import { openShop } from './simulate.js';

/**
 * An ordinary configuration for the demo shop; the products come from `addDemoCloud`. The intervals are short
 * so that changes show quickly.
 */
const CONFIG = `
sites:
  - name: demo
    url: \${SHOP_URL}
    identifier: \${IDENTIFIER}
    secret: \${SECRET}
    interval: 2s
    max_age: 30s
    usage: { interval: 2s }
    thresholds: { warning: 5, critical: 1 }
    products:
      - id: 42
        options:
          Location: { Frankfurt: 50, Tokyo: { capacity: 30, thresholds: { warning: 8 } }, Virginia: 25 }
        combinations:
          - { when: { Location: Frankfurt, RAM: 64 GB }, capacity: 12 }
          - { when: { Location: Tokyo, RAM: 64 GB }, capacity: 6 }
          - { when: { Location: Virginia, RAM: 64 GB }, capacity: 8 }
    pools:
      - name: l4-cards
        capacity: 48
        unit: cards
        draws:
          - { product: 43, option: GPU, choices: { 1x L4: 1, 2x L4: 2, 4x L4: 4 } }
          - { product: 44, units: 1 }
`;

const WIDTH = 36;

/** Runs a simulated WHMCS that sells and restocks, and an exporter that collects it. */
export async function demo(options: ServeOptions, port: number, io: Io): Promise<boolean> {
  const simulator = await openShop({ port, profile: '8.12' }, io);
  const { identifier, secret } = DEMO_CREDENTIALS;
  const config = await parseConfig(
    CONFIG,
    { SHOP_URL: simulator.url, IDENTIFIER: identifier, SECRET: secret },
    'demo',
  );
  const listening = (url: string) =>
    io.out(
      [
        'A simulated WHMCS sells and restocks while you watch. Open:',
        `  ${`${url.slice(0, -1)}${options.web.telemetryPath}`.padEnd(WIDTH)}stock as metrics: ` +
          'whmcs_product_stock and whmcs_product_option_stock go down and up',
        `  ${url.padEnd(WIDTH)}the stock page: what needs attention, and every product`,
        `  ${simulator.url.padEnd(WIDTH)}the simulated WHMCS (identifier ${identifier}, secret ${secret})`,
        'Press Ctrl-C to stop both.',
        '',
      ].join('\n'),
    );
  try {
    return await serve(config, { ...options, listening }, io);
  } finally {
    await simulator.close();
  }
}
