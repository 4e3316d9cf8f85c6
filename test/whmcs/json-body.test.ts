import { describe, expect, test } from '@jest/globals';
import { bodyOf, parseBody } from '../../src/whmcs/json-body.js';
import { LargeList } from '../../src/whmcs/large-list.js';

const OK = '{"result":"success"}';
const END_BYTES = 2 ** 15;
/** Parses a body as if it were large. */
const parseLarge = (text: string) => parseBody(Buffer.from(text), 1);

describe('JSON with text around it', () => {
  test.each([
    [OK, undefined],
    [`\uFEFF${OK}`, 'bom'],
    [`\uFEFF\uFEFF${OK}`, 'bom'],
    [`Warning: x ${OK}`, 'text'],
    [`${OK}\nWarning: {x}`, 'text'],
    [`\uFEFFWarning: x\n${OK}`, 'text'],
  ])('%j is read, and what surrounds it is stated as %j', (body, stray) => {
    expect(bodyOf(body)).toEqual({ text: body, json: { reply: { result: 'success' }, stray } });
  });

  test.each(['{"a":{"b":1},"c":2}', '{"a":"}"}', '{"a":"\\"}"}', '{"a":"\\\\"}', '{"a":[{"b":"{"}]}'])(
    '%j is read whole',
    (object) => {
      expect(bodyOf(`Warning: x ${object} y`).json?.reply).toEqual(JSON.parse(object));
    },
  );

  test.each(['x {} y', `<script>${OK}</script>`, `x ${OK} ${OK}`, `x ${OK.slice(0, -1)}`, 'x {"a": b}', ''])(
    '%j has no JSON',
    (body) => {
      expect(bodyOf(body).json).toBeUndefined();
    },
  );
});

describe('a large body', () => {
  test('has its products in a list that is read later, with or without a holder', async () => {
    for (const products of ['[{"pid":1}]', '{"product":[{"pid":1}]}']) {
      const { json } = await parseLarge(`{"result":"success","products":${products}}`);
      const { result, products: found } = json?.reply ?? {};
      const list = found instanceof LargeList ? found : (found as { product: LargeList }).product;
      expect(result).toBe('success');
      expect(list).toBeInstanceOf(LargeList);
      expect([...list]).toEqual([{ pid: 1 }]);
    }
  });

  test('may have HTML in its JSON, and is no JSON if HTML is before it', async () => {
    expect((await parseLarge('{"note":"<script>"}')).json?.reply).toEqual({ note: '<script>' });
    expect((await parseLarge('<script>{"note":1}')).json).toBeUndefined();
  });

  test('is kept as text up to 64 KiB, and beyond that by both its ends', async () => {
    const whole = `a${'x'.repeat(2 * END_BYTES - 2)}b`;
    expect(await parseLarge(whole)).toEqual({ text: whole, json: undefined });
    const { text } = await parseLarge(`${whole}c`);
    expect(text).toBe(`${whole.slice(0, END_BYTES)}\n${whole.slice(END_BYTES + 1)}c`);
  });
});
