// Preload of a measured process: TURNS_FILE=FILE node --import ./test/bench/turns.js PROGRAM
//
// Measures the CPU time of the main thread in each turn of the event loop. Other load on the machine does not
// change it. At SIGUSR2 it writes the longest turns since the last signal to the file, as JSON, with the CPU
// time and the memory of the process. Linux only.
import { openSync, readSync, writeFileSync } from 'node:fs';

const descriptor = openSync('/proc/thread-self/schedstat', 'r');
const bytes = Buffer.alloc(64);

/** Returns the CPU time of this thread in ms. */
function used() {
  const length = readSync(descriptor, bytes, 0, bytes.length, 0);
  return Number(bytes.toString('latin1', 0, length).split(' ', 1)[0]) / 1e6;
}

const LONGEST = 20;
/** @type {number[]} */
let longest = [];
let before = used();

function measure() {
  const now = used();
  longest = [...longest, now - before].toSorted((a, b) => b - a).slice(0, LONGEST);
  before = now;
}

// Between a timer and an immediate is one turn, or two short ones.
setInterval(() => {
  measure();
  setImmediate(measure).unref();
}, 1).unref();

process.on('SIGUSR2', () => {
  const report = { longest, cpu: process.cpuUsage(), memory: process.memoryUsage() };
  longest = [];
  writeFileSync(process.env.TURNS_FILE ?? '/dev/stdout', JSON.stringify(report));
});
