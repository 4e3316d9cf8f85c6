import { test } from '@jest/globals';
import type { Tester } from './tool.js';

/** The areas that the table of faults is divided into, in its order. */
export type FaultArea = 'api' | 'network' | 'process' | 'client' | 'secret' | 'configuration' | 'stock';

/**
 * Declares a test that is also a row of the table that `npm run test:faults` prints.
 *
 * @param injected what goes wrong, such as `SIGTERM while a name server never answers`.
 * @param shown what a user sees then, such as `exit code 0 within 2 s`.
 * @param options the tester if the test needs programs, and its limit in ms.
 */
export function fault(
  area: FaultArea,
  injected: string,
  shown: string,
  body: () => Promise<void> | void,
  { tester = test, limitMs }: { readonly tester?: Tester; readonly limitMs?: number } = {},
): void {
  const name = `fault [${area}] ${injected} → ${shown}`;
  tester(name, async () => void (await body()), limitMs);
}
