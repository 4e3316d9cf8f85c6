import { UserError } from "../user-error.js";
function parseListenAddress(text) {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === void 0 || port > 65535) {
    throw new UserError(
      `--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052, 127.0.0.1:10052 or [::1]:10052, found ${JSON.stringify(text)}`
    );
  }
  return { host: bracketed ?? (plain || void 0), port };
}
export {
  parseListenAddress
};
