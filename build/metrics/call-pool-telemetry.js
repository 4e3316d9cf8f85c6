import { Gauge } from "prom-client";
function exposeCallPools(registry, counts) {
  const expose = (name, help, value) => new Gauge({
    name,
    help,
    labelNames: ["pool"],
    registers: [registry],
    collect() {
      for (const [pool, calls] of Object.entries(counts())) this.set({ pool }, calls[value]);
    }
  });
  expose("whmcs_collector_calls", "API calls of all sites that run now, by pool.", "running");
  expose(
    "whmcs_collector_calls_waiting",
    "API calls of all sites that wait for a place in a pool.",
    "waiting"
  );
  expose("whmcs_collector_calls_limit", "API calls of all sites that may run in a pool at once.", "limit");
}
export {
  exposeCallPools
};
