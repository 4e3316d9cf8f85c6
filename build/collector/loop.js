import { intervalInForce } from "./interval.js";
async function repeat(turn, { heartbeat, pauseMs, failed }, signal) {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await turn();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      failed(error);
      await heartbeat.sleep(intervalInForce(pauseMs, failures), signal);
    }
  }
}
export {
  repeat
};
