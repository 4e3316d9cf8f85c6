import { expect, test } from '@jest/globals';
import type { Option, OptionKind } from '../../../src/stock/options.js';
import { decodeUsage } from '../../../src/whmcs/sources/listed-usage.js';

const option = (id: number, kind: OptionKind, ...choices: readonly number[]): Option => ({
  ...{ id, kind, name: `option ${id}`, aliases: [] },
  choices: choices.map((choice) => ({
    ...{ id: choice, name: `choice ${choice}`, aliases: [] },
    ...{ hidden: false, namedStock: { kind: 'unlimited' }, capacity: undefined },
  })),
});
const listed = (id: number, choices: object, fields: object = {}) => ({
  ...{ id, ...fields },
  options: { option: Object.entries(choices).map(([choice, inuse]) => ({ id: choice, inuse })) },
});
const withSets = (...combination: readonly object[]) => ({ inuse: 5, combinations: { combination } });

test('a product without options has its units only', () => {
  expect(decodeUsage({ inuse: 0 }, [])).toEqual({
    ...{ units: 0, choices: new Map(), sets: undefined, unsure: new Map(), unmatched: 0 },
  });
});

test('the choices of all options are counted, those with nothing in use too', () => {
  const configoptions = { configoption: [listed(1, { 10: 3, 11: 0 }), listed(2, { 20: '4' })] };
  expect(decodeUsage({ inuse: 7, configoptions }, [])?.choices).toEqual(
    new Map([
      [10, 3],
      [11, 0],
      [20, 4],
    ]),
  );
});

test('a set in any order and of any form is the same set', () => {
  const product = withSets(
    { choices: '20,10', inuse: 1 },
    { choices: '10, 20', inuse: 2 },
    { choices: 10, inuse: 4 },
    { choices: '10', inuse: 8 },
  );
  expect(decodeUsage(product, [])?.sets).toEqual(
    new Map([
      ['10,20', 3],
      ['10', 12],
    ]),
  );
});

test.each([
  [undefined, undefined],
  [null, undefined],
  ['', undefined],
  ['x', undefined],
  [[], undefined],
  [{ combination: null }, undefined],
  [{}, new Map()],
  [{ combination: '' }, new Map()],
])('combinations that are %j are %j', (combinations, sets) => {
  expect(decodeUsage({ inuse: 5, combinations }, [])?.sets).toEqual(sets);
});

test('a set of 10 000 choices is read, and a larger one refused', () => {
  const choices = Array.from({ length: 10_000 }, (_, index) => index + 1);
  expect(decodeUsage(withSets({ choices: choices.join(), inuse: 1 }), [])?.sets?.size).toBe(1);
  const more = withSets({ choices: [...choices, 10_001].join(), inuse: 1 });
  expect(() => decodeUsage(more, [])).toThrow('a combination of too many choices');
});

test.each<[object, string]>([
  [{ unmatched: -1 }, 'unmatched is not a count'],
  [{ configoptions: { configoption: [listed(1, {}, { unmatched: -1 })] } }, 'unmatched of an option is not'],
  [{ configoptions: { configoption: [listed(0, {}, { unmatched: 1 })] } }, 'an option without an id'],
  [{ configoptions: { configoption: [listed(1, { 0: 1 })] } }, 'a choice without an id'],
  [{ combinations: { combination: [{ choices: '10,0', inuse: 1 }] } }, 'a combination without an id'],
])('%j is refused', (fields, problem) => {
  expect(() => decodeUsage({ inuse: 5, ...fields }, [])).toThrow(problem);
});

test('units that match no choice make a quantity option unknown, and no other option', () => {
  const options = [option(1, 'dropdown', 10), option(2, 'quantity', 20), option(3, 'quantity', 30)];
  const configoptions = {
    configoption: [
      listed(1, { 10: 1 }, { unmatched: 1 }),
      listed(2, { 20: 2 }, { unmatched: 1 }),
      listed(3, { 30: 3 }, { unmatched: 0 }),
    ],
  };
  const usage = decodeUsage({ inuse: 5, unmatched: 2, configoptions }, options);
  expect(usage?.choices).toEqual(
    new Map([
      [10, 1],
      [30, 3],
    ]),
  );
  expect(usage?.unsure).toEqual(
    new Map([
      [1, 1],
      [2, 1],
    ]),
  );
});

test('one option with units of its own is enough to assign none to the others', () => {
  const options = [option(1, 'dropdown', 10), option(2, 'radio', 20)];
  const configoptions = { configoption: [listed(1, { 10: 1 }), listed(2, { 20: 2 }, { unmatched: 0 })] };
  expect(decodeUsage({ inuse: 5, unmatched: 3, configoptions }, options)?.unsure).toEqual(new Map());
});

test('without units that match no choice, no option has any', () => {
  const options = [option(1, 'dropdown', 10), option(2, 'radio', 20)];
  const configoptions = { configoption: [listed(1, { 10: 1 }), listed(2, { 20: 2 })] };
  expect(decodeUsage({ inuse: 5, configoptions }, options)).toMatchObject({
    ...{ unsure: new Map(), unmatched: 0 },
  });
});
