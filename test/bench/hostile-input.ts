// Reads input made to be slow, and fails if it takes longer than its limit: 100 times what it takes on two
// cores.
import type { Product } from '../../src/stock/catalogue.js';
import type { Choice } from '../../src/stock/options.js';
import { UNLIMITED } from '../../src/stock/stock.js';
import { createStockPattern } from '../../src/stock/stock-pattern.js';
import { createTally } from '../../src/whmcs/services/tally.js';

const LONG = 'x'.repeat(200_000);
const CHOICE: Choice = {
  id: 50,
  name: `${LONG}y`,
  aliases: [],
  hidden: false,
  namedStock: UNLIMITED,
  capacity: undefined,
};
const PRODUCT: Pick<Product, 'options'> = {
  options: [{ id: 5, name: 'Place', aliases: [], kind: 'dropdown', choices: [CHOICE] }],
};

const read = (pattern: string, name: string) => () => createStockPattern(pattern).read(name);

function tally() {
  const counted = createTally(PRODUCT, new Set(['active']), undefined);
  for (let id = 1; id <= 20; id += 1)
    counted.add({
      id,
      status: 'active',
      quantity: 1,
      ...{ registered: '', due: '' },
      chosen: [{ optionId: 5, option: '', kind: undefined, value: LONG + id }],
    });
  return counted.usage();
}

/** What is read, how, and the limit in ms. */
const INPUTS: readonly (readonly [name: string, work: () => unknown, limit: number])[] = [
  ['a stock pattern of nested repetitions', read('(?:a+)+(\\d+)$', 'a'.repeat(100_000)), 2_000],
  ['a stock pattern of equal alternatives', read('(?:a|a)*(\\d+)$', `${'a'.repeat(100_000)}!`), 2_000],
  ['a stock pattern of twenty wildcards', read('(?:.*){20}(\\d+)x$', '1'.repeat(5_000)), 2_000],
  ['services whose long choices match none', tally, 2_000],
];

for (const [name, work, limit] of INPUTS) {
  const started = performance.now();
  work();
  const ms = performance.now() - started;
  process.stdout.write(`${name.padEnd(42)} ${ms.toFixed(0).padStart(6)} ms  (limit ${limit})\n`);
  if (ms > limit) process.exitCode = 1;
}
