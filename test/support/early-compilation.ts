// Prints whether V8 compiled a function at its first call, before and after compileEarly(), as JSON. Run it
// with --allow-natives-syntax.
import { compileEarly } from '../../src/cli/early-compilation.js';

const isCompiled = new Function('call', 'return %ActiveTierIsSparkplug(call)');

/** A new function each time, which has not run before. */
function callOnce(): boolean {
  const call = new Function('one', 'return one + 1');
  call(1);
  return isCompiled(call);
}

const before = callOnce();
compileEarly();
process.stdout.write(JSON.stringify([before, callOnce()]));
