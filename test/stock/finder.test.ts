import { expect, test } from '@jest/globals';
import { createFinder } from '../../src/stock/finder.js';
import { choiceInUse, shownInUse, togetherInUse } from '../../src/stock/in-use.js';
import { exactly, UNCOUNTED } from '../../src/stock/range.js';
import { held, LOCATION, RAM } from '../support/limited-shop.js';

const [tokyo, osaka] = LOCATION.choices;
const [small] = RAM.choices;

test('options and choices are found by name, and notes say what is missing', () => {
  const notes: string[] = [];
  const find = createFinder([LOCATION, RAM], (note) => notes.push(note));
  expect(find.option('location')).toBe(LOCATION);
  expect([find.choice(LOCATION, 'tokyo'), find.choice(LOCATION, '11')]).toEqual([tokyo, osaka]);
  expect(find.choice(RAM, '8 GB')).toBe(small);
  expect(notes).toEqual([]);
  expect([find.option('RM'), find.choice(LOCATION, '8 GB')]).toEqual([undefined, undefined]);
  expect(notes).toEqual([
    'option "RM" is not there; nearest: "RAM", "Location"',
    'Location: choice "8 GB" is not there; nearest: "Tokyo", "Osaka"',
  ]);
});

test('only the first ten notes list the nearest names, because they are slow to find', () => {
  const notes: string[] = [];
  const find = createFinder([LOCATION, { ...RAM, name: 'Twin' }, { ...RAM, id: 9, name: 'twin' }], (note) =>
    notes.push(note),
  );
  for (let miss = 0; miss < 11; miss += 1) find.option('Lcation');
  expect(notes.map((note) => note.includes('nearest'))).toEqual([...Array(10).fill(true), false]);
  find.option('TWIN');
  expect(notes.at(-1)).toBe('option "TWIN" may be any of the ids 2, 9; name it by its id');
});

test('the units in use of a choice are those that match it, and at most those that match none', () => {
  if (!tokyo || !osaka) throw new Error('no choices');
  const usage = { ...held(9, { 10: 4 }), unsure: new Map([[1, 2]]) };
  expect(choiceInUse(usage, LOCATION, tokyo)).toEqual({ from: 4, to: 6 });
  expect(choiceInUse({ ...usage, unsure: new Map() }, LOCATION, tokyo)).toEqual(exactly(4));
  expect(choiceInUse(usage, LOCATION, osaka)).toEqual(UNCOUNTED);
  expect(choiceInUse(undefined, LOCATION, tokyo)).toEqual(UNCOUNTED);
});

test('the units in use of choices together are those counted, and at most those that match none', () => {
  if (!tokyo || !osaka || !small) throw new Error('no choices');
  const picked = [
    { option: LOCATION, choice: tokyo },
    { option: RAM, choice: small },
  ];
  const usage = {
    ...held(9, { '10,20': 4 }),
    unsure: new Map([
      [1, 2],
      [2, 3],
    ]),
  };
  expect(togetherInUse(usage, picked, 4)).toEqual({ from: 4, to: 9 });
  expect(togetherInUse({ ...usage, unsure: new Map([[2, 3]]) }, picked, 0)).toEqual({ from: 0, to: 3 });
  expect(togetherInUse(usage, picked, undefined)).toEqual(UNCOUNTED);
  expect(togetherInUse(undefined, picked, 4)).toEqual(UNCOUNTED);
  expect(togetherInUse(usage, [...picked, { option: LOCATION, choice: osaka }], 4)).toEqual(UNCOUNTED);
});

test('the least number of units in use is shown, if they were counted', () => {
  expect(shownInUse({ from: 4, to: 9 })).toBe(4);
  expect(shownInUse(UNCOUNTED)).toBeUndefined();
});
