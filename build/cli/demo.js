import { parseConfig } from "../config/load.js";
import { DEMO_CREDENTIALS } from "../simulator/settings.js";
import { serve } from "./serve.js";
import { openShop } from "./simulate.js";
const CONFIG = `
sites:
  - name: demo
    url: \${SHOP_URL}
    identifier: \${IDENTIFIER}
    secret: \${SECRET}
    interval: 2s
    max_age: 30s
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
async function demo(options, port, io) {
  const simulator = await openShop({ port, profile: "8.12" }, io);
  const { identifier, secret } = DEMO_CREDENTIALS;
  const config = await parseConfig(
    CONFIG,
    { SHOP_URL: simulator.url, IDENTIFIER: identifier, SECRET: secret },
    "demo"
  );
  const listening = (url) => io.out(
    [
      "A simulated WHMCS sells and restocks as you watch. Open:",
      `  ${new URL(options.telemetryPath, url).href.padEnd(WIDTH)}stock as metrics: whmcs_product_stock and whmcs_product_option_stock go down and up`,
      `  ${url.padEnd(WIDTH)}the exporter and how its site stands`,
      `  ${simulator.url.padEnd(WIDTH)}the simulated WHMCS (identifier ${identifier}, secret ${secret})`,
      "Ctrl-C ends both.",
      ""
    ].join("\n")
  );
  try {
    return await serve(config, { ...options, listening }, io);
  } finally {
    await simulator.close();
  }
}
export {
  demo
};
