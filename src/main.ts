#!/usr/bin/env node
// Signal handlers come first. Static imports would run before them, and a signal may arrive meanwhile.
import type { Io } from './cli/io.js';

type EndSignal = 'SIGTERM' | 'SIGINT';

/** How long a shutdown may take before it is forced, so that it ends within two seconds. */
const END_MS = 1_500;
/** Work in Node's thread pool, such as a slow name look-up. `process.exit` would wait for it. */
const IN_THREAD = /^(?:FS|GetAddrInfo|GetNameInfo)Req/;

const ended = new AbortController();
let received: EndSignal | undefined;
let isHungUp = false;
let onHangup = () => {};

/** Shuts down on the first signal, and forces it after a time-out or on the second signal. */
function end(signal: EndSignal): void {
  if (received) force(signal);
  received = signal;
  ended.abort();
  setTimeout(force, END_MS, signal).unref();
}

/** Exits if there is an exit code. Otherwise the signal kills the process, which waits for no thread. */
function force(signal: EndSignal): never {
  if (process.exitCode !== undefined && !isThreadBusy()) process.exit();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  process.abort(); // reached only as PID 1 of a container, which ignores its own signals
}

const isThreadBusy = (): boolean =>
  process.getActiveResourcesInfo().some((resource) => IN_THREAD.test(resource));

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
process.on('SIGHUP', () => {
  isHungUp = true;
  onHangup();
});
process.on('SIGUSR1', () => {}); // Node would open its debugger

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  ended.abort();
  if (code === 'EPIPE') return; // a reader such as `head` has enough
  process.stderr.write(`whmcs-stock-exporter: can't write the output (${code})\n`);
  process.exitCode = 1;
});
process.stderr.on('error', () => {}); // losing the log does not stop the exporter

/**
 * With these variables the YAML parser prints what it parses, secrets included. CloudWatch users set the
 * first.
 */
const PARSER_VARIABLES = ['LOG_STREAM', 'LOG_TOKENS'];
const env = { ...process.env };
for (const name of PARSER_VARIABLES) delete process.env[name];

const { keepHeapSmall, makeRoomForSites } = await import('./cli/small-heap.js');
keepHeapSmall();
const { compileEarly } = await import('./cli/early-compilation.js');

const io: Io = {
  env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  readSecret: async (prompt) => {
    const { readSecret } = await import('./cli/read-secret.js');
    return readSecret(process.stdin, (text) => process.stderr.write(text), prompt, ended.signal);
  },
  unread: () => process.stderr.writableLength,
  interactive: process.stdout.isTTY && process.stderr.isTTY,
  onHangup(listener) {
    onHangup = listener;
    if (isHungUp) listener();
  },
  signal: ended.signal,
  engine: { makeRoomForSites, compileEarly },
};

const { run } = await import('./cli/run.js');
const code = await run(process.argv.slice(2), io);
process.exitCode ||= code; // a failed output stays a failure

const flushed = (stream: NodeJS.WriteStream) => new Promise((resolve) => stream.write('', resolve));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
if (!isThreadBusy()) process.exit(); // otherwise Node exits after the last thread, or `force` exits
