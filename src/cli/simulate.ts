import { once } from 'node:events';
import { systemCode } from '../error-code.js';
import { createDemoShop } from '../simulator/demo-shop.js';
import { type Simulator, startSimulator } from '../simulator/simulator.js';
import { DEMO_CREDENTIALS, type Profile } from '../simulator/simulator-settings.js';
import { startTrade } from '../simulator/trade.js';
import { UserError } from '../user-error.js';
import type { Io } from './io.js';

export type SimulateOptions = {
  /** 0 for any free port. */
  readonly port: number;
  readonly profile: Profile;
};

const TRADE_INTERVAL_MS = 1_000;

/** Runs only the simulated WHMCS, until the signal aborts. */
export async function simulate(options: SimulateOptions, io: Io): Promise<void> {
  const simulator = await openShop(options, io);
  io.out(
    `Simulated WHMCS ${options.profile}: ${simulator.url}\nidentifier: ` +
      `${DEMO_CREDENTIALS.identifier}\nsecret:     ${DEMO_CREDENTIALS.secret}\n`,
  );
  if (!io.signal.aborted) await once(io.signal, 'abort');
  await simulator.close();
}

/**
 * Starts a simulated WHMCS with the demo shop and the companion. It sells and restocks until the signal
 * aborts.
 */
export async function openShop({ port, profile }: SimulateOptions, io: Io): Promise<Simulator> {
  const shop = createDemoShop();
  const simulator = await startSimulator({ shop, profile, port, companion: true }).catch((error) => {
    const advice = 'choose another with --simulator.port';
    throw new UserError(`can't listen on port ${port} (${systemCode(error)}); ${advice}`, { cause: error });
  });
  const closed = new AbortController();
  startTrade(shop, TRADE_INTERVAL_MS, Math.random, AbortSignal.any([io.signal, closed.signal]));
  const close = () => {
    closed.abort();
    return simulator.close();
  };
  return { ...simulator, close };
}
