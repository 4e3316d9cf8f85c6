import { checkApi } from "./api-steps.js";
import { checkNetwork } from "./network.js";
async function checkSite(site, resolver, signal) {
  const network = await checkNetwork(site, resolver, signal);
  const steps = network.some(isFailed) ? network : [...network, ...await checkApi(site, resolver, signal)];
  return { site: site.name, url: site.apiUrl.href, ok: !steps.some(isFailed), steps };
}
const isFailed = ({ state }) => state === "failed";
export {
  checkSite
};
