import { describe, expect, test } from '@jest/globals';
import type { SiteConfig } from '../../../src/config/config.js';
import type { Product } from '../../../src/stock/catalogue.js';
import { createStockPattern } from '../../../src/stock/stock-pattern.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { judged } from '../../support/judged.js';
import { siteConfig } from '../../support/site.js';

const TOKYO = { id: 10, name: 'Tokyo' };
const LOCATION = {
  id: 1,
  name: 'Location',
  type: '1',
  options: { option: [TOKYO, { id: 11, name: 'Osaka' }] },
};

/** Reads one product with five in stock, by the companion's answer. */
async function read(fields: Readonly<Record<string, unknown>>, changes: Partial<SiteConfig> = {}) {
  const product = { pid: 4, gid: 1, name: 'KVM', stockcontrol: 1, qty: 5, ...fields };
  const warnings: object[] = [];
  const site = siteConfig({ usage: { ...siteConfig().usage, products: 'all' }, ...changes });
  const { companion } = createSources({
    site,
    client: {
      call: async () => ({ totalresults: 1, products: { product: [product] } }),
      get: () => Promise.reject(new Error('nothing is asked of the store')),
    },
    log: { warn: (given) => warnings.push(given) },
  });
  const { products } = await judged(companion, site).read();
  const [found] = products;
  if (!found) throw new Error('no product');
  return { product: found, warnings };
}

const optionsOf = async (configoptions: unknown, changes: Partial<SiteConfig> = {}) =>
  (await read({ configoptions }, changes)).product.options;
const namesOf = (options: Product['options']) =>
  options?.map(({ name, choices }) => [name, ...choices.map((choice) => choice.name)]);
/** The one choice of a product with one option. */
async function choiceOf(choice: object, changes: Partial<SiteConfig> = {}, type = 'dropdown') {
  const options = await optionsOf(
    { configoption: [{ ...LOCATION, type, options: { option: [choice] } }] },
    changes,
  );
  return options?.[0]?.choices[0];
}

describe('the options of a product', () => {
  const expected = [['Location', 'Tokyo', 'Osaka']];
  const { option } = LOCATION.options;

  test.each<[string, unknown, unknown]>([
    ['lists in holders', { configoption: [LOCATION] }, expected],
    [
      'objects keyed by number',
      { configoption: { 0: { ...LOCATION, options: { option: { 0: TOKYO, 1: option[1] } } } } },
      expected,
    ],
    ['lists without holders', [{ ...LOCATION, options: option }], expected],
    ['the bare option', { configoption: LOCATION }, expected],
    [
      'the bare choice',
      { configoption: [{ ...LOCATION, options: { option: TOKYO } }] },
      [['Location', 'Tokyo']],
    ],
    [
      'ids as text',
      { configoption: [{ ...LOCATION, id: '1', options: { option: [{ ...TOKYO, id: '10' }] } }] },
      [['Location', 'Tokyo']],
    ],
    ['an option without choices', { configoption: [{ ...LOCATION, options: '' }] }, [['Location']]],
    ['an empty text', '', []],
    ['null', null, []],
    ['false', false, []],
    ['an empty list', [], []],
    ['an empty object', {}, []],
    ['an empty holder', { configoption: '' }, []],
    ['a holder of an empty object', { configoption: {} }, []],
    ['a holder of one empty object', { configoption: [{}] }, []],
    ['nothing at all', undefined, undefined],
  ])('may come as %s', async (_, configoptions, names) => {
    expect(namesOf(await optionsOf(configoptions))).toEqual(names);
  });

  test.each([
    ['1', 'dropdown'],
    ['2', 'radio'],
    [3, 'yesno'],
    [4, 'quantity'],
    ['dropdown', 'dropdown'],
    ['Radio', 'radio'],
    ['yesno', 'yesno'],
    ['quantity', 'quantity'],
  ])('of the type %j are %s', async (type, kind) => {
    expect((await optionsOf({ configoption: [{ ...LOCATION, type }] }))?.[0]?.kind).toBe(kind);
  });

  test('and choices that are listed twice count once', async () => {
    const twice = { ...LOCATION, options: { option: [TOKYO, { id: '10', name: 'Kyoto' }] } };
    expect(namesOf(await optionsOf({ configoption: [twice, LOCATION] }))).toEqual([['Location', 'Tokyo']]);
  });

  test('of the same name are distinguished by their ids', async () => {
    const choices = { option: [TOKYO, { id: 11, name: 'Tokyo' }] };
    expect(
      namesOf(
        await optionsOf({
          configoption: [
            { ...LOCATION, options: choices },
            { ...LOCATION, id: 2, options: [] },
          ],
        }),
      ),
    ).toEqual([['Location #1', 'Tokyo #10', 'Tokyo #11'], ['Location #2']]);
  });
});

describe('a choice', () => {
  test.each<[object, string, readonly string[]]>([
    [{ name: 'Tokyo' }, 'Tokyo', []],
    [{ name: ' R&amp;D  lab ' }, 'R&D lab', ['R&amp;D lab']],
    [{ name: 'tyo1|Tokyo' }, 'Tokyo', ['tyo1|Tokyo', 'tyo1']],
    [{ name: 'Tokyo', rawName: 'tyo1|Tokyo' }, 'Tokyo', ['tyo1|Tokyo', 'tyo1']],
    [{ name: 'tyo1', rawName: 'tyo1|Tokyo' }, 'tyo1', ['Tokyo', 'tyo1|Tokyo']],
    [{ name: 'Tokyo', rawName: 'Tokyo' }, 'Tokyo', []],
    [{ name: '' }, '10', []],
    [{ name: 64 }, '64', []],
    [{}, '10', []],
  ])('named as %j is %j', async (names, name, aliases) => {
    expect(await choiceOf({ id: 10, ...names })).toMatchObject({ name, aliases });
  });

  test('of a yes/no option has the alias yes', async () => {
    expect(await choiceOf({ id: 10, name: 'Daily' }, {}, 'yesno')).toMatchObject({
      name: 'Daily',
      aliases: ['Yes', 'On'],
    });
  });

  test.each<[object, boolean, number | undefined]>([
    [{}, false, undefined],
    [{ hidden: 1, capacity: '12' }, true, 12],
    [{ hidden: 'on', capacity: 0 }, true, 0],
    [{ hidden: '0', capacity: '' }, false, undefined],
    [{ hidden: '', capacity: null }, false, undefined],
  ])('with %j is hidden: %s, and has the capacity %s', async (fields, hidden, capacity) => {
    expect(await choiceOf({ ...TOKYO, ...fields })).toMatchObject({ hidden, capacity });
  });

  test('has the stock in its name, and is named without it', async () => {
    const stockPattern = createStockPattern('\\((\\d+) left\\)');
    const stocked = { id: 10, name: 'Tokyo (3 left)', rawName: 'tyo1|Tokyo (3 left)' };
    expect(await choiceOf(stocked, { stockPattern })).toMatchObject({
      ...{ name: 'Tokyo', aliases: ['tyo1|Tokyo', 'tyo1'], namedStock: { kind: 'limited', quantity: 3 } },
    });
    expect(await choiceOf(stocked)).toMatchObject({
      name: 'Tokyo (3 left)',
      namedStock: { kind: 'unlimited' },
    });
  });
});

describe('options that can not be read', () => {
  const withChoice = (choice: unknown) => ({
    configoption: [{ ...LOCATION, options: { option: [choice] } }],
  });

  test.each<[string, unknown, string]>([
    ['text', 'some', 'options: expected a list, found a text of 4 characters'],
    ['a list of texts', { configoption: ['x'] }, 'options: configoption: expected objects'],
    [
      'an option without an id',
      { configoption: [{ ...LOCATION, id: '' }] },
      'options: an option without an id',
    ],
    [
      'an option of no type',
      { configoption: [{ ...LOCATION, type: '' }] },
      'options: an option of an unknown type',
    ],
    [
      'an option of a strange type',
      { configoption: [{ ...LOCATION, type: '5' }] },
      'options: an option of an unknown type',
    ],
    [
      'a choice of two options',
      { configoption: [LOCATION, { ...LOCATION, id: 2 }] },
      'options: a choice that is in two options',
    ],
    ['a choice without an id', withChoice({ name: 'Tokyo' }), 'options: a choice without an id'],
    ['a choice with an id of 0', withChoice({ ...TOKYO, id: 0 }), 'options: a choice without an id'],
    ['a choice that is a number', withChoice(7), 'options: option: expected objects'],
    [
      'a capacity in halves',
      withChoice({ ...TOKYO, capacity: 1.5 }),
      'options: expected an integer, found 1.5',
    ],
    [
      'a capacity below zero',
      withChoice({ ...TOKYO, capacity: -1 }),
      'options: capacity of a choice is not a count',
    ],
    [
      'hidden by a word',
      withChoice({ ...TOKYO, hidden: 'perhaps' }),
      'options: expected a yes or no, found a text of 7 characters',
    ],
  ])('with %s are reported, and the product keeps its stock', async (_, configoptions, problem) => {
    const { product, warnings } = await read({ configoptions, inuse: 3 });
    expect(product).toMatchObject({ stock: { kind: 'limited', quantity: 5 }, name: 'KVM' });
    expect([product.options, product.usage]).toEqual([undefined, undefined]);
    expect(warnings).toEqual([{ site: 'main', product_id: 4, problem }]);
  });
});

describe('units in use', () => {
  const counted = (inuse: unknown) => ({
    configoption: [{ ...LOCATION, unmatched: 0, options: { option: [{ ...TOKYO, inuse }] } }],
  });
  const usageOf = async (fields: Readonly<Record<string, unknown>>) => {
    const { product, warnings } = await read(fields);
    return { usage: product.usage, options: product.options, stock: product.stock, warnings };
  };

  test('are those of the product, its choices and their sets', async () => {
    const { usage, warnings } = await usageOf({
      ...{ inuse: '7', unmatched: '1', configoptions: counted('4') },
      combinations: {
        combination: [
          { choices: '20,10', inuse: '3' },
          { choices: '10', inuse: 1 },
        ],
      },
    });
    expect(warnings).toEqual([]);
    expect(usage).toEqual({
      ...{ units: 7, unmatched: 1, unsure: new Map(), choices: new Map([[10, 4]]) },
      sets: new Map([
        ['10,20', 3],
        ['10', 1],
      ]),
    });
  });

  test('that match no choice are of the option that the companion says', async () => {
    const options = ['dropdown', 'radio', 'quantity'].map((type, index) => ({
      ...{ id: index + 1, name: type, type, unmatched: index },
      options: { option: [{ id: index + 10, name: 'x', inuse: 1 }] },
    }));
    const { usage } = await usageOf({ inuse: 5, unmatched: 9, configoptions: { configoption: options } });
    expect([usage?.unsure, usage?.unmatched]).toEqual([
      new Map([
        [2, 1],
        [3, 2],
      ]),
      9,
    ]);
    expect(usage?.choices.has(12)).toBe(false); // what number the units hold is unknown
  });

  test('that match no choice may be of any option where an older companion does not say which', async () => {
    const options = ['dropdown', 'quantity', 'radio'].map((type, index) => ({
      ...{ id: index + 1, name: type, type },
      options: { option: [{ id: index + 10, name: 'x', inuse: 1 }] },
    }));
    const { usage } = await usageOf({ inuse: 5, unmatched: 2, configoptions: { configoption: options } });
    expect(usage?.unsure).toEqual(
      new Map([
        [1, 2],
        [3, 2],
      ]),
    );
  });

  test.each([
    ['list', { combination: [] }, new Map()],
    ['holder', { combination: '' }, new Map()],
    ['bare set', { combination: { choices: '10', inuse: 2 } }, new Map([['10', 2]])],
    ['null', { combination: null }, undefined],
    ['nothing', undefined, undefined],
  ])('of sets may come as %s', async (_, combinations, sets) => {
    const { usage } = await usageOf({ inuse: 2, configoptions: counted(2), combinations });
    expect(usage?.sets).toEqual(sets);
  });

  test.each([undefined, null, ''])('that are %j are unknown, and no error', async (inuse) => {
    const { usage, options, warnings } = await usageOf({ inuse, configoptions: counted(4) });
    expect([usage, options?.length, warnings]).toEqual([undefined, 1, []]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a choice without', { inuse: 7, configoptions: counted(undefined) }, 'inuse of a choice is not a count'],
    ['a choice with null', { inuse: 7, configoptions: counted(null) }, 'inuse of a choice is not a count'],
    ['a choice below zero', { inuse: 7, configoptions: counted(-1) }, 'inuse of a choice is not a count'],
    [
      'a choice with text',
      { inuse: 7, configoptions: counted('many') },
      'expected an integer, found a text of 4 characters',
    ],
    [
      'a product with text',
      { inuse: 'many', configoptions: counted(1) },
      'expected an integer, found a text of 4 characters',
    ],
    ['a product below zero', { inuse: -7, configoptions: counted(1) }, 'inuse is not a count'],
    [
      'a set without',
      { inuse: 7, configoptions: counted(1), combinations: { combination: [{ choices: '10' }] } },
      'inuse of a combination is not a count',
    ],
    [
      'a set of nothing',
      { inuse: 7, configoptions: counted(1), combinations: { combination: [{ choices: '', inuse: 1 }] } },
      'a combination without an id',
    ],
  ])('that can not be read, as of %s, are not known, and all else is', async (_, fields, problem) => {
    const { usage, options, stock, warnings } = await usageOf(fields);
    expect(usage).toBeUndefined();
    expect([options?.length, stock]).toEqual([1, { kind: 'limited', quantity: 5 }]);
    expect(warnings).toEqual([{ site: 'main', product_id: 4, problem: `units in use: ${problem}` }]);
  });
});
