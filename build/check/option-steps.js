import { withUsage } from "../stock/catalogue.js";
import { takeSnapshot } from "../stock/snapshot.js";
import { advise } from "../whmcs/advice.js";
import { networkFault } from "../whmcs/network-fault.js";
import { countServices, faultOf, SERVICES_ACTION } from "../whmcs/services/count-services.js";
import { needsCounting } from "../whmcs/services/needs-counting.js";
import { step, timed } from "./step.js";
async function checkOptions(site, client, catalogue, snapshot, signal) {
  const counted = catalogue.products.filter(needsCounting(site));
  if (counted.length === 0) return checkUncounted(catalogue, snapshot);
  try {
    const count2 = () => countServices({ site, client }, counted, signal);
    const { value, milliseconds } = await timed(count2);
    const fault = faultOf(value);
    if (fault !== void 0) return [unknownUnits(networkFault(fault, signal), site)];
    const usage = new Map([...value.usage].map(([id, usage2]) => [id, { usage: usage2 }]));
    const withUnits = takeSnapshot(site, withUsage(catalogue, usage));
    return [
      stepOf(`${describe(snapshot)}; units in use counted by ${SERVICES_ACTION}`, withUnits, milliseconds)
    ];
  } catch (error) {
    return [unknownUnits(networkFault(error, signal), site)];
  }
}
function checkUncounted(catalogue, snapshot) {
  const { choices, combinations, pools, notes } = snapshot;
  if (choices.length + combinations.length + pools.length + notes.length === 0) return [];
  const isTold = catalogue.products.some(({ usage }) => usage !== void 0);
  const units = isTold ? `told by the ${catalogue.source}` : "not counted";
  return [stepOf(`${describe(snapshot)}; units in use ${units}`, snapshot)];
}
function unknownUnits(fault, site) {
  const advice = `${advise(fault, SERVICES_ACTION, site)} The companion (deploy/whmcs) counts without it.`;
  return step("options", "warning", `units in use are unknown: ${fault.message}`, { advice });
}
const stepOf = (detail, { notes }, milliseconds) => notes.length > 0 ? step("options", "warning", detail, { milliseconds, advice: `${notes.join(". ")}.` }) : step("options", "ok", detail, { milliseconds });
const describe = ({ choices, combinations, pools }) => [
  count(choices.length, "choice"),
  count(combinations.length, "combination"),
  count(pools.length, "pool")
].join(", ");
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
export {
  checkOptions
};
