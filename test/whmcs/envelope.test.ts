import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEnvelope } from '../../src/whmcs/envelope.js';
import { bodyOf } from '../../src/whmcs/json-body.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';

const reading = (status: number, text: string): unknown => {
  try {
    return readEnvelope(status, bodyOf(text)).reply.result;
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
    { numRuns: 1_000 },
  );
});

test('text of any kind is a failure with a reason', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(reading(200, text)).toBeInstanceOf(WhmcsError);
    }),
  );
});

const JSON_TEXT = '{"result":"success","totalresults":1,"text":"a } and a \\"quote\\" {"}';
const WARNING =
  '<br />\n<b>Warning</b>:  Undefined variable $x in <b>/home/a.php</b> on line <b>3</b><br />\n';

test.each<[string, string, 'bom' | 'text' | undefined]>([
  ['nothing', JSON_TEXT, undefined],
  ['white space', ` \r\n${JSON_TEXT}\n\n`, undefined],
  ['a byte order mark', `\uFEFF${JSON_TEXT}`, 'bom'],
  ['a warning before it', `${WARNING}${JSON_TEXT}`, 'text'],
  ['a warning after it', `${JSON_TEXT}${WARNING}`, 'text'],
  ['a warning before and after it', `${WARNING}${JSON_TEXT}\n${WARNING}`, 'text'],
  ['a comment of a cache after it', `${JSON_TEXT}\n<!-- Cached page, generated in 0.2 s -->`, 'text'],
  ['a script after it', `${JSON_TEXT}<script>window.seen = 1</script>`, 'text'],
  ['a byte order mark after it', `${JSON_TEXT}\uFEFF`, 'text'],
  ['a NUL after it', `${JSON_TEXT}\0`, 'text'],
  ['a stray brace after it', `${JSON_TEXT}}`, 'text'],
  ['braces without a name before it', `function() { return {}; } ${JSON_TEXT}`, 'text'],
])('JSON with %s around it is read', (_, text, stray) => {
  expect(readEnvelope(200, bodyOf(text))).toEqual({ reply: JSON.parse(JSON_TEXT), stray });
});

test.each([
  ['text before it that looks like an object too', 'Notice: {"a":1} in x\n{"result":"success"}'],
  ['text after it that looks like an object too', '{"result":"success"}\nNotice: { "a":1}'],
  ['two in a row', '{"result":"success"}{"result":"success"}'],
  ['two of which the second is cut', '{"result":"success"}{"result":"suc'],
  ['a cut within it', '{"result":"success","products":{"product":[{"pid":1}'],
  ['a warning within it', `{"result":"success",${WARNING}"totalresults":1}`],
  ['a page around it', `<!DOCTYPE html><html><script>x = ${JSON_TEXT}</script></html>`],
  ['a script before it', `<script>x = ${JSON_TEXT}`],
])('JSON with %s is ambiguous, and refused', (_, text) => {
  expect(reading(200, text)).toMatchObject({ reason: 'invalid_response' });
});
