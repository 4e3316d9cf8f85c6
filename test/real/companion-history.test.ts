import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import { testWith } from '../support/tool.js';
import { PHP, startWhmcsShop, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const DAY_MS = 86_400_000;
const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);

/** Services as sold: product, days ago, quantity, status of the service and of its order. */
const SOLD: readonly (readonly [number, number, number, string, string])[] = [
  [1, 1, 1, 'Active', 'Active'],
  [1, 1, 2, 'Pending', 'Pending'],
  [1, 3, 1, 'Terminated', 'Active'],
  [1, 3, 1, 'Cancelled', 'Active'],
  [1, 3, 1, 'Cancelled', 'Cancelled'],
  [1, 3, 1, 'Fraud', 'Fraud'],
  [2, 1, 1, 'Suspended', 'Active'],
  [2, 40, 1, 'Active', 'Active'],
];

let shop: WhmcsShop;
beforeAll(async () => {
  if (test !== plainTest) return;
  shop = await startWhmcsShop({
    tables: {
      tblproductgroups: [{ id: 1, name: 'KVM' }],
      tblproducts: [1, 2].map((id) => ({ id, gid: 1, name: `KVM ${id}`, stockcontrol: 1, qty: 5 })),
      tblproductconfiglinks: [{ gid: 1, pid: 1 }],
      tblproductconfigoptions: [
        { id: 1, gid: 1, optionname: 'Location', optiontype: '1' },
        { id: 2, gid: 1, optionname: 'Addresses', optiontype: '4' },
      ],
      tblproductconfigoptionssub: [
        { id: 11, configid: 1, optionname: 'Tokyo' },
        { id: 21, configid: 2, optionname: 'Address' },
      ],
      tblorders: SOLD.map(([, , , , status], index) => ({ id: index + 1, status })),
      tblhosting: SOLD.map(([packageid, ago, qty, domainstatus], index) => ({
        ...{ id: index + 1, orderid: index + 1, packageid, domainstatus, qty, regdate: day(ago) },
      })),
      tblhostingconfigoptions: [
        { relid: 1, configid: 1, optionid: 11, qty: 0 },
        { relid: 2, configid: 1, optionid: 11, qty: 0 },
        { relid: 2, configid: 2, optionid: 21, qty: 3 },
      ],
    },
  });
});
afterAll(async () => shop?.close());

test('lists units sold per product and day, without fraud and orders that were cancelled while pending', async () => {
  expect(await shop.call('GetProductDetails', { usage: '0', history: 30 })).toMatchObject({
    result: 'success',
    history: [
      { pid: 1, day: day(1), sold: 3 },
      { pid: 2, day: day(1), sold: 1 },
      { pid: 1, day: day(3), sold: 2 },
    ],
    historyfrom: day(30),
    companion: { today: day(0) },
  });
});

test('lists choices of the products of which they are requested', async () => {
  const answer = await shop.call('GetProductDetails', { usage: '0', history: 2, historychoices: '1' });
  expect(answer).toMatchObject({
    history: [
      {
        ...{ pid: 1, sold: 3 },
        choices: [
          { configid: 1, choiceid: 11, sold: 3 },
          { configid: 2, choiceid: 21, sold: 6 },
        ],
      },
      { pid: 2, sold: 1 },
    ],
  });
});

test('counts cancelled services where the database cannot tell why', async () => {
  await shop.sql('ALTER TABLE tblorders RENAME TO away');
  const answer = await shop.call('GetProductDetails', { usage: '0', history: 30 });
  expect(answer).toMatchObject({ history: [{}, {}, { pid: 1, day: day(3), sold: 3 }] });
  await shop.sql('ALTER TABLE away RENAME TO tblorders');
});

test.each(['-1', '1.5', '9999', 'all'])('refuses %s days', async (history) => {
  expect(await shop.call('GetProductDetails', { history })).toEqual({
    result: 'error',
    message: 'history: expected a number of days from 0 to 1100',
  });
});

test('says that reading sales failed, and returns the products', async () => {
  await shop.sql('ALTER TABLE tblhosting RENAME TO away');
  expect(await shop.call('GetProductDetails', { usage: '0', history: 30 })).toMatchObject({
    result: 'success',
    totalresults: 2,
    historyproblem: expect.stringMatching(/^reading units sold failed \(SQLSTATE/),
  });
  await shop.sql('ALTER TABLE away RENAME TO tblhosting');
});
