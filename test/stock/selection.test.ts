import { expect, test } from '@jest/globals';
import { isSelected } from '../../src/stock/selection.js';

const products = [
  { id: 1, name: 'KVM 1 Tokyo', group: { id: 10, name: 'VPS Asia' } },
  { id: 2, name: 'KVM 2 Frankfurt', group: { id: 11, name: 'VPS Europe' } },
  { id: 3, name: 'Starter', group: { id: 12, name: 'Shared hosting' } },
] as const;

const none = { ids: [], groups: [], names: [] };
const ids = (...[include, exclude]: [Parameters<typeof isSelected>[1], Parameters<typeof isSelected>[2]]) =>
  products.filter((product) => isSelected(product, include, exclude)).map(({ id }) => id);

test.each([
  ['everything without a selector', undefined, undefined, [1, 2, 3]],
  ['by id', { ...none, ids: [3] }, undefined, [3]],
  ['by group id', { ...none, groups: [10, 12] }, undefined, [1, 3]],
  ['by a pattern over the group name', { ...none, groups: ['vps *'] }, undefined, [1, 2]],
  ['by a pattern over the name, case ignored', { ...none, names: ['*FRANK*'] }, undefined, [2]],
  ['less what is excluded', { ...none, groups: ['VPS*'] }, { ...none, ids: [1] }, [2]],
  ['excluded without an include', undefined, { ...none, names: ['KVM*'] }, [3]],
  ['nothing by an empty include', none, undefined, []],
])('selects %s', (_, include, exclude, expected) => {
  expect(ids(include, exclude)).toEqual(expected);
});
