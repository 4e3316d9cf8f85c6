import { SLACK_MS } from "./heartbeat.js";
function findStalls(runners, pools, now) {
  const loops = runners.flatMap(
    ({ config, stalled }) => stalled().map(({ task, ms }) => `${config.name}: no progress in its ${task} for ${seconds(ms)}`)
  );
  const late = now - pools.movesBy();
  if (late <= SLACK_MS) return loops;
  return [...loops, `API calls have waited ${seconds(late)} for a place that should be free`];
}
const seconds = (ms) => `${Math.round(ms / 1e3)} s`;
export {
  findStalls
};
