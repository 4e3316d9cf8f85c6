import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { countScripted, pageOf, row } from '../../support/scripted-services.js';

const PAGES = 200;
const PAGE_SIZE = 250;
const TOTAL = PAGES * PAGE_SIZE;
const CONCURRENCY = 4;
/** A page as WHMCS writes it. Each call parses its own copy, which is garbage after the count. */
const text = JSON.stringify(
  pageOf(
    Array.from({ length: PAGE_SIZE }, (_, index) =>
      row(index + 1, { domain: 'host.example', notes: 'x'.repeat(600) }),
    ),
    { start: 0, size: PAGE_SIZE },
    TOTAL,
  ),
);

function answer(start: number): object {
  const reply = JSON.parse(text);
  if (start >= TOTAL) reply.products.product = [];
  for (const service of reply.products.product) service.id = String(Number(service.id) + start);
  return reply;
}

/**
 * Answers as many calls at once as are waiting, and takes that for one latency: time that is counted and not
 * waited for.
 */
function heldLatency() {
  const waiting: (() => void)[] = [];
  let passed = 0;
  const pass = () => {
    passed += 1;
    for (const go of waiting.splice(0)) go();
  };
  return {
    passed: () => passed,
    wait: () =>
      new Promise<void>((resolve) => {
        if (waiting.push(resolve) === 1) setImmediate(() => setImmediate(pass));
      }),
  };
}

test('fifty thousand services take hardly longer than the latency of their pages, four at once', async () => {
  const latency = heldLatency();
  const counted = await countScripted(
    async ({ start }) => {
      await latency.wait();
      return answer(start);
    },
    { concurrency: CONCURRENCY, pageSize: PAGE_SIZE },
  );
  expect(counted.get(1)?.choices.get(10)).toBe(TOTAL);
  expect(latency.passed()).toBeLessThanOrEqual((1.2 * PAGES) / CONCURRENCY);
});

test('what is kept of fifty thousand services is their ids', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const heapAt = new Map<number, number>();
  let pages = 0;
  await countScripted(
    ({ start }) => {
      pages += 1;
      if (pages === 20 || pages === PAGES) {
        gc();
        heapAt.set(pages, process.memoryUsage().heapUsed);
      }
      return answer(start);
    },
    { concurrency: CONCURRENCY, pageSize: PAGE_SIZE },
  );
  const grown = (heapAt.get(PAGES) ?? Number.NaN) - (heapAt.get(20) ?? Number.NaN);
  expect(grown / (TOTAL * 0.9)).toBeLessThan(100); // bytes a service, whose row is of a thousand
});
