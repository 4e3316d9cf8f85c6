import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createResolver, type Resolver, SilentNameServersError } from '../../src/whmcs/resolver.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const address = (text: string) => ({ address: text, family: 4 });
const failure = (code: string) => Object.assign(new Error(code), { code });

type LookupAnswer = ReturnType<typeof address> | Error;

/** A resolver whose look-ups are answered by hand. */
function byHand() {
  const asked: { readonly name: string; readonly answer: (answer: LookupAnswer) => void }[] = [];
  const resolver = createResolver({
    lookUp: (name) =>
      new Promise((resolve, reject) => {
        const answer = (given: LookupAnswer) => (given instanceof Error ? reject(given) : resolve([given]));
        asked.push({ name, answer });
      }),
    close() {},
  });
  return { resolver, asked, answerLast: (answer: LookupAnswer) => asked.at(-1)?.answer(answer) };
}

/** What became of a call so far. */
function watch(call: Promise<readonly { readonly address: string }[]>) {
  const seen: { result: unknown } = { result: 'pending' };
  call.then(
    (addresses) => {
      seen.result = addresses.map((one) => one.address).join();
    },
    (error) => {
      seen.result = error;
    },
  );
  return seen;
}

const resolve = (resolver: Resolver) => watch(resolver.resolve('shop.test', 5_000));

/** Resolves the name once to an address. */
async function know(text: string) {
  const hand = byHand();
  const first = resolve(hand.resolver);
  hand.answerLast(address(text));
  await jest.advanceTimersByTimeAsync(0);
  expect(first.result).toBe(text);
  return hand;
}

describe('a name', () => {
  test('is looked up once at a time, however many ask', async () => {
    const { resolver, asked, answerLast } = byHand();
    const calls = [resolve(resolver), resolve(resolver), resolve(resolver)];
    expect(asked).toHaveLength(1);
    answerLast(address('192.0.2.1'));
    await jest.advanceTimersByTimeAsync(0);
    expect(calls.map(({ result }) => result)).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1']);
    resolve(resolver);
    expect(asked).toHaveLength(2);
  });

  test('that is slow does not delay another', async () => {
    const { resolver, asked } = byHand();
    const slow = resolve(resolver);
    const other = watch(resolver.resolve('other.test', 5_000));
    asked[1]?.answer(address('192.0.2.2'));
    await jest.advanceTimersByTimeAsync(0);
    expect([slow.result, other.result]).toEqual(['pending', '192.0.2.2']);
  });

  test('that no name server answers for fails at the deadline, and is known once the answer comes', async () => {
    const { resolver, answerLast, asked } = byHand();
    const first = resolve(resolver);
    await jest.advanceTimersByTimeAsync(4_999);
    expect([first.result, resolver.isAwaited('shop.test')]).toEqual(['pending', true]);
    await jest.advanceTimersByTimeAsync(1);
    expect(first.result).toBeInstanceOf(SilentNameServersError);
    expect(resolver.isAwaited('shop.test')).toBe(false);
    answerLast(address('192.0.2.1'));
    await jest.advanceTimersByTimeAsync(0);
    const second = resolve(resolver);
    await jest.advanceTimersByTimeAsync(1_000);
    expect([second.result, asked.length]).toEqual(['192.0.2.1', 2]);
  });

  test('that moves is found at its new address', async () => {
    const { resolver, answerLast } = await know('192.0.2.1');
    const second = resolve(resolver);
    answerLast(address('192.0.2.9'));
    await jest.advanceTimersByTimeAsync(0);
    expect(second.result).toBe('192.0.2.9');
  });

  test('keeps its last good address for a day while new look-ups are slow', async () => {
    const { resolver } = await know('192.0.2.1');
    const slow = resolve(resolver);
    await jest.advanceTimersByTimeAsync(999);
    expect(slow.result).toBe('pending');
    await jest.advanceTimersByTimeAsync(1);
    expect(slow.result).toBe('192.0.2.1');
    const atOnce = resolve(resolver);
    await jest.advanceTimersByTimeAsync(0);
    expect(atOnce.result).toBe('192.0.2.1');
    await jest.advanceTimersByTimeAsync(24 * 3_600_000);
    const late = resolve(resolver);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(late.result).toBeInstanceOf(SilentNameServersError);
  });

  test('keeps it when the name server fails for now, and loses it when the name is gone', async () => {
    const { resolver, answerLast } = await know('192.0.2.1');
    const failing = resolve(resolver);
    answerLast(failure('EAI_AGAIN'));
    await jest.advanceTimersByTimeAsync(0);
    expect(failing.result).toBe('192.0.2.1');
    const gone = resolve(resolver);
    answerLast(failure('ENOTFOUND'));
    await jest.advanceTimersByTimeAsync(0);
    expect(gone.result).toMatchObject({ code: 'ENOTFOUND' });
    const after = resolve(resolver);
    answerLast(failure('EAI_AGAIN'));
    await jest.advanceTimersByTimeAsync(0);
    expect(after.result).toMatchObject({ code: 'EAI_AGAIN' });
  });
});
