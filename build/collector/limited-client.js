import { orAborted } from "./or-aborted.js";
function limitClient(client, { site, pools, speed, timeoutMs }, watch) {
  const placed = (action, signal, call) => {
    const make = (signal2) => watch.followRunning(timeoutMs, () => call(signal2));
    const pooled = () => pools.run({ speed, action, timeoutMs, make }, signal);
    return watch.follow(() => orAborted(signal, site(pooled)));
  };
  return {
    call: (action, params, signal, options) => placed(action, signal, (inner) => client.call(action, params, inner, options)),
    get: (path, query, signal, action = path) => placed(action, signal, (inner) => client.get(path, query, inner, action))
  };
}
export {
  limitClient
};
