import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../src/stock/catalogue.js';
import type { Option } from '../../src/stock/options.js';
import { limited, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { KEPT_MS, listed, MINUTE, Site } from '../support/judged-readings.js';
import { LOCATION, RAM } from '../support/limited-shop.js';

describe('options', () => {
  const options = [LOCATION, RAM];
  const usage = { units: 1, choices: new Map(), sets: undefined, unsure: new Map(), unmatched: 0 };
  const whole = listed(1, { options, usage });
  const shown = ([product]: readonly Product[]) => [product?.options?.length, product?.usage?.units];

  test.each([
    ['all, unreadable', { options: undefined }, undefined],
    ['all', { options: [] }, 0],
    ['one', { options: [RAM] }, 1],
  ])('that a reading lacks are kept until a regular one lacks them again: %s', (_, changes, left) => {
    const lacking = listed(1, { ...changes, usage });
    const [kept, gone] = [
      [2, undefined],
      [left, 1],
    ];
    for (const [events, expected] of [
      ['rr', [kept, gone]],
      ['reer', [kept, kept, kept, gone]],
      ['eerer', [kept, kept, gone, gone, gone]],
    ] as const) {
      const site = new Site();
      expect(shown(site.read([whole]))).toEqual([2, 1]);
      const found = [...events].map((event) => shown(site.read([lacking], { isRegular: event === 'r' })));
      expect(found).toEqual(expected);
      expect(shown(site.read([whole]))).toEqual([2, 1]);
      expect(shown(site.read([lacking]))).toEqual(kept);
    }
  });

  test('are not kept if they would be too old before the next reading', () => {
    for (const [after, tookMs, count] of [
      [KEPT_MS - 1, 0, 2],
      [KEPT_MS, 0, 1],
      [KEPT_MS - 2 * MINUTE - 1, MINUTE, 2],
      [KEPT_MS - 2 * MINUTE, MINUTE, 1],
    ] as const) {
      const site = new Site();
      site.read([whole]);
      expect(shown(site.read([listed(1, { options: [RAM] })], { after, tookMs }))[0]).toBe(count);
    }
  });

  test('are not kept by events for longer than their age allows, nor with a product that is kept', () => {
    const site = new Site();
    site.read([whole]);
    const listedAt = site.at;
    const lacking = listed(1, { options: [RAM] });
    const kept = () => site.catalogue?.products.map(({ options, optionsAt }) => [options?.length, optionsAt]);
    site.read([lacking], { isRegular: false, after: KEPT_MS - MINUTE - 1 });
    expect(kept()).toEqual([[2, listedAt]]);
    site.read([], { isRegular: false });
    expect(kept()).toEqual([[2, listedAt]]);
    site.read([lacking], { isRegular: false });
    expect(kept()).toEqual([[1, undefined]]);
  });

  test('of a product that a reading lacks have the age of their reading, and go with it', () => {
    const site = new Site();
    site.read([whole]);
    const listedAt = site.at;
    const kept = () =>
      site.catalogue?.products.map(({ id, options, optionsAt, usage }) => [
        id,
        options?.length,
        optionsAt,
        usage?.units,
      ]);
    site.read([], { after: KEPT_MS - 1 });
    expect(kept()).toEqual([[1, 2, listedAt, 1]]);
    site.read([whole]);
    expect(kept()).toEqual([[1, 2, undefined, 1]]);
    const lacking = listed(1, { options: [RAM] });
    site.read([lacking], { isRegular: false, after: KEPT_MS - MINUTE });
    site.read([], { isRegular: false });
    expect(kept()).toEqual([[1, undefined, undefined, undefined]]);
  });

  test('that a reading leaves out, or that lack only hidden choices, are not missed', () => {
    const site = new Site();
    const hidden = { ...RAM, choices: RAM.choices.map((choice) => ({ ...choice, hidden: true })) };
    site.read([listed(1, { options: [LOCATION, hidden] })]);
    expect(shown(site.read([listed(1, { options: [LOCATION], usage })]))).toEqual([1, 1]);
    const omitted = { options: undefined, optionsOmitted: true, usage };
    expect(shown(site.read([listed(1, omitted)]))).toEqual([undefined, 1]);
    expect(shown(site.read([listed(1, { ...omitted, optionsOmitted: false })]))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['stock in the name', { namedStock: limited(2), capacity: undefined }, UNKNOWN],
    ['a capacity', { namedStock: UNLIMITED, capacity: 4 }, UNKNOWN],
    ['neither', { namedStock: UNLIMITED, capacity: undefined }, UNLIMITED],
  ])('keep hidden choices without the numbers that were stated for them: %s', (_, numbers, left) => {
    const site = new Site();
    const [tokyo, osaka] = LOCATION.choices.map((choice) => ({ ...choice, ...numbers }));
    const all = [{ ...LOCATION, choices: [tokyo, { ...osaka, hidden: true }] }] as readonly Option[];
    site.read([listed(1, { options: all, evidence: { source: 'companion' } })]);
    const [shown] = site.read([listed(1, { options: [{ ...LOCATION, choices: [tokyo] }] as Option[] })]);
    const found = shown?.options?.[0]?.choices.map(({ namedStock, capacity }) => [namedStock, capacity]);
    expect(found).toEqual([
      [numbers.namedStock, numbers.capacity],
      [left, undefined],
    ]);
  });

  test('keep choices hidden that were hidden before, unless the companion lists them', () => {
    const hide = (source: 'classic' | 'companion', isHidden: boolean) => {
      const choices = RAM.choices.map((choice) => ({ ...choice, hidden: isHidden }));
      return listed(1, { options: [{ ...RAM, choices }], evidence: { source } });
    };
    const isHidden = ([product]: readonly Product[]) => product?.options?.[0]?.choices[0]?.hidden;
    const site = new Site();
    expect(isHidden(site.read([hide('companion', true)]))).toBe(true);
    expect(isHidden(site.read([hide('classic', false)]))).toBe(true);
    expect(isHidden(site.readSome(hide('classic', false)))).toBe(true);
    expect(isHidden(site.read([hide('companion', false)]))).toBe(false);
    const counted = new Map([[1, { options: hide('companion', true).options }]]);
    expect(isHidden(new Site().read([hide('classic', false)], { counted }))).toBe(true);
    expect(isHidden(site.read([hide('classic', false)], { counted }))).toBe(false);
  });
});
