import { describe, expect, test } from '@jest/globals';
import { distinguish } from '../../../src/stock/names.js';
import type { Option } from '../../../src/stock/options.js';
import type { Service } from '../../../src/whmcs/services/service.js';
import { createTally } from '../../../src/whmcs/services/tally.js';
import { LOCATION, option, product, RAM } from '../../support/limited-shop.js';

const UNDATED = { registered: '', due: '' };

/** What services come to that hold one value each of an option. */
function count(options: readonly Option[] | undefined, optionId: number, ...values: readonly string[]) {
  const tally = createTally(product({ options, usage: undefined }), new Set(['active']), undefined);
  for (const [index, value] of values.entries()) {
    const chosen = [{ optionId, option: '', kind: undefined, value }];
    tally.add({ id: index + 1, status: 'active', quantity: 1, chosen, ...UNDATED });
  }
  return tally.usage();
}

const named = (...names: readonly string[]): Option => {
  const made = option(5, 'Place', 'dropdown', ...names);
  return { ...made, choices: distinguish(made.choices) };
};

describe('a tally', () => {
  test('has looked for every choice of the product, and for no other', () => {
    expect(count([LOCATION, RAM], 1, 'Tokyo')).toMatchObject({
      choices: new Map([
        [10, 1],
        [11, 0],
        [20, 0],
        [21, 0],
      ]),
    });
    expect(count(undefined, 1, 'Tokyo')).toMatchObject({ units: 1, choices: new Map(), unmatched: 0 });
  });

  test('does not share out what may be of two choices', () => {
    expect(count([named('Tokyo', 'Tokyo', 'Osaka')], 5, 'Tokyo', 'Osaka')).toMatchObject({
      choices: new Map([
        [50, 0],
        [51, 0],
        [52, 1],
      ]),
      unsure: new Map([[5, 1]]),
      unmatched: 1,
    });
  });

  test('does not guess which of two options of one name is meant', () => {
    const places = [option(5, 'Place', 'dropdown', 'Tokyo'), option(6, 'place', 'dropdown', 'Tokyo')];
    const tally = createTally(product({ options: places, usage: undefined }), new Set(['active']), undefined);
    const chosen = [{ optionId: undefined, option: 'PLACE', kind: undefined, value: 'Tokyo' }];
    tally.add({ id: 1, status: 'active', quantity: 2, chosen, ...UNDATED });
    expect(tally.usage()).toMatchObject({
      unsure: new Map([
        [5, 2],
        [6, 2],
      ]),
      unmatched: 2,
    });
  });

  test('takes one half of a name for what it may be of either choice', () => {
    const sizes = option(5, 'Size', 'dropdown', 'x', 'y');
    const [small, medium] = sizes.choices;
    if (!small || !medium) throw new Error('no choices');
    const choices = [
      { ...small, name: 'Medium', aliases: ['small|Medium', 'small'] },
      { ...medium, name: 'Large', aliases: ['medium|Large', 'medium'] },
    ];
    expect(count([{ ...sizes, choices }], 5, 'MEDIUM').unsure).toEqual(new Map([[5, 1]]));
    expect(count([{ ...sizes, choices }], 5, 'small').choices).toEqual(
      new Map([
        [50, 1],
        [51, 0],
      ]),
    );
  });

  test('prefers the exact spelling of a name before it ignores case', () => {
    expect(count([named('Tokyo', 'TOKYO')], 5, 'TOKYO', 'TOKYO').choices).toEqual(
      new Map([
        [50, 0],
        [51, 2],
      ]),
    );
  });

  test('compares long names that match none', () => {
    const long = 'x'.repeat(200_000);
    const values = Array.from({ length: 20 }, (_, index) => `${long}${index}`);
    expect(count([named(`${long}y`)], 5, ...values).unmatched).toBe(20);
  });
});

describe('the sales of a tally', () => {
  const chosen = (value: string) => [{ optionId: 1, option: '', kind: undefined, value }];
  const sold = (...services: readonly Partial<Service>[]) => {
    const tally = createTally(
      product({ options: [LOCATION], usage: undefined }),
      new Set(['active']),
      undefined,
    );
    for (const [index, service] of services.entries())
      tally.add({
        ...{ id: index + 1, status: 'active', quantity: 1, chosen: chosen('Tokyo') },
        ...{ registered: '2026-01-31', due: '2026-02-28', ...service },
      });
    return tally.sales();
  };

  test('are units per day of registration, and per choice', () => {
    expect(
      sold(
        { registered: '2026-02-01' },
        { quantity: 3 },
        { chosen: chosen('Osaka') },
        { chosen: chosen('Gone') },
      ),
    ).toEqual([
      { day: '2026-01-31', sold: 5, choices: { 10: 3, 11: 1 } },
      { day: '2026-02-01', sold: 1, choices: { 10: 1 } },
    ]);
  });

  test('are in the order of their days', () => {
    const days = ['2026-02-03', '2026-01-31', '2026-02-01', '2025-12-31', '2026-02-02'];
    const found = sold(...days.map((registered) => ({ registered })));
    expect(found.map(({ day }) => day)).toEqual(days.toSorted());
  });

  test('include services that are due on the day of their registration, unless they are cancelled', () => {
    expect(sold({ due: '2026-01-31' }, { due: '2026-01-31', status: 'suspended' })).toMatchObject([
      { sold: 2 },
    ]);
  });

  test('include services that are no longer in use', () => {
    const statuses = ['terminated', 'suspended', 'completed', 'cancelled'];
    expect(sold(...statuses.map((status) => ({ status })))).toMatchObject([{ sold: 4 }]);
  });

  test('leave out frauds, and orders that were cancelled before they were paid', () => {
    expect(sold({ status: 'fraud' }, { status: 'cancelled', due: '2026-01-31' })).toEqual([]);
  });

  test('leave out services without a day', () => {
    const days = ['', '0000-00-00', '31.01.2026', '2026-13-01'];
    expect(sold(...days.map((registered) => ({ registered })))).toEqual([]);
  });
});
