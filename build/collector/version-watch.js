import { WhmcsError } from "../whmcs/reasons.js";
import { readVersion } from "../whmcs/version.js";
const AGAIN_AFTER_MS = 60 * 6e4;
function createVersionWatch(client, now, reportBug) {
  let version = "";
  let nextAt = now();
  return async (signal) => {
    if (now() < nextAt) return version;
    try {
      version = await readVersion(client, signal);
      nextAt = now() + AGAIN_AFTER_MS;
    } catch (error) {
      if (error instanceof WhmcsError) {
        if (error.reason === "permission" || error.reason === "unknown_action")
          nextAt = Number.POSITIVE_INFINITY;
      } else {
        reportBug("version", error);
        nextAt = now() + AGAIN_AFTER_MS;
      }
    }
    return version;
  };
}
export {
  createVersionWatch
};
