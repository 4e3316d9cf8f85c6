import pLimit from "p-limit";
import { DecodeError } from "../decode.js";
import { eachAlone } from "../each-alone.js";
import { concernsSite, WhmcsError } from "../reasons.js";
import { readPages } from "./read-pages.js";
import { readServicePage } from "./service.js";
import { createTally } from "./tally.js";
const SERVICES_ACTION = "GetClientsProducts";
const ATTEMPTS = 2;
const faultOf = ({ failed, ended }) => ended ?? [...failed.values()][0];
async function countServices({ site, client }, products, outer, progress = () => {
}) {
  const holding = new Set(site.usage.statuses.map((status) => status.toLowerCase()));
  const oneOf = pLimit(site.concurrency);
  let siteFailure;
  let read = 0;
  let known = products.length;
  async function readPage(id, start, tally, signal) {
    return oneOf(async () => {
      signal.throwIfAborted();
      if (siteFailure !== void 0) throw siteFailure;
      const { pageSize } = site.usage;
      const params = { pid: String(id), limitstart: String(start), limitnum: String(pageSize) };
      const reply = await client.call(SERVICES_ACTION, params, signal, { counts: true }).catch((error) => {
        if (concernsSite(error)) siteFailure = error;
        throw error instanceof WhmcsError ? located(error, id, start) : error;
      });
      const page = readServicePage(reply, id);
      for (const service of page.services) tally.add(service);
      read += 1;
      progress(read, Math.max(known, read));
      return { total: page.total, rows: page.services.length };
    });
  }
  async function countOnce(product, signal) {
    const tally = createTally(product, holding, site.stockPattern);
    const page = (start) => readPage(product.id, start, tally, signal);
    const listed = await readPages(page, site.concurrency, signal, (pages) => {
      known += pages - 1;
    });
    if (tally.seen() < listed) throw new DecodeError(`${tally.seen()} services listed of ${listed} counted`);
    return tally.usage();
  }
  async function count(product, signal, attempt = 1) {
    try {
      return await countOnce(product, signal);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (attempt < ATTEMPTS) return count(product, signal, attempt + 1);
      const message = `${SERVICES_ACTION}: product ${product.id}: ${error.message}`;
      throw new WhmcsError("invalid_response", message, { cause: error });
    }
  }
  const { done, failed, ended } = await eachAlone(
    products,
    outer,
    (product, signal) => count(product, signal)
  );
  return { usage: byId(done), failed: byId(failed), ended };
}
const located = (error, product, start) => error.with({ message: `${error.message} (product ${product}, services from ${start} on)` });
const byId = (results) => new Map([...results].map(([{ id }, result]) => [id, result]));
export {
  SERVICES_ACTION,
  countServices,
  faultOf
};
