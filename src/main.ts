#!/usr/bin/env node
import { run } from './cli/run.js';

const ended = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());

// A reader of the output may leave early, as `head` does: then there is no more to say. A lost log ends nothing.
process.stdout.on('error', () => ended.abort());
process.stderr.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stdout.isTTY && process.stderr.isTTY,
  onHangup: (listener) => process.on('SIGHUP', listener),
  signal: ended.signal,
});
