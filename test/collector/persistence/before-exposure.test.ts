import { expect } from '@jest/globals';
import type { KnowledgeStore } from '../../../src/collector/site-memory.js';
import { fault } from '../../support/fault.js';
import { settle } from '../../support/held-clock.js';
import { plan, products, refusal, running } from '../../support/running-collector.js';

const REMOVED = plan(1, 'whmcs_product_stock_removed_total');

/** A store whose disk blocks after `hold`, until `save`. */
function heldStore() {
  let save = () => {};
  let saved: Promise<void> = Promise.resolve();
  let asked = 0;
  const store: KnowledgeStore = {
    recall: () => undefined,
    retain() {},
    keep() {
      asked += 1;
      return saved;
    },
  };
  return {
    store,
    hold() {
      asked = 0;
      saved = new Promise((resolve) => {
        save = resolve;
      });
    },
    save: () => save(),
    isAsked: () => asked > 0,
  };
}

fault(
  'process',
  'a disk that saves a sale slowly',
  'the sale is exposed once it is saved, and not before',
  async () => {
    let stock = 5;
    const { store, hold, save, isAsked } = heldStore();
    const { clock, series, stop } = running(
      (action) => (action === 'GetProducts' ? products([1, stock]) : refusal('Invalid Permissions: x')),
      {},
      ['main'],
      8,
      { store },
    );
    const shown = async () => [(await series()).get(plan(1)), (await series()).get(REMOVED)];
    await clock.advance(0);
    expect(await shown()).toEqual([5, 0]);
    stock = 3;
    hold();
    const advanced = clock.advance(60_000); // ends once everything is published
    await settle(() => !isAsked());
    await settle();
    expect(await shown()).toEqual([5, 0]);
    save();
    await advanced;
    expect(await shown()).toEqual([3, 2]);
    await stop();
  },
);
