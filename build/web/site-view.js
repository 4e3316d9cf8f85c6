function viewSite(status, now) {
  return { ...status, state: stateOf(status, now) };
}
function stateOf({ lastAttempt, lastSuccess, failure, maxAgeMs }, now) {
  if (!lastAttempt) return "starting";
  if (lastSuccess && now - lastSuccess.getTime() >= maxAgeMs) return "stale";
  return failure ? "failing" : "up";
}
export {
  viewSite
};
