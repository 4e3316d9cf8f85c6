import pLimit from "p-limit";
import { takeSnapshot } from "../stock/snapshot.js";
import { UserError } from "../user-error.js";
import { advise } from "../whmcs/advice.js";
import { createLookupProcess } from "../whmcs/lookup-process.js";
import { networkFault } from "../whmcs/network-fault.js";
import { readOnce } from "../whmcs/read-once.js";
import { WhmcsError } from "../whmcs/reasons.js";
import { createResolver } from "../whmcs/resolver.js";
import { SERVICES_ACTION } from "../whmcs/services/count-services.js";
async function readLiveSites(sites, concurrency, io) {
  const oneOf = pLimit(concurrency);
  const pages = createPageCount(io);
  const resolver = createResolver(createLookupProcess());
  const failures = [];
  const live = await Promise.all(
    sites.map(
      (site) => oneOf(async () => {
        try {
          const notCounted = (fault) => io.err(
            `site ${site.name}: units in use are unknown: ${describe(fault, SERVICES_ACTION, site)}
`
          );
          const options = { resolver, signal: io.signal, progress: pages.add(), notCounted };
          const catalogue = await readOnce(site, options);
          return { site, catalogue, snapshot: takeSnapshot(site, catalogue) };
        } catch (error) {
          const fault = error instanceof WhmcsError ? error : networkFault(error, io.signal);
          const reason = describe(fault, fault.action ?? "GetProducts", site);
          failures.push(`site ${site.name} can't be read: ${reason}`);
          return void 0;
        }
      })
    )
  );
  pages.clear();
  resolver.close();
  if (failures.length > 0) throw new UserError(failures.join("\n"));
  return live.filter((site) => site !== void 0);
}
const describe = (fault, action, site) => `${fault.message}. ${advise(fault, action, site)}`;
function createPageCount({ interactive, err }) {
  const known = /* @__PURE__ */ new Map();
  const sum = (index) => [...known.values()].reduce((total, counts) => total + counts[index], 0);
  return {
    add() {
      const site = {};
      return (pages, of) => {
        known.set(site, [pages, of]);
        if (interactive) err(`\r\x1B[Kcounting units in use: ${sum(0)} of ${sum(1)} pages`);
      };
    },
    clear: () => interactive && known.size > 0 && err("\r\x1B[K")
  };
}
export {
  readLiveSites
};
