import { discoverProducts } from '../bulk/discover.js';
import { advise } from '../whmcs/advice.js';
import type { Io } from './io.js';

/** Writes a configuration that lists every product of every site. */
export function discover(
  config: string,
  options: { readonly output: string | undefined },
  io: Io,
): Promise<void> {
  return discoverProducts({ config, output: options.output }, { ...io, advise });
}
