#!/usr/bin/env node
// Signals come first: static imports would load before the first statement, while a signal may arrive.
import type { Io } from './cli/io.js';

type EndSignal = 'SIGTERM' | 'SIGINT';

/** How long an end may take before it is forced. Together with Node's own exit it stays below two seconds. */
const END_MS = 1_500;
/** Work in Node's thread pool, such as a name that does not resolve. `process.exit` would wait for it. */
const IN_THREAD = /^(?:FS|GetAddrInfo|GetNameInfo)Req/;

const ended = new AbortController();
let received: EndSignal | undefined;
let isHungUp = false;
let onHangup = () => {};

/** The first signal asks for an end and forces it when the time is over. A second one forces it at once. */
function end(signal: EndSignal): void {
  if (received) force(signal);
  received = signal;
  ended.abort();
  setTimeout(force, END_MS, signal).unref();
}

/** Exits if there is an exit code. Otherwise dies of the signal, which waits for no thread. */
function force(signal: EndSignal): never {
  if (process.exitCode !== undefined && !isThreadBusy()) process.exit();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  process.abort(); // only reached as process 1 of a container, which its own signals do not end
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
process.stderr.on('error', () => {}); // a lost log ends nothing

/** With these the YAML parser prints all that it parses, secrets too; CloudWatch's users set the first for themselves. */
const PARSER_VARIABLES = ['LOG_STREAM', 'LOG_TOKENS'];
const env = { ...process.env };
for (const name of PARSER_VARIABLES) delete process.env[name];

const io: Io = {
  env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  unread: () => process.stderr.writableLength,
  interactive: process.stdout.isTTY && process.stderr.isTTY,
  onHangup(listener) {
    onHangup = listener;
    if (isHungUp) listener();
  },
  signal: ended.signal,
};

const { run } = await import('./cli/run.js');
const code = await run(process.argv.slice(2), io);
process.exitCode ||= code; // a failed output is a failure, whatever the command says

const flushed = (stream: NodeJS.WriteStream) => new Promise((resolve) => stream.write('', resolve));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
if (!isThreadBusy()) process.exit(); // otherwise Node exits after the last thread, or `end` forces it
