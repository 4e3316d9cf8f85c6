#!/usr/bin/env node
const END_MS = 1500;
const IN_THREAD = /^(?:FS|GetAddrInfo|GetNameInfo)Req/;
const ended = new AbortController();
let received;
let isHungUp = false;
let onHangup = () => {
};
function end(signal) {
  if (received) force(signal);
  received = signal;
  ended.abort();
  setTimeout(force, END_MS, signal).unref();
}
function force(signal) {
  if (process.exitCode !== void 0 && !isThreadBusy()) process.exit();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  process.abort();
}
const isThreadBusy = () => process.getActiveResourcesInfo().some((resource) => IN_THREAD.test(resource));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, end);
process.on("SIGHUP", () => {
  isHungUp = true;
  onHangup();
});
process.on("SIGUSR1", () => {
});
process.stdout.on("error", ({ code: code2 }) => {
  ended.abort();
  if (code2 === "EPIPE") return;
  process.stderr.write(`whmcs-stock-exporter: can't write the output (${code2})
`);
  process.exitCode = 1;
});
process.stderr.on("error", () => {
});
const PARSER_VARIABLES = ["LOG_STREAM", "LOG_TOKENS"];
const env = { ...process.env };
for (const name of PARSER_VARIABLES) delete process.env[name];
const io = {
  env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  unread: () => process.stderr.writableLength,
  interactive: process.stdout.isTTY && process.stderr.isTTY,
  onHangup(listener) {
    onHangup = listener;
    if (isHungUp) listener();
  },
  signal: ended.signal
};
const { run } = await import("./cli/run.js");
const code = await run(process.argv.slice(2), io);
process.exitCode ||= code;
const flushed = (stream) => new Promise((resolve) => stream.write("", resolve));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
if (!isThreadBusy()) process.exit();
