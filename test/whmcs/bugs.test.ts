import { describe, expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { products, running } from '../support/running-collector.js';

/** Runs a site whose second collection meets an error of the program itself. */
async function meet(bug: Error) {
  let isBroken = false;
  const site = running((action) => {
    if (isBroken && action === 'GetProducts') throw bug;
    return products([1, 7]);
  });
  await site.clock.advance(5_000);
  isBroken = true;
  await site.clock.advance(60_000);
  const [series, { lines }] = [await site.series(), site];
  await site.stop();
  return { series, line: lines.find(({ level }) => level === 'error') };
}

describe('a bug in a call does not read as a fault of the network or of WHMCS', () => {
  for (const [what, bug] of [
    ['an error without a code while WHMCS is called', new TypeError('undefined is not a function')],
    [
      "a wrong argument to Node's own functions while WHMCS is called",
      Object.assign(new TypeError('The "url" argument must be of type string'), {
        code: 'ERR_INVALID_ARG_TYPE',
      }),
    ],
    [
      'a wrong argument to the HTTP client while WHMCS is called',
      Object.assign(new Error('invalid method'), { code: 'UND_ERR_INVALID_ARG' }),
    ],
  ] as const) {
    fault(
      'process',
      what,
      'one log line to report with its stack, and whmcs_unexpected_errors_total',
      async () => {
        const { series, line } = await meet(bug);
        expect(line?.message).toBe('unexpected error, please report it; the site continues');
        expect(line?.fields).toMatchObject({ err: { stack: expect.stringContaining('bugs.test.ts') } });
        expect(series.get('whmcs_unexpected_errors_total{site="main",task="collection"}')).toBe(1);
        const errors = [...series].filter(
          ([key, count]) => key.startsWith('whmcs_api_errors_total') && count > 0,
        );
        expect(errors).toEqual([]);
      },
    );
  }
});
