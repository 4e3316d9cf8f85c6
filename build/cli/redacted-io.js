import { secretsOf } from "../config/known-secrets.js";
import { createRedactor } from "../config/redactor.js";
function redactIo(io) {
  const secrets = /* @__PURE__ */ new Set();
  let current = createRedactor(secrets);
  const redact = (text) => current(text);
  return {
    io: { ...io, out: (text) => io.out(redact(text)), err: (text) => io.err(redact(text)) },
    redact,
    learn(config) {
      const known = secrets.size;
      for (const secret of secretsOf(config)) secrets.add(secret);
      if (secrets.size > known) current = createRedactor(secrets);
    }
  };
}
export {
  redactIo
};
