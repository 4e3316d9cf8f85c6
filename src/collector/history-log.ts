import type { CollectorLog } from './log.js';

/** Creates a function that logs once how long forecasts take without an order history. */
export function createHistoryLog(site: string, log: CollectorLog): () => void {
  let isLogged = false;
  return () => {
    if (isLogged) return;
    isLogged = true;
    log.info(
      { site },
      'WHMCS returns no order history: forecasts of a product start after 7 days of readings; with the ' +
        'companion they start at once',
    );
  };
}
