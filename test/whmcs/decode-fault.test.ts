import { expect, test } from '@jest/globals';
import { DecodeError } from '../../src/whmcs/decode.js';
import { decodeFault } from '../../src/whmcs/decode-fault.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';

test('an answer that can not be decoded is an invalid response, with the cause', () => {
  const cause = new DecodeError('no list');
  const error = decodeFault(cause, 'GetProducts');
  expect(error).toBeInstanceOf(WhmcsError);
  expect(error).toMatchObject({
    ...{ reason: 'invalid_response', message: 'GetProducts: no list', cause, diagnosis: 'unknown_form' },
  });
});

test('an answer that can not be decoded for a known cause has its diagnosis', () => {
  const cause = new DecodeError('no list', { diagnosis: 'other_totals' });
  expect(decodeFault(cause, 'GetProducts').diagnosis).toBe('other_totals');
});

test('a failure of WHMCS stays as it is', () => {
  const error = new WhmcsError('timeout', 'no answer');
  expect(decodeFault(error, 'GetProducts')).toBe(error);
});

test('a bug stays a bug', () => {
  const bug = new TypeError('x is not a function');
  expect(() => decodeFault(bug, 'GetProducts')).toThrow(bug);
});
