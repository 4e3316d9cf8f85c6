import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults.js';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { advise } from '../../src/whmcs/advice.js';
import type { Diagnosis } from '../../src/whmcs/diagnoses.js';
import type { Reason } from '../../src/whmcs/reasons.js';
import { readVersion } from '../../src/whmcs/version.js';
import { fault } from '../support/fault.js';
import { failureOf, wireClient } from '../support/wire-client.js';

const cleanUp: (() => unknown)[] = [];
let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ shop: createShop(3) });
});
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
  await simulator.close();
});

function client() {
  const made = wireClient(simulator.url, { timeoutMs: 60_000 });
  cleanUp.push(made.close);
  return made;
}

const answer = (body: string, status = 200): Fault => ({ kind: 'status', status, body });
const error = (message: unknown) => answer(JSON.stringify({ result: 'error', message }));
const page = (text: string, status: number) =>
  answer(`<!DOCTYPE html><html><body>${text}</body></html>`, status);

const BAD_UTF8 =
  'Error generating JSON encoded response: Malformed UTF-8 characters, possibly incorrectly encoded';

for (const [injected, given, reason, diagnosis, action, advice] of [
  [
    'services with a text that is not UTF-8',
    error(BAD_UTF8),
    'invalid_response',
    'bad_utf8',
    'GetClientsProducts',
    'password of a service. With usage.page_size: 1',
  ],
  [
    'products with a text that is not UTF-8',
    error(BAD_UTF8),
    'invalid_response',
    'bad_utf8',
    'GetProducts',
    "WHMCS can't write its answer to GetProducts",
  ],
  [
    'output before the answer of WHMCS 8',
    page('Oops! Output has been emitted previously; cannot emit response', 500),
    'http',
    'emitted_output',
    'GetProducts',
    'look for blank lines, a byte order mark or echo in configuration.php, includes/hooks',
  ],
  [
    'the folder install that is still there',
    page('<b>Security Warning</b> The install folder needs to be deleted before using WHMCS', 200),
    'invalid_response',
    'install_folder',
    'GetProducts',
    'Delete the folder install',
  ],
  [
    'PHP out of memory after half of an answer',
    answer(`{"result":"success","products":[${'1,'.repeat(50_000)}<br />
<b>Fatal error</b>: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in a.php`),
    'invalid_response',
    'php_memory',
    'GetProducts',
    'raise memory_limit',
  ],
  [
    'PHP out of time',
    answer('Fatal error: Maximum execution time of 30 seconds exceeded in a.php on line 3', 500),
    'http',
    'php_time',
    'GetClientsProducts',
    'raise max_execution_time',
  ],
  [
    'PHP without the ionCube loader',
    answer('Site error: the file /includes/api.php requires the ionCube PHP Loader to be installed', 200),
    'invalid_response',
    'ioncube',
    'GetProducts',
    'install the loader',
  ],
  [
    'http:// to a port of HTTPS',
    page('400 The plain HTTP request was sent to HTTPS port', 400),
    'http',
    'plain_http',
    'GetProducts',
    'use https://',
  ],
  [
    'a request that is too large for the server',
    page('', 413),
    'http',
    'request_too_large',
    'GetProducts',
    'client_max_body_size',
  ],
  [
    'an address that is too long for the server',
    page('', 414),
    'http',
    'request_too_large',
    'GetProducts',
    'large_client_header_buffers',
  ],
  ["Cloudflare's error 525 of TLS", page('', 525), 'http', 'origin_tls', 'GetProducts', 'change Cloudflare'],
  [
    "Cloudflare's error 526 of a certificate",
    page('', 526),
    'http',
    'origin_tls',
    'GetProducts',
    'renew or correct the certificate',
  ],
  [
    'a site without WHMCS',
    page('Not found', 404),
    'http',
    'no_api',
    'GetProducts',
    "site's url to the WHMCS root",
  ],
] as const satisfies readonly (readonly [string, Fault, Reason, Diagnosis, string, string])[]) {
  fault('api', injected, `reason ${reason}, and advice: ${advice}`, async () => {
    simulator.faults.fault = given;
    const { call, site } = client();
    const failed = await failureOf(call(action));
    expect([failed.reason, failed.diagnosis]).toEqual([reason, diagnosis]);
    expect(advise(failed, action, site)).toContain(advice);
  });
}

test('every other error of writing JSON is an answer that can not be read', async () => {
  simulator.faults.fault = error(
    'Error generating JSON encoded response: Inf and NaN cannot be JSON encoded',
  );
  expect(await client().failure()).toMatchObject({ reason: 'invalid_response', diagnosis: undefined });
});

const MEBIBYTE = 2 ** 20;
fault('api', 'an error message of 50 MiB', 'a message that fits a line', async () => {
  simulator.faults.fault = error(`an \u001b[31merror ${' an error \u202e'.repeat(4 * MEBIBYTE)}`);
  const { message } = await client().failure();
  expect(message).toMatch(/^GetProducts: HTTP 200 with \d+ bytes without a list of products/);
  expect(message.length).toBeLessThanOrEqual(300);
});

fault('api', 'an error in the old text form of 50 MiB', 'a message that fits a line', async () => {
  simulator.faults.fault = answer(`result=error;message=${' a  b'.repeat(10 * MEBIBYTE)}`);
  expect((await client().failure()).message).toHaveLength(300);
});

for (const [injected, version, shown] of [
  ['8 MiB of short words', 'a b '.repeat(2 * MEBIBYTE), 'a b a b a b a b a b a b a b a b a b a b '],
  ['8 MiB of one word', '8'.repeat(8 * MEBIBYTE), '8'.repeat(40)],
  ['8 MiB of ampersands', '&'.repeat(8 * MEBIBYTE), '&'.repeat(40)],
  ['a letter with a million accents', `8${'\u0301\u0323'.repeat(500_000)}`, undefined],
  ['a list', ['8.13'], ''],
  ['an object', { major: 8 }, ''],
  ['a number', 8.13, '8.13'],
  ['null', null, ''],
  ['true', true, ''],
  ['control characters', '8.13\n\u0000\u001b[31m.1\u202e', '8.13 [31m.1'],
  ['half of a character', '8.13\ud800', '8.13\ufffd'],
] as const) {
  fault(
    'api',
    `a version of WHMCS that is ${injected}`,
    'the site is read, the version is short',
    async () => {
      simulator.faults.fault = answer(JSON.stringify({ result: 'success', whmcs: { version } }));
      const read = await readVersion(client().client, new AbortController().signal);
      expect(read.length).toBeLessThanOrEqual(40);
      if (shown !== undefined) expect(read).toBe(shown);
    },
  );
}

test.each(['a list', 7, null, ['8.13'], { whmcs: { version: '8' } }])(
  'a WhmcsDetails of %j has no version',
  async (whmcs) => {
    simulator.faults.fault = answer(JSON.stringify({ result: 'success', whmcs }));
    expect(await readVersion(client().client, new AbortController().signal)).toBe('');
  },
);
