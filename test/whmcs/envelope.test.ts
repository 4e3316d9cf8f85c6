import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEnvelope } from '../../src/whmcs/envelope.js';
import { WhmcsError } from '../../src/whmcs/reasons.js';

const reading = (status: number, text: string): unknown => {
  try {
    return readEnvelope(status, text).reply.result;
  } catch (error) {
    return error;
  }
};

test('only a stated success is one, whatever JSON comes', () => {
  const object = fc.record(
    {
      result: fc.oneof(fc.constantFrom('success', 'error', ''), fc.jsonValue()),
      status: fc.jsonValue(),
      message: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.constantFrom(200, 403, 500), fc.oneof(object, fc.jsonValue()), (status, value) => {
      const read = reading(status, JSON.stringify(value));
      if (!(read instanceof WhmcsError))
        expect([status, String(read).toLowerCase()]).toEqual([200, 'success']);
    }),
    { numRuns: 2_000 },
  );
});

test('text of any kind is a failure with a reason', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(reading(200, text)).toBeInstanceOf(WhmcsError);
    }),
  );
});

test.each([
  ['text before it that looks like an object too', 'Notice: {"a":1} in x\n{"result":"success"}'],
  ['text behind it', '{"result":"success"}\nWarning: x'],
  ['two in a row', '{"result":"success"}{"result":"success"}'],
])('JSON with %s is ambiguous, and refused', (_, text) => {
  expect(reading(200, text)).toMatchObject({ reason: 'invalid_response' });
});
