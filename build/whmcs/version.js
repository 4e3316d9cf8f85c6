import { isRecord } from "./envelope.js";
import { plainText } from "./plain-text.js";
const VERSION_ACTION = "WhmcsDetails";
const LONGEST = 40;
async function readVersion(client, signal) {
  const { whmcs } = await client.call(VERSION_ACTION, {}, signal);
  return isRecord(whmcs) ? plainText(whmcs.version).slice(0, LONGEST) : "";
}
export {
  VERSION_ACTION,
  readVersion
};
