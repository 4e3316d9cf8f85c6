import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import { fault } from '../support/fault.js';
import { testWith } from '../support/tool.js';
import { PHP, startWhmcsShop, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

type Answer = {
  readonly message?: string;
  readonly products?: { readonly product: readonly Readonly<Record<string, unknown>>[] };
};

let shop: WhmcsShop;
beforeAll(async () => {
  if (test !== plainTest) return;
  shop = await startWhmcsShop({
    tables: {
      tblproducts: [1, 2, 3].map((id) => ({ id, gid: 1, name: `KVM ${id}`, stockcontrol: 1, qty: 5 })),
      tblhosting: [
        { id: 1, packageid: 1, domainstatus: 'Active' },
        { id: 2, packageid: 1, domainstatus: 'Pending' },
        { id: 3, packageid: 1, domainstatus: 'Terminated' },
      ],
    },
  });
});
afterAll(async () => shop?.close());

const call = async (fields: Readonly<Record<string, string>>) =>
  (await shop.call('GetProductDetails', fields)) as Answer;
const callLocally = async (values: object) =>
  (await shop.post('local-api', {
    command: 'GetProductDetails',
    values: JSON.stringify(values),
  })) as Answer;
const idsOf = ({ products }: Answer) => products?.product.map(({ pid }) => pid);

const NO_IDS = 'productid, productids: expected product ids, separated by commas';
const TOO_MANY = 'productids: expected at most 1000 ids';

for (const [injected, ids, message] of [
  ['with an empty item', '1,,2', NO_IDS],
  ['that begins with a comma', ',1', NO_IDS],
  ['that ends with a comma', '1,', NO_IDS],
  ['with 0', '0', NO_IDS],
  ['with a negative number', '-1', NO_IDS],
  ['with a fraction', '1.5', NO_IDS],
  ['with an exponent', '1e3', NO_IDS],
  ['with digits of another script', '٣', NO_IDS],
  ['with SQL', '1) OR (1=1', NO_IDS],
  ['with a text', 'x', NO_IDS],
  ['with a number of 12 digits', '123456789012', NO_IDS],
  ['of 1001 ids', Array.from({ length: 1001 }, (_, index) => index + 1).join(), TOO_MANY],
  ['of a million ids', '1,'.repeat(999_999).concat('1'), TOO_MANY],
] as const)
  fault(
    'api',
    `a list of product ids ${injected} in a call of the companion`,
    'an error that says what is expected; not all products',
    async () => {
      expect(await call({ productids: ids })).toEqual({ result: 'error', message });
    },
    { tester: test },
  );

test.each<[string, Readonly<Record<string, string>>, readonly number[]]>([
  ['spaces', { productids: ' 1 , 2 ' }, [1, 2]],
  ['doubled ids', { productids: '2,2,2' }, [2]],
  ['both fields', { productid: '1', productids: '3' }, [1, 3]],
  ['an empty field', { productids: '' }, [1, 2, 3]],
  ['a list', { 'productids[]': '3' }, [3]],
  ['a product that does not exist', { productids: '3,77' }, [3]],
])('reads ids with %s', async (_, fields, ids) => {
  expect(idsOf(await call(fields))).toEqual(ids);
});

test.each<[string, object, number]>([
  ['an array', { statuses: ['Active', 'Terminated'] }, 2],
  ['any case', { statuses: ' active , PENDING' }, 2],
  ['nothing', {}, 2],
])('reads statuses as %s', async (_, values, inUse) => {
  const { products } = await callLocally({ ...values, productids: [1] });
  expect(products?.product).toMatchObject([{ pid: 1, inuse: inUse }]);
});

test.each<[unknown, boolean]>([
  [false, false],
  ['off', false],
  [0, false],
  ['no', false],
  [true, true],
  ['on', true],
  [null, true],
])('takes usage=%j for what it means', async (usage, isCounted) => {
  const [first] = (await callLocally({ usage })).products?.product ?? [];
  expect(first && 'inuse' in first).toBe(isCounted);
});

for (const [injected, values, message] of [
  ['a usage of "maybe"', { usage: 'maybe' }, 'usage: expected 0 or 1'],
  ['a usage of 2', { usage: 2 }, 'usage: expected 0 or 1'],
  ['prices of "EUR"', { prices: 'EUR' }, 'prices: expected 0 or 1'],
  ['combinations in a map', { combinations: { a: ['b'] } }, 'combinations: expected text'],
  ['product ids in a list of lists', { productids: [[1]] }, 'productids: expected text'],
  ['product ids that are false', { productids: false }, NO_IDS],
] as const)
  fault(
    'api',
    `a call of the companion with ${injected}`,
    'an error that names the field',
    async () => {
      expect(await callLocally(values)).toEqual({ result: 'error', message });
    },
    { tester: test },
  );

fault(
  'api',
  "variables of WHMCS's own that have the names of fields of the companion",
  'the fields of the request count alone',
  async () => {
    const variables = JSON.stringify({ options: ['x'], usage: 'x', history: 'x', productid: 2 });
    expect(idsOf(await call({ variables, productids: '1' }))).toEqual([1]);
    expect(idsOf(await call({ variables }))).toEqual([1, 2, 3]);
  },
  { tester: test },
);

for (const [column, value, shown] of [
  ['qty', 'NULL', undefined],
  ['qty', "'many'", undefined],
  ['qty', "''", undefined],
  ['qty', "'-3'", -3],
  ['qty', "'7.00'", 7],
  ['stockcontrol', 'NULL', undefined],
  ['stockcontrol', "'maybe'", undefined],
  ['stockcontrol', "' On '", 1],
  ['stockcontrol', "''", 0],
  ['hidden', 'NULL', undefined],
  ['retired', '2', undefined],
] as const)
  fault(
    'stock',
    `a product whose ${column} is ${value} in WHMCS's database`,
    shown === undefined
      ? 'the companion leaves it out, so that it is unknown'
      : `the companion reads ${shown}`,
    async () => {
      await shop.sql(`ALTER TABLE tblproducts RENAME COLUMN ${column} TO away`);
      await shop.sql(`ALTER TABLE tblproducts ADD COLUMN ${column}`);
      await shop.sql(`UPDATE tblproducts SET ${column} = ${value}`);
      const [first] = (await call({ usage: '0' })).products?.product ?? [];
      await shop.sql(`ALTER TABLE tblproducts DROP COLUMN ${column}`);
      await shop.sql(`ALTER TABLE tblproducts RENAME COLUMN away TO ${column}`);
      expect(first).toMatchObject({ pid: 1, name: 'KVM 1' });
      expect(first?.[column]).toBe(shown);
    },
    { tester: test },
  );
