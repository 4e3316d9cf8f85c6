import { z } from "zod";
const EVENTS = [
  "ProductEdit",
  "ProductDelete",
  "AdminProductConfigFieldsSave",
  "AfterShoppingCartCheckout",
  "OrderPaid",
  "AcceptOrder",
  "PendingOrder",
  "CancelOrder",
  "CancelAndRefundOrder",
  "FraudOrder",
  "DeleteOrder",
  "AfterModuleCreate",
  "AfterModuleTerminate",
  "AfterModuleSuspend",
  "AfterModuleUnsuspend",
  "AfterModuleChangePackage",
  "ServiceEdit",
  "AdminServiceEdit",
  "ServiceDelete",
  "AfterProductUpgrade",
  "AfterConfigOptionsUpgrade"
];
const schema = z.object({
  event: z.string().min(1),
  product_ids: z.array(z.number().int().positive()),
  time: z.number().int(),
  nonce: z.string().regex(/^[0-9A-Za-z]{16,128}$/)
});
function readEvent(body) {
  const parsed = schema.safeParse(parseJson(body.toString("utf8")));
  if (!parsed.success) return void 0;
  const { event, product_ids, nonce } = parsed.data;
  return { name: EVENTS.find((known) => known === event) ?? "other", productIds: product_ids, nonce };
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
export {
  EVENTS,
  readEvent
};
