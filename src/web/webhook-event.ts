import * as z from 'zod';
import { parseJson } from './parse-json.js';

/** The hooks for which the companion sends events (developers.whmcs.com/hooks). */
export const EVENTS = [
  'ProductEdit',
  'ProductDelete',
  'AdminProductConfigFieldsSave',
  'AfterShoppingCartCheckout',
  'OrderPaid',
  'AcceptOrder',
  'PendingOrder',
  'CancelOrder',
  'CancelAndRefundOrder',
  'FraudOrder',
  'DeleteOrder',
  'AfterModuleCreate',
  'AfterModuleTerminate',
  'AfterModuleSuspend',
  'AfterModuleUnsuspend',
  'AfterModuleChangePackage',
  'PreServiceEdit',
  'PreAdminServiceEdit',
  'ServiceEdit',
  'AdminServiceEdit',
  'ServiceDelete',
  'ServiceRecurringCompleted',
  'PreDeleteClient',
  'AfterClientMerge',
  'AfterProductUpgrade',
  'AfterConfigOptionsUpgrade',
] as const;

/** An event of WHMCS: some products may have changed. */
export type WebhookEvent = {
  /** One of `EVENTS`, or `other`, so that the label has few values. */
  readonly name: (typeof EVENTS)[number] | 'other';
  /** None means that any product may have changed. */
  readonly productIds: readonly number[];
  /** Unique per call. */
  readonly nonce: string;
};

/** Accepts what is unique per call. */
export const nonce = z.string().regex(/^[0-9A-Za-z]{16,128}$/);

const schema = z.object({
  event: z.string().min(1),
  product_ids: z.array(z.number().int().positive()),
  time: z.number().int(),
  nonce,
});

/** Parses the body of a call. Returns undefined if it is not an event. */
export function readEvent(body: Buffer): WebhookEvent | undefined {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { event, product_ids, nonce } = parsed.data;
  return { name: EVENTS.find((known) => known === event) ?? 'other', productIds: product_ids, nonce };
}
