import { describe, expect, test } from '@jest/globals';
import { readEnvelope, readStoreEnvelope } from '../../src/whmcs/envelope.js';
import { bodyOf } from '../../src/whmcs/json-body.js';
import { oneLine } from '../../src/whmcs/outside-text.js';

const read = (reader: typeof readEnvelope, status: number, body: unknown): unknown => {
  try {
    return reader(status, bodyOf(typeof body === 'string' ? body : JSON.stringify(body))).reply;
  } catch (error) {
    return error;
  }
};
const error = (message: unknown) => ({ result: 'error', message });

describe('an answer of the classic API', () => {
  test.each<[number, unknown, string, string]>([
    [200, error('Invalid IP 10.0.0.1'), 'ip_not_allowed', 'WHMCS answered: Invalid IP 10.0.0.1'],
    [403, error('Authentication Failed'), 'auth', 'WHMCS answered: Authentication Failed'],
    [200, error('Something\n else'), 'api_error', 'WHMCS answered: Something else'],
    [429, error('Something else'), 'rate_limited', 'WHMCS answered: Something else'],
    [429, error('Access denied'), 'permission', 'WHMCS answered: Access denied'],
    [200, error(undefined), 'api_error', 'WHMCS answered an error without a message (HTTP 200)'],
    [500, error(7), 'api_error', 'WHMCS answered an error without a message (HTTP 500)'],
    [200, { status: 'Failure', message: 'No' }, 'api_error', 'WHMCS answered: No'],
    [
      200,
      ' result=error;message=Invalid Permissions: x\n',
      'permission',
      'WHMCS answered: Invalid Permissions: x',
    ],
    [200, error('Admin user is required'), 'api_error', 'WHMCS answered: Admin user is required'],
    [200, {}, 'invalid_response', 'HTTP 200 with a body that is not JSON of WHMCS'],
    [200, { result: 5 }, 'invalid_response', 'HTTP 200 with a body that is not JSON of WHMCS'],
    [300, { result: 'success' }, 'http', 'HTTP 300 with a body that is not JSON of WHMCS'],
    [429, 'wait', 'rate_limited', 'HTTP 429 with a body that is not JSON of WHMCS'],
    [
      403,
      'no',
      'blocked',
      'HTTP 403 with a body that is not JSON of WHMCS: something in front of WHMCS refused',
    ],
    [
      406,
      'no',
      'blocked',
      'HTTP 406 with a body that is not JSON of WHMCS: something in front of WHMCS refused',
    ],
  ])('of status %d, %j, is the failure %s', (status, body, reason, message) => {
    expect(read(readEnvelope, status, body)).toMatchObject({ reason, message, status });
  });

  test('is a success if it says so, in any case', () => {
    for (const body of [{ result: 'success' }, { status: 'SUCCESS' }])
      expect(read(readEnvelope, 299, body)).toEqual(body);
  });

  test('keeps the message of WHMCS, and a more precise cause', () => {
    const doubled = read(readEnvelope, 200, error('Admin user is required'));
    expect(doubled).toMatchObject({ diagnosis: 'doubled_path' });
    expect(read(readEnvelope, 404, '<html>gone')).toHaveProperty('diagnosis');
    expect(read(readEnvelope, 200, error('Access  denied'))).toMatchObject({ whmcsMessage: 'Access denied' });
  });
});

describe('an answer of the storefront API', () => {
  const old = 'there is no storefront API, as before WHMCS 9';
  test.each<[number, unknown, string, string]>([
    [404, 'not found', 'unknown_action', `HTTP 404: ${old}`],
    [410, { message: 'Gone' }, 'unknown_action', `HTTP 410: ${old}`],
    [401, { message: 'Sign in' }, 'permission', 'HTTP 401, WHMCS answered: Sign in'],
    [403, { message: '' }, 'permission', 'HTTP 403'],
    [
      403,
      'no',
      'blocked',
      'HTTP 403 with a body that is not JSON of WHMCS: something in front of WHMCS refused',
    ],
    [429, { message: 5 }, 'rate_limited', 'HTTP 429'],
    [500, { message: 'Oh no' }, 'http', 'HTTP 500, WHMCS answered: Oh no'],
    [300, {}, 'http', 'HTTP 300'],
    [200, 'text', 'invalid_response', 'HTTP 200 with a body that is not JSON of WHMCS'],
  ])('of status %d, %j, is the failure %s', (status, body, reason, message) => {
    expect(read(readStoreEnvelope, status, body)).toMatchObject({ reason, message, status });
  });

  test('keeps the message of WHMCS, if there is one', () => {
    for (const status of [404, 401, 500]) {
      const said = read(readStoreEnvelope, status, { message: ' Oh\n no' });
      expect(said).toHaveProperty('whmcsMessage', 'Oh no');
      for (const message of ['', 5, undefined])
        expect(read(readStoreEnvelope, status, { message })).toHaveProperty('whmcsMessage', undefined);
    }
  });

  test('is a success by its status alone', () => {
    expect(read(readStoreEnvelope, 299, { result: 'error' })).toEqual({ result: 'error' });
  });
});

test('text from outside is shown on one line, and cut at 2 048 characters', () => {
  expect(oneLine('  a\r\n\t b\u0000 c  ')).toBe('a b c');
  expect(oneLine('x'.repeat(2_048))).toBe('x'.repeat(2_048));
  expect(oneLine('x'.repeat(2_049))).toBe(`${'x'.repeat(2_048)}…`);
});
