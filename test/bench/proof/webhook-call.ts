import { randomUUID } from 'node:crypto';
import { signCall } from '../../../src/web/signature.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../../src/web/signed-call.js';

export const WEBHOOK_SECRET = 'a secret of the benchmark, long enough';

/** Reports a change of some products to an exporter, as the companion does. Returns the status. */
export async function callWebhook(
  metricsUrl: string,
  site: string,
  productIds: readonly number[],
): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID().replaceAll('-', '');
  const body = Buffer.from(
    JSON.stringify({ event: 'OrderPaid', product_ids: productIds, time: Number(timestamp), nonce }),
  );
  const response = await fetch(new URL(`webhooks/whmcs/${site}`, metricsUrl), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signCall(WEBHOOK_SECRET, { timestamp, site, body }),
    },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
