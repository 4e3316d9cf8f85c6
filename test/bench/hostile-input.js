// Reads input that was made to be slow, and fails where it takes longer than its bar: 100 times what it takes on two cores.
import { createStockPattern } from '../../build/stock/stock-pattern.js';
import { createTally } from '../../build/whmcs/services/tally.js';

const LONG = 'x'.repeat(200_000);
const CHOICE = { id: 50, name: `${LONG}y`, aliases: [], hidden: false, told: { kind: 'unlimited' } };
const PRODUCT = {
  id: 1,
  options: [{ id: 5, name: 'Place', aliases: [], kind: 'dropdown', choices: [CHOICE] }],
};

const read = (pattern, name) => () => createStockPattern(pattern).read(name);

function tally() {
  const counted = createTally(PRODUCT, new Set(['active']), undefined);
  for (let id = 1; id <= 20; id += 1)
    counted.add({
      id,
      status: 'active',
      quantity: 1,
      chosen: [{ optionId: 5, option: '', value: LONG + id }],
    });
  return counted.usage();
}

/** What is read, how, and the most ms that it may take. */
const INPUTS = [
  ['a stock pattern of nested repetitions', read('(?:a+)+(\\d+)$', 'a'.repeat(100_000)), 2_000],
  ['a stock pattern of equal alternatives', read('(?:a|a)*(\\d+)$', `${'a'.repeat(100_000)}!`), 2_000],
  ['a stock pattern of twenty wildcards', read('(?:.*){20}(\\d+)x$', '1'.repeat(5_000)), 2_000],
  ['services whose long choices match none', tally, 2_000],
];

for (const [name, work, bar] of INPUTS) {
  const started = performance.now();
  work();
  const ms = performance.now() - started;
  process.stdout.write(`${name.padEnd(42)} ${ms.toFixed(0).padStart(6)} ms  (bar ${bar})\n`);
  if (ms > bar) process.exitCode = 1;
}
