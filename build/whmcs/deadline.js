class DeadlineError extends Error {
  name = "DeadlineError";
}
async function withDeadline(ms, outer, work) {
  const controller = new AbortController();
  const abort = () => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineError(`no answer within ${ms} ms`)), ms);
  if (outer.aborted) abort();
  else outer.addEventListener("abort", abort, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", abort);
  }
}
export {
  DeadlineError,
  withDeadline
};
