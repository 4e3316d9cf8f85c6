import { describe, expect, test } from '@jest/globals';
import { ONLY } from '../../src/capacity/measure-numbers.js';
import { CapacityNumbers, measurementsOf } from '../../src/collector/capacity-numbers.js';
import { learnAnswer } from '../../src/collector/learn-answer.js';
import { answer, measure } from '../support/measured.js';
import { siteConfig } from '../support/site.js';

const EVALUATED_AT = 1_700_000_000_000;

/** Creates numbers with a clock that the test holds. */
function create() {
  const clock = { now: 0 };
  return { clock, numbers: new CapacityNumbers(() => clock.now) };
}

describe('the numbers of capacity queries', () => {
  test('are found until they are too old, and until their measure is removed', () => {
    const { clock, numbers } = create();
    const [kept, removed] = [measure(), measure({ query: 'other' })];
    for (const each of [kept, removed]) numbers.learn(each, new Map([[ONLY, 7]]), 0);
    numbers.retain([kept]);
    expect([numbers.find(kept), numbers.find(removed)]).toEqual([7, undefined]);
    clock.now = kept.maxAgeMs - 1;
    expect(numbers.find(kept)).toBe(7);
    clock.now = kept.maxAgeMs;
    expect(numbers.find(kept)).toBeUndefined();
    clock.now = 0;
    numbers.retain([]);
    expect(numbers.find(kept)).toBeUndefined();
  });

  test('expire max_age after their sample, not after the query', () => {
    const { clock, numbers } = create();
    clock.now = 5_000_000; // when the query ran
    const definition = measure({ maxAgeMs: 600_000 });
    const samples = answer(EVALUATED_AT - 200_000, 7).samples;
    learnAnswer(
      numbers,
      definition,
      { samples, warnings: [], infos: [], evaluatedAt: EVALUATED_AT },
      clock.now,
    );
    expect(numbers.expiresAt(definition)).toBe(5_000_000 + 400_000);
    clock.now += 399_999;
    expect(numbers.find(definition)).toBe(7);
    clock.now += 1;
    expect(numbers.find(definition)).toBeUndefined();
  });

  test('of several hosts expire with the oldest sample', () => {
    const { numbers } = create();
    const form = { kind: 'hosts', label: 'host', size: 1, spare: 0 } as const;
    const [old, fresh] = [answer(EVALUATED_AT - 240_000, ['a', 3]), answer(EVALUATED_AT - 1000, ['b', 4])];
    const samples = [...old.samples, ...fresh.samples];
    const definition = measure({ form, maxAgeMs: 600_000 });
    expect(learnAnswer(numbers, definition, { ...fresh, samples, evaluatedAt: EVALUATED_AT }, 0)).toEqual([]);
    expect([numbers.find(definition), numbers.expiresAt(definition)]).toEqual([7, 360_000]);
  });

  test('that are missing in an answer keep their last value, and the reason is returned', () => {
    const { numbers } = create();
    const form = { kind: 'choices', label: 'host', values: ['a', 'b'] } as const;
    const definition = measure({ form });
    learnAnswer(numbers, definition, answer(EVALUATED_AT, ['a', 1], ['b', 2]), 0);
    const problems = learnAnswer(numbers, definition, answer(EVALUATED_AT, ['a', 5]), 1000);
    expect(problems.map(({ reason }) => reason)).toEqual(['empty']);
    expect([...numbers.all(definition)]).toEqual([
      ['a', 5],
      ['b', 2],
    ]);
  });

  test('are restored after a restart, unless newer ones are known', () => {
    const { numbers: before } = create();
    const [one, other] = [measure(), measure({ query: 'other' })];
    before.learn(one, new Map([[ONLY, 1]]), 1000);
    before.learn(other, new Map([[ONLY, 2]]), 1000);
    const kept = before.kept([one, other, one]);
    expect(kept).toHaveLength(2);
    const { numbers: after } = create();
    after.learn(other, new Map([[ONLY, 9]]), 2000);
    after.restore(kept);
    expect([after.find(one), after.find(other)]).toEqual([1, 9]);
  });

  test('are listed for every choice, or as the only one, known or not', () => {
    const { numbers } = create();
    const form = { kind: 'choices', label: 'host', values: ['a', 'b'] } as const;
    expect([...numbers.all(measure())]).toEqual([[ONLY, undefined]]);
    numbers.learn(measure(), new Map([[ONLY, 3]]), 0);
    expect([...numbers.all(measure())]).toEqual([[ONLY, 3]]);
    expect([...numbers.all(measure({ form })).keys()]).toEqual(['a', 'b']);
  });

  test('expire one after another, and never if none is known', () => {
    const { clock, numbers } = create();
    const form = { kind: 'choices', label: 'host', values: ['a', 'b'] } as const;
    const definition = measure({ form, maxAgeMs: 1000 });
    expect(numbers.expiresAt(definition)).toBe(Number.POSITIVE_INFINITY);
    expect(numbers.kept([definition])).toEqual([]);
    numbers.learn(definition, new Map([['a', 1]]), 0);
    numbers.learn(definition, new Map([['b', 2]]), 500);
    expect(numbers.expiresAt(definition)).toBe(1000);
    clock.now = 1000;
    expect(numbers.expiresAt(definition)).toBe(1500);
    clock.now = 1500;
    expect(numbers.expiresAt(definition)).toBe(Number.POSITIVE_INFINITY);
  });

  test('are not replaced by saved ones of the same age, only by newer ones', () => {
    const { numbers } = create();
    numbers.learn(measure(), new Map([[ONLY, 1]]), 1000);
    const [[key = '', value = ''] = []] = numbers.kept([measure()]);
    numbers.restore([[key, value, 2, 1000]]);
    expect(numbers.find(measure())).toBe(1);
    numbers.restore([[key, value, 3, 1001]]);
    expect(numbers.find(measure())).toBe(3);
  });

  test('belong to a query, its form and its max_age', () => {
    const { numbers } = create();
    numbers.learn(measure(), new Map([[ONLY, 1]]), 0);
    expect(numbers.find(measure({ name: 'another name' }))).toBe(1);
    const form = { kind: 'hosts', label: 'host', size: 1, spare: 0 } as const;
    for (const other of [{ query: 'x' }, { kind: 'capacity' } as const, { form }, { maxAgeMs: 1 }])
      expect(numbers.find(measure(other))).toBeUndefined();
  });

  test('are looked up by the name of the measure, within the site', () => {
    const { numbers } = create();
    const form = { kind: 'choices', label: 'host', values: ['a'] } as const;
    const measures = [measure({ name: 'one' }), measure({ name: 'each', form })];
    numbers.learn(measure(), new Map([[ONLY, 4]]), 0);
    numbers.learn(measure({ form }), new Map([['a', 5]]), 0);
    const find = measurementsOf(
      siteConfig({ limits: { products: new Map(), pools: [], measures } }),
      numbers,
    );
    expect([find({ measure: 'one' }), find({ measure: 'each', value: 'a' })]).toEqual([4, 5]);
    expect([find({ measure: 'each' }), find({ measure: 'other' })]).toEqual([undefined, undefined]);
    const none = measurementsOf(siteConfig({ limits: { products: new Map(), pools: [] } }), numbers);
    expect(none({ measure: 'one' })).toBeUndefined();
  });
});
