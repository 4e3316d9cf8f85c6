import { expect, test } from '@jest/globals';
import { LISTEN_FLAG, parseListenAddress } from '../../src/web/listen-address.js';

test.each([
  [':10052', { host: undefined, port: 10_052 }],
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['localhost:9100', { host: 'localhost', port: 9_100 }],
  ['[::1]:10052', { host: '::1', port: 10_052 }],
  ['[fe80::1%eth0]:10052', { host: 'fe80::1%eth0', port: 10_052 }],
  ['[FE80::1%br-lan.2]:0', { host: 'FE80::1%br-lan.2', port: 0 }],
])('%s', (text, address) => {
  expect(parseListenAddress(text, LISTEN_FLAG)).toEqual(address);
});

test.each([
  '',
  '10052',
  ':',
  ':70000',
  '::1:10052',
  'host:port',
  'http://x:1',
  '[x]:1',
  '[fe80::1%]:1',
  '[fe80::1%a/b]:1',
])('%j is refused', (text) => {
  expect(() => parseListenAddress(text, LISTEN_FLAG)).toThrow(
    '--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052',
  );
});
