import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { finish } from '../../src/stock/work.js';
import { contentOf, decodeList } from '../../src/whmcs/decode.js';
import { readEnvelope } from '../../src/whmcs/envelope.js';
import { bodyOf, type JsonBody, parseBody } from '../../src/whmcs/json-body.js';
import { cutProducts, LargeList } from '../../src/whmcs/large-list.js';
import { readProductList } from '../../src/whmcs/sources/product-list.js';
import { mutate, mutation } from '../support/mutations.js';

const products = Array.from({ length: 20 }, (_, index) => ({
  ...{ pid: index + 1, gid: 1, name: `Cloud "${index}" }],{ [\\`, stockcontrol: 1, qty: index },
  description: '"products":{"product":[',
  configoptions: { configoption: [{ id: 1, name: 'RAM', type: 1, options: { option: [] } }] },
}));
const ANSWER = { result: 'success', totalresults: 20, products: { product: products }, note: 'é' };

/** Names that break a search for the end of a string which takes escapes for plain characters. */
const ODD_NAMES = ['Cloud "x" 19" }],{ [\\', '19"', '"', '\\', '\\"', '"\\', '\\\\"],', '19" ]},'];

const context = { source: 'classic', action: 'GetProducts', totals: 'check' } as const;
const read = (body: JsonBody): unknown => {
  try {
    const { reply, stray } = readEnvelope(200, body);
    return [finish(readProductList(reply, { ...context, stockPattern: undefined, report() {} })), stray];
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};

/** Reads a body as a large one, and as a small one. */
const readBoth = async (text: string) => [read(await parseBody(Buffer.from(text), 0)), read(bodyOf(text))];

test.each<[string, object]>([
  ['as WHMCS lists them', ANSWER],
  ['without a holder', { ...ANSWER, products }],
  ['in an object keyed by number', { ...ANSWER, products: { product: { ...products } } }],
  ['in an object without a holder', { ...ANSWER, products: { ...products } }],
  ['in an object with names', { ...ANSWER, products: { product: { 0: products[0], x: products[1] } } }],
  ['in an empty list', { ...ANSWER, totalresults: 0, products: { product: [] } }],
  ['of which one is no product', { ...ANSWER, products: { product: [...products.slice(1), 'x'] } }],
  ['before lists of the same name', { ...ANSWER, more: { products: { product: [] } } }],
  ['after a list of the same name', { more: { products: { product: [{ pid: 99 }] } }, ...ANSWER }],
  ['of which WHMCS counts others', { ...ANSWER, totalresults: 21 }],
  ['with an error', { ...ANSWER, result: 'error', message: 'Invalid IP 192.0.2.1' }],
  ['without a result', { ...ANSWER, result: undefined }],
])('a large answer with products %s is read as a small one', async (_, answer) => {
  const [large, small] = await readBoth(JSON.stringify(answer));
  expect(large).toEqual(small);
});

test.each([
  ['a warning before it', (text: string) => `<br />\n<b>Warning</b>: in x.php<br />\n${text}`],
  ['white space', (text: string) => JSON.stringify(JSON.parse(text), null, '\t')],
  ['a byte order mark', (text: string) => `\uFEFF${text}`],
  ['a second answer after it', (text: string) => text + text],
  ['an end too early', (text: string) => text.slice(0, -40)],
  ['a broken product', (text: string) => text.replace('"pid":7', '"pid":7,,')],
  ['a bracket that closes a brace', (text: string) => text.replace('"pid":7', '"x":[1},"pid":7')],
])('a large answer with %s is read, or refused, as a small one', async (_, change) => {
  const [large, small] = await readBoth(change(JSON.stringify(ANSWER)));
  expect(large).toEqual(small);
});

test.each(ODD_NAMES)('a product named %j ends where its name ends', (name) => {
  const odd = products.slice(0, 3).map((product) => ({ ...product, name }));
  const work = cutProducts(Buffer.from(JSON.stringify({ products: { product: odd } })));
  const found = finish(work);
  if (typeof found !== 'object') throw new Error('the list is not found');
  expect([...found.list]).toEqual(odd);
  expect(String(found.after)).toBe('}}');
});

test('a large answer is read as a small one, whatever is wrong with it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(mutation, { maxLength: 3 }), async (isKeyed, changes) => {
      const answer = isKeyed ? { ...ANSWER, products: { product: { ...products } } } : ANSWER;
      const [large, small] = await readBoth(mutate(answer, changes));
      expect(large).toEqual(small);
    }),
    { numRuns: 300 },
  );
});

/** The longest time for one answer, in ms of CPU: ten times what the slowest takes. */
const MOST_CPU_MS = 1_000;
const MEGABYTES = 20;
const many = (text: string) => text.repeat((MEGABYTES * 1e6) / text.length);
const PRODUCT = `{"pid":1,"description":"${'x'.repeat(1_000)}"},`;

test.each([
  ['a page of HTML', `<html><body>${many('<p>Sorry, {"wait"}.</p>')}`, 'a page of markup'],
  ['text without JSON', many('PHP Notice: x\n'), 'a body that is not JSON of WHMCS'],
  ['white space', many(' '), 'an empty body'],
  ['products that end too early', `{"products":{"product":[${many(PRODUCT)}`, 'a body that is not JSON'],
  ['a list of another name', `{"things":[${many(PRODUCT)}{}]}`, 'bytes without a list of products; at most'],
  ['deeply nested lists', `{"things":${many('[')}`, 'bytes without a list of products; at most'],
  [
    'names of lists',
    `{"x":"${many(`"products":${'x'.repeat(1_000)}`)}`,
    'bytes without a list of products; at most',
  ],
  ['a deeply nested product', `{"products":[${many('[')}`, 'a body that is not JSON of WHMCS'],
  [
    'a fatal error at its end',
    `${many('<br />')}Allowed memory size of 9 bytes exhausted`,
    'memory exhausted',
  ],
])('an answer of 20 MB with %s is refused without parsing all of it', async (_, text, said) => {
  const bytes = Buffer.from(text);
  const before = process.cpuUsage();
  expect(read(await parseBody(bytes))).toContain(`HTTP 200 with `);
  expect(read(await parseBody(bytes))).toContain(said);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(2 * MOST_CPU_MS);
});

test('a large body is parsed at once if it is not nested too deep', async () => {
  const nested = (depth: number) =>
    Buffer.from(
      `{"result":"success","x":${'['.repeat(depth)}${']'.repeat(depth)},"y":"${'[{'.repeat(2e5)}"}`,
    );
  expect((await parseBody(nested(90))).json?.reply.result).toBe('success');
  expect((await parseBody(nested(101))).json).toBeUndefined();
});

test('a list is parsed one product at a time, and only when it is read', async () => {
  const bytes = Buffer.from(JSON.stringify(ANSWER));
  const work = cutProducts(bytes);
  let steps = 0;
  while (!work.next().done) steps += 1;
  expect(steps).toBe(1 + products.length); // one step finds the list
  const { json } = await parseBody(bytes, 0);
  const list = contentOf(json?.reply.products, 'product');
  expect(list).toBeInstanceOf(LargeList);
  expect(decodeList(list)).toEqual(products);
});

describe('the list of products that is cut out of a body', () => {
  const cut = (body: string) => finish(cutProducts(Buffer.from(body)));
  const elementsOf = (body: string) => {
    const found = cut(body);
    if (found === undefined || found === 'no JSON') return found;
    return [`${found.before}`, [...found.list], `${found.after}`];
  };

  test.each([
    ['"products":[1]', ['"products":', [1], '']],
    ['{"products":[]}', ['{"products":', [], '}']],
    ['{"products":[ ]}', ['{"products":', [], '}']],
    ['{"products":{"product":[{"a":[2]}, 3]}}', ['{"products":{"product":', [{ a: [2] }, 3], '}}']],
    ['{"products":{"0":{"a":1},"1":2}}', ['{"products":', [{ a: 1 }, 2], '}']],
    ['{"a":"products","products":[1]}', ['{"a":"products","products":', [1], '}']],
  ])('of %j is %j', (body, expected) => {
    expect(elementsOf(body)).toEqual(expected);
  });

  test.each([
    '{"products":[1}',
    '{"products":[1',
    '{"products":[1,]}',
    '{"products":[,1]}',
    '{"products":[x]}',
  ])('of %j is no JSON', (body) => {
    expect(cut(body)).toBe('no JSON');
  });

  test.each([
    '{}',
    '{"products":7}',
    '{"products":{"0":1,"a":2}}',
    '{"products":{"0":1]}',
    '{"products":{"0":',
  ])('of %j is missing', (body) => {
    expect(cut(body)).toBeUndefined();
  });
});
