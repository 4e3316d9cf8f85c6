import type { CollectorLog } from './log.js';

/** Creates a log that says once how long forecasts of a site take without an order history. */
export function createHistoryLog(site: string, log: CollectorLog): () => void {
  let isLogged = false;
  return () => {
    if (isLogged) return;
    isLogged = true;
    log.info(
      { site },
      'WHMCS answers no order history: a product is forecast once its stock was watched for 7 days; with ' +
        'the companion, at once',
    );
  };
}
