import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 compile functions without optimization when they are first called. By default it interprets them
 * until they have run for some time, and scrapes are seconds apart: this takes a seventh off their CPU time.
 *
 * Should be called once the program has started, because code that runs only once is not worth compiling.
 */
export function compileEarly(): void {
  setFlagsFromString('--always-sparkplug');
}
