import { once } from "node:events";
import { createDemoShop } from "../simulator/demo-shop.js";
import { DEMO_CREDENTIALS } from "../simulator/settings.js";
import { startSimulator } from "../simulator/simulator.js";
import { startTrade } from "../simulator/trade.js";
const TRADE_INTERVAL_MS = 1e3;
async function simulate(options, io) {
  const simulator = await openShop(options, io);
  io.out(
    `Simulated WHMCS ${options.profile}: ${simulator.url}
identifier: ${DEMO_CREDENTIALS.identifier}
secret:     ${DEMO_CREDENTIALS.secret}
`
  );
  if (!io.signal.aborted) await once(io.signal, "abort");
  await simulator.close();
}
async function openShop({ port, profile }, io) {
  const shop = createDemoShop();
  const simulator = await startSimulator({ shop, profile, port, companion: true });
  const closed = new AbortController();
  startTrade(shop, TRADE_INTERVAL_MS, Math.random, AbortSignal.any([io.signal, closed.signal]));
  const close = () => {
    closed.abort();
    return simulator.close();
  };
  return { ...simulator, close };
}
export {
  openShop,
  simulate
};
