import { spawn } from "node:child_process";
import { getDefaultResultOrder } from "node:dns";
import { lookup } from "node:dns/promises";
const PLACES = 64;
const STUCK_AFTER_MS = 1e4;
const MAX_STUCK = PLACES / 2;
const PROGRAM = `
const { lookup } = require('node:dns');
process.title = 'name look-ups';
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', ([id, name, order]) => {
  lookup(name, { all: true, order }, (error, addresses) => process.send([id, error?.code ?? '', addresses]));
});
`;
function createLookupProcess(node = process.execPath, now = () => performance.now()) {
  const pending = /* @__PURE__ */ new Map();
  let child;
  let lastId = 0;
  function start() {
    const env = { ...resolverVariables(process.env), UV_THREADPOOL_SIZE: String(2 * PLACES) };
    const started = spawn(node, ["-e", PROGRAM], { stdio: ["ignore", "ignore", "ignore", "ipc"], env });
    started.on("message", (answer) => settle(answer));
    started.once("error", () => {
      if (child === started) lookUpHere();
    });
    started.once("exit", () => {
      if (child === started) fail("the process for name look-ups ended");
    });
    started.unref();
    started.channel?.unref();
    return started;
  }
  function settle([id, code, addresses]) {
    const one = pending.get(id);
    if (!one) return;
    pending.delete(id);
    if (code === "") one.resolve(addresses);
    else one.reject(lookupError(code, `getaddrinfo ${code} ${one.name}`));
  }
  function lookUpHere() {
    child = void 0;
    for (const { name, resolve } of pending.values()) resolve(lookup(name, { all: true }));
    pending.clear();
  }
  function fail(message) {
    child = void 0;
    for (const { reject } of pending.values()) reject(lookupError("EAI_AGAIN", message));
    pending.clear();
  }
  function send(id, name) {
    child ??= start();
    child.send([id, name, getDefaultResultOrder()], () => {
    });
  }
  function replaceIfStuck() {
    const stuck = [...pending].filter(([, { since }]) => now() - since > STUCK_AFTER_MS);
    if (stuck.length < MAX_STUCK) return;
    for (const [id, { name, reject }] of stuck) {
      pending.delete(id);
      reject(lookupError("EAI_AGAIN", `no name server answers for ${name}`));
    }
    child?.kill("SIGKILL");
    child = void 0;
    for (const [id, { name }] of pending) send(id, name);
  }
  return {
    lookUp: (name) => new Promise((resolve, reject) => {
      replaceIfStuck();
      lastId += 1;
      pending.set(lastId, { name, since: now(), resolve, reject });
      send(lastId, name);
    }),
    close() {
      const ended = child;
      fail("name look-ups have ended");
      ended?.kill("SIGKILL");
    }
  };
}
function resolverVariables(env) {
  const names = Object.keys(env).filter(
    (name) => /^(LOCALDOMAIN|RES_OPTIONS|HOSTALIASES|LD_\w+)$/.test(name)
  );
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}
function lookupError(code, message) {
  return Object.assign(new Error(message), { code });
}
export {
  createLookupProcess
};
