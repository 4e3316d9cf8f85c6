import { allOrNone } from "./all-or-none.js";
import { concernsSite } from "./reasons.js";
const MOST_AT_FIRST = 3;
const MOST_IN_A_ROW = 10;
async function eachAlone(elements, outer, work) {
  const [done, failed] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  let ended;
  let inARow = 0;
  try {
    await allOrNone(elements, outer, async (element, signal) => {
      try {
        done.set(element, await work(element, signal));
        inARow = 0;
      } catch (error) {
        if (signal.aborted) throw error;
        failed.set(element, error);
        inARow += 1;
        if (concernsSite(error) || inARow >= (done.size === 0 ? MOST_AT_FIRST : MOST_IN_A_ROW)) throw error;
      }
    });
  } catch (error) {
    if (outer.aborted) throw error;
    ended = error;
  }
  return { done: new Map(done), failed: new Map(failed), ended };
}
export {
  eachAlone
};
