import { test } from '@jest/globals';

/** The areas that the table of faults is divided into, in its order. */
export type FaultArea = 'api' | 'network' | 'process' | 'client' | 'secret' | 'configuration' | 'stock';

/**
 * Declares a test that is also a row of the table that `npm run test:faults` prints.
 *
 * @param injected what goes wrong, such as `SIGTERM while a name server never answers`.
 * @param shown what a user sees then, such as `exit code 0 within 2 s`.
 */
export function fault(
  area: FaultArea,
  injected: string,
  shown: string,
  body: () => Promise<void> | void,
): void {
  test(`fault [${area}] ${injected} → ${shown}`, async () => {
    await body();
  });
}
