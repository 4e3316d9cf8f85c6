import { type ServeSimulatorOptions, serveSimulator } from '../simulator/serve.js';
import type { Io } from './io.js';

/** Runs the simulated WHMCS by itself until the signal ends it. */
export const simulate = (options: Pick<ServeSimulatorOptions, 'port' | 'profile'>, io: Io): Promise<void> =>
  serveSimulator({ ...options, signal: io.signal, write: io.out });
