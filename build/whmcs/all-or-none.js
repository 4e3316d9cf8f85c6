import { setMaxListeners } from "node:events";
async function allOrNone(elements, outer, work) {
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const end = () => ended.abort(outer.reason);
  if (outer.aborted) end();
  outer.addEventListener("abort", end, { once: true });
  try {
    return await Promise.all(
      elements.map(async (element) => {
        try {
          return await work(element, ended.signal);
        } catch (error) {
          ended.abort();
          throw error;
        }
      })
    );
  } finally {
    outer.removeEventListener("abort", end);
  }
}
export {
  allOrNone
};
