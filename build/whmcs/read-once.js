import { withUsage } from "../stock/catalogue.js";
import { judgeFirst } from "../stock/judge-listing.js";
import { productsInUse } from "../stock/limits.js";
import { createCommandClient } from "./command-client.js";
import { networkFault } from "./network-fault.js";
import { countServices, faultOf } from "./services/count-services.js";
import { createSource } from "./sources/sources.js";
import { createTransport } from "./transport.js";
const SILENT_LOG = { warn() {
}, info() {
} };
async function readOnce(site, options) {
  const transport = createTransport(site, options.resolver);
  try {
    const client = createCommandClient({ site, transport, log: SILENT_LOG });
    const source = createSource({ site, client, log: SILENT_LOG, now: () => performance.now() });
    const catalogue = judgeFirst(await source.read(options.signal), site, Date.now());
    return await countMissing(site, client, catalogue, options);
  } finally {
    await transport.close();
  }
}
async function countMissing(site, client, catalogue, { signal, progress, notCounted }) {
  const counted = catalogue.products.filter(needsUsage(site));
  if (counted.length === 0) return catalogue;
  try {
    const count = await countServices({ site, client }, counted, signal, progress);
    const fault = faultOf(count);
    if (fault !== void 0) notCounted(networkFault(fault, signal));
    return withUsage(catalogue, new Map([...count.usage].map(([id, usage]) => [id, { usage }])));
  } catch (error) {
    const fault = networkFault(error, signal);
    if (fault.reason === "canceled") throw fault;
    notCounted(fault);
    return catalogue;
  }
}
function needsUsage({ usage, limits }) {
  if (usage.products === "none") return () => false;
  const configured = productsInUse(limits);
  return (product) => product.usage === void 0 && ((product.options?.length ?? 0) > 0 || configured.has(product.id));
}
export {
  readOnce
};
