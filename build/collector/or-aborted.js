import { WhmcsError } from "../whmcs/reasons.js";
async function orAborted(signal, waiting) {
  let end = () => {
  };
  const aborted = new Promise((_resolve, reject) => {
    end = () => reject(new WhmcsError("canceled", "the call was canceled", { cause: signal.reason }));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
export {
  orAborted
};
