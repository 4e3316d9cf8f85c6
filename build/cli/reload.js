import { UserError } from "../user-error.js";
function createReload(deps) {
  let current;
  let next;
  async function start() {
    next = void 0;
    current = reloadOnce(deps);
    try {
      await current;
    } finally {
      current = void 0;
    }
  }
  return () => {
    if (next) return next;
    if (!current) return start();
    next = current.then(start, start);
    return next;
  };
}
async function reloadOnce({ load, collector, telemetry, taken, now, log }) {
  try {
    const config = await load();
    await collector.reconfigure(config);
    taken(config);
    telemetry.configLoaded(now() / 1e3);
    log.info({ sites: config.sites.length }, "configuration reloaded");
  } catch (error) {
    telemetry.configRefused();
    const fields = error instanceof UserError ? { error: error.message } : { err: error };
    log.error(fields, "reload failed; the last valid configuration stays in use");
    throw error;
  }
}
export {
  createReload
};
