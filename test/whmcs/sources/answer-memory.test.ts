import { expect, test } from '@jest/globals';
import type { SourceName } from '../../../src/stock/catalogue.js';
import { readAnswerBody } from '../../../src/whmcs/answer-body.js';
import { contentOf } from '../../../src/whmcs/decode.js';
import { parseBody, type Reply } from '../../../src/whmcs/json-body.js';
import { LargeList } from '../../../src/whmcs/large-list.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { siteConfig } from '../../support/site.js';

const signal = new AbortController().signal;
const product = { pid: 7, gid: 1, name: 'KVM', paytype: 'recurring', stockcontrol: 1, qty: 3 };

/** An answer that was received, as a large one. */
async function receive(answer: object) {
  const body = (async function* () {
    yield Buffer.from(JSON.stringify(answer));
  })();
  const bytes = await readAnswerBody({ status: 200, headers: new Headers(), body }, 2 ** 20, () => {});
  const { json } = await parseBody(bytes, 0);
  if (!json) throw new Error('the answer is no JSON');
  return { reply: json.reply, memory: bytes.buffer };
}

/** The source of a site, and the memory of each answer that it read. */
async function sourceOf(name: SourceName, ...answers: readonly object[]) {
  const memories: ArrayBufferLike[] = [];
  const warnings: string[] = [];
  const call = async (): Promise<Reply> => {
    const { reply, memory } = await receive(answers[memories.length] ?? {});
    expect(contentOf(reply.products, 'product')).toBeInstanceOf(LargeList);
    memories.push(memory);
    return reply;
  };
  const site = siteConfig({ prices: true });
  const client = { call, get: call };
  const log = { warn: (_: object, message: string) => warnings.push(message) };
  return {
    source: createSources({ site, client, log })[name],
    bytes: () => memories.map(({ byteLength }) => byteLength),
    warnings,
  };
}

const listing = (...products: readonly object[]) => {
  return { result: 'success', totalresults: products.length, products: { product: products } };
};

test.each(['companion', 'classic'] as const)(
  'the memory of a large answer is free once the source %s has read it',
  async (name) => {
    const { source, bytes } = await sourceOf(name, listing(product), listing(product));
    const { products } = await source.read(signal);
    expect(products).toMatchObject([{ id: 7, name: 'KVM', evidence: { quantity: 3 } }]);
    expect(await source.readProducts([7], signal)).toMatchObject([{ id: 7 }]);
    expect(bytes()).toEqual([0, 0]);
  },
);

test.each([
  ['lists fewer products than it counts', { ...listing(product), totalresults: 9 }],
  ['lists nothing that is a product', listing({ name: 'KVM' })],
])('the memory of a large answer that %s is free once it is refused', async (_, answer) => {
  for (const name of ['companion', 'classic'] as const) {
    const { source, bytes } = await sourceOf(name, answer);
    await expect(source.read(signal)).rejects.toMatchObject({ reason: 'invalid_response' });
    expect(bytes()).toEqual([0]);
  }
});

test('the memory of a large count is free once it is read, whether or not units are stated', async () => {
  const counted = { ...product, inuse: 4 };
  const { source, bytes } = await sourceOf('companion', listing(product, counted), listing(product));
  const asked = [{ id: 7, options: [] }];
  expect(await source.count?.(asked, signal)).toMatchObject({ usage: expect.any(Map) });
  expect(await source.count?.(asked, signal)).toBeUndefined();
  expect(bytes()).toEqual([0, 0]);
});

test('prices that only the last product of a large answer has are not missed', async () => {
  const priced = { ...product, pid: 8, pricing: { USD: { monthly: '9.95' } } };
  const TOO_OLD = expect.stringContaining('too old to return prices');
  for (const [last, said] of [
    [priced, []],
    [{ ...product, pid: 8 }, [TOO_OLD]],
  ] as const) {
    const { source, warnings } = await sourceOf('companion', listing(product, last));
    await source.read(signal);
    expect(warnings).toEqual(said);
  }
});

test('a large list that is read after its release is an error, not an empty list', async () => {
  const { reply } = await receive(listing(product));
  const list = contentOf(reply.products, 'product');
  if (!(list instanceof LargeList)) throw new Error('the list is not large');
  expect([...list]).toEqual([product]);
  list.release();
  expect(() => [...list]).toThrow('a large list was read after its release');
});
