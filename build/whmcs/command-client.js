import pLimit from "p-limit";
import { createClient } from "./client.js";
const NO_OBSERVER = { requestStarted() {
}, requestEnded() {
}, retried() {
} };
function createCommandClient(deps) {
  const client = createClient({ ...deps, observer: NO_OBSERVER, random: Math.random });
  const oneOf = pLimit(deps.site.concurrency);
  return {
    call: (...call) => oneOf(() => client.call(...call)),
    get: (...call) => oneOf(() => client.get(...call))
  };
}
export {
  createCommandClient
};
