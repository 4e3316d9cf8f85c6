import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import { fault } from '../support/fault.js';
import { testWith } from '../support/tool.js';
import { PHP, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const tester = testWith(PHP);

const product = (id: number) => ({
  ...{ id, gid: 1, name: `KVM ${id}`, type: 'server', servertype: 'kvm', paytype: 'recurring' },
  ...{ stockcontrol: 1, qty: 5, hidden: 0, retired: 0 },
});
const TABLES: Tables = {
  tblproductgroups: [{ id: 1, name: 'KVM' }],
  tblproducts: [product(1), product(2)],
  tblcurrencies: [{ id: 1, code: 'USD' }],
  tblpricing: [{ type: 'product', currency: 1, relid: 1, monthly: '9.95' }],
  tblproductconfiglinks: [1, 1, 2].map((pid) => ({ gid: 1, pid })),
  tblproductconfigoptions: [{ id: 1, gid: 1, optionname: 'Location', optiontype: '1' }],
  tblproductconfigoptionssub: [11, 12].map((id) => ({ id, configid: 1, optionname: `Place ${id}` })),
  tblhosting: [1, 2, 3].map((id) => ({ id, packageid: 1, domainstatus: 'Active', qty: id })),
  tblhostingconfigoptions: [1, 2, 3].map((relid) => ({
    relid,
    configid: 1,
    optionid: relid === 3 ? 12 : 11,
  })),
};

type Answer = {
  readonly result: string;
  readonly usageproblem?: string;
  readonly pricesproblem?: string;
  readonly companion: { readonly missing: readonly string[]; readonly notes: readonly string[] };
  readonly products: { readonly product: readonly Readonly<Record<string, unknown>>[] };
};

const ask = async (shop: WhmcsShop, fields = {}) => (await shop.call('GetProductDetails', fields)) as Answer;

/** Units of the first product, and of its choices by id. */
function unitsOf({ products }: Answer) {
  const [first] = products.product;
  const text = JSON.stringify(first?.configoptions);
  const choices = [...text.matchAll(/"id":(\d+),"name":"Place[^"]*","hidden":\d,"inuse":(\d+)/g)];
  return { inuse: first?.inuse, ...Object.fromEntries(choices.map(([, id, units]) => [id, Number(units)])) };
}

let shop: WhmcsShop;
beforeAll(async () => {
  if (tester !== plainTest) return;
  shop = await startWhmcsShop({ tables: TABLES });
});
afterAll(async () => shop?.close());

/** Restores the tables that a test changed. */
async function withoutTable(table: string, body: () => Promise<void>): Promise<void> {
  await shop.sql(`ALTER TABLE ${table} RENAME TO away`);
  try {
    await body();
  } finally {
    await shop.sql(`ALTER TABLE away RENAME TO ${table}`);
  }
}

const COUNTED = { inuse: 6, 11: 3, 12: 3 };

for (const [column, units] of [
  ['tblproductconfigoptions.order', COUNTED],
  ['tblproductconfigoptions.hidden', COUNTED],
  ['tblproductconfigoptions.qtymaximum', COUNTED],
  ['tblproductconfigoptionssub.sortorder', COUNTED],
  ['tblproductconfigoptionssub.hidden', COUNTED],
  ['tblhosting.qty', { inuse: 3, 11: 2, 12: 1 }],
] as const)
  fault(
    'api',
    `a WHMCS without the column ${column}`,
    'the companion counts, and names the missing column',
    async () => {
      const other = await startWhmcsShop({ tables: stripped(column), without: [column] });
      const answer = await ask(other);
      expect([unitsOf(answer), answer.companion.missing]).toEqual([units, [column]]);
      await other.close();
    },
    { tester },
  );

/** The rows without the values of a column. */
function stripped(name: string): Tables {
  const [table = '', column = ''] = name.split('.');
  const rows = (TABLES[table] ?? []).map(({ [column]: _, ...row }) => row);
  return { ...TABLES, [table]: rows };
}

for (const column of ['retired', 'hidden', 'stockcontrol', 'qty'])
  fault(
    'api',
    `a WHMCS whose products have no column ${column}`,
    'the companion leaves the field out, and guesses nothing',
    async () => {
      const name = `tblproducts.${column}`;
      const other = await startWhmcsShop({ tables: stripped(name), without: [name] });
      const [first] = (await ask(other, { usage: '0' })).products.product;
      expect(first).toMatchObject({ pid: 1, name: 'KVM 1', groupname: 'KVM' });
      expect(first).not.toHaveProperty(column);
      await other.close();
    },
    { tester },
  );

for (const table of ['tblhosting', 'tblhostingconfigoptions', 'tblproductconfigoptionssub'])
  fault(
    'api',
    `a database that cannot read ${table}`,
    'the companion returns the products, and says that counting failed',
    () =>
      withoutTable(table, async () => {
        const { result, products, usageproblem } = await ask(shop);
        expect(result).toBe('success');
        expect(products.product).toMatchObject([
          { pid: 1, qty: 5 },
          { pid: 2, qty: 5 },
        ]);
        expect(products.product[0]).not.toHaveProperty('inuse');
        expect(usageproblem).toMatch(
          /^counting units in use failed \(SQLSTATE \w+\); see WHMCS's activity log$/,
        );
        expect(await shop.read('activity.log')).toContain(`counting units in use failed: SQLSTATE`);
      }),
    { tester },
  );

for (const table of ['tblpricing', 'tblcurrencies'])
  fault(
    'api',
    `a database that cannot read ${table}, if prices are requested`,
    'the companion returns the products and the units in use, and says that there are no prices',
    () =>
      withoutTable(table, async () => {
        const answer = await ask(shop, { prices: 1 });
        expect(unitsOf(answer)).toEqual(COUNTED);
        expect(answer.products.product[0]).not.toHaveProperty('pricing');
        expect(answer.pricesproblem).toMatch(
          /^reading prices failed \(SQLSTATE \w+\); see WHMCS's activity log$/,
        );
        expect(await ask(shop)).not.toHaveProperty('pricesproblem');
      }),
    { tester },
  );

for (const [value, shown] of [
  ['NULL', {}],
  ["'free'", {}],
  ["''", {}],
  ["'-0.01'", {}],
  ["'1e2'", { annually: '1e2' }],
  ["'99.50'", { annually: '99.50' }],
] as const)
  fault(
    'api',
    `a price per year of ${value} in WHMCS's database`,
    Object.keys(shown).length > 0
      ? 'the companion returns it as it is'
      : 'the companion leaves it out, and returns the other prices',
    async () => {
      await shop.sql('ALTER TABLE tblpricing RENAME COLUMN annually TO away');
      await shop.sql('ALTER TABLE tblpricing ADD COLUMN annually TEXT');
      await shop.sql(`UPDATE tblpricing SET annually = ${value}`);
      const [first] = (await ask(shop, { prices: 1, usage: 0 })).products.product;
      await shop.sql('ALTER TABLE tblpricing DROP COLUMN annually');
      await shop.sql('ALTER TABLE tblpricing RENAME COLUMN away TO annually');
      expect(first?.pricing).toEqual({ USD: { monthly: expect.stringMatching(/^9\.950?$/), ...shown } });
    },
    { tester },
  );

fault(
  'api',
  'a WHMCS whose prices have no column triennially',
  'the companion returns the other prices, and names the missing column',
  async () => {
    const name = 'tblpricing.triennially';
    const other = await startWhmcsShop({ tables: TABLES, without: [name] });
    const { products, companion } = await ask(other, { prices: 1, usage: 0 });
    expect(products.product[0]?.pricing).toEqual({ USD: { monthly: expect.stringMatching(/^9\.950?$/) } });
    expect(companion.missing).toEqual([name]);
    await other.close();
  },
  { tester },
);

for (const [table, column] of [
  ['tblproducts', 'name'],
  ['tblproductgroups', 'name'],
  ['tblproductconfigoptions', 'optionname'],
  ['tblproductconfigoptionssub', 'optionname'],
])
  fault(
    'api',
    `bytes in ${table}.${column} that are not UTF-8`,
    'the companion replaces them, and the answer is whole',
    async () => {
      await shop.sql(
        `UPDATE ${table} SET ${column} = CAST(x'50ff' AS TEXT) || ${column} WHERE id IN (1, 11)`,
      );
      const answer = await ask(shop);
      expect(JSON.stringify(answer)).toContain('P�');
      expect(answer.products.product[0]?.inuse).toBe(6);
      await shop.sql(`UPDATE ${table} SET ${column} = substr(${column}, 3) WHERE id IN (1, 11)`);
    },
    { tester },
  );

fault(
  'api',
  'more different combinations of choices than an answer can contain',
  'the companion leaves out those of the product with the most, and says so',
  async () => {
    const options = [1, 2, 3];
    const choices = Array.from({ length: 30 }, (_, index) => index);
    const other = await startWhmcsShop({
      tables: {
        tblproducts: [product(1), product(2)],
        tblproductconfiglinks: [1, 2].map((pid) => ({ gid: 1, pid })),
        tblproductconfigoptions: options.map((id) => ({
          ...{ id, gid: 1, optionname: `Option ${id}`, optiontype: '1' },
        })),
        tblproductconfigoptionssub: options.flatMap((configid) =>
          choices.map((choice) => ({
            id: configid * 100 + choice,
            configid,
            optionname: `Choice ${choice}`,
          })),
        ),
      },
    });
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21000)';
    await other.sql(`INSERT INTO tblhosting (id, packageid, domainstatus, qty) ${numbers}
      SELECT i, CASE WHEN i % 1000 = 0 THEN 2 ELSE 1 END, 'Active', 1 FROM n`);
    await other.sql(`INSERT INTO tblhostingconfigoptions (relid, configid, optionid) ${numbers}
      SELECT i, o.id, o.id * 100 + i / CASE o.id WHEN 1 THEN 1 WHEN 2 THEN 30 ELSE 900 END % 30
      FROM n CROSS JOIN tblproductconfigoptions o`);
    const { products, companion } = await ask(other);
    expect(products.product).toMatchObject([
      { pid: 1, inuse: 20_979, unmatched: 0, combinations: { combination: null } },
      { pid: 2, inuse: 21, unmatched: 0, combinations: { combination: { length: 21 } } },
    ]);
    expect(companion.notes).toEqual([
      'combinations of 1 products are left out because an answer can contain 20000; request fewer products at a time',
    ]);
    await other.close();
  },
  { tester },
);

fault(
  'api',
  'an action that is called by localAPI() within another request',
  'its own fields count, and not those of the request',
  async () => {
    const local = (values: object) =>
      shop.post('local-api?productid=2', {
        command: 'GetProductDetails',
        values: JSON.stringify(values),
        productid: 2,
      }) as Promise<Answer>;
    const ids = async (values: object) => (await local(values)).products.product.map(({ pid }) => pid);
    expect(await ids({ productids: '1' })).toEqual([1]);
    expect(await ids({})).toEqual([1, 2]);
  },
  { tester },
);

tester('fields of the request arrive by any method, and as variables', async () => {
  const query = new URL('includes/api.php?productid=2', shop.url);
  const body = new URLSearchParams({
    action: 'GetProductDetails',
    identifier: 'shop-identifier',
    secret: 'shop-secret',
  });
  const answer = (await (await fetch(query, { method: 'POST', body })).json()) as Answer;
  expect(answer.products.product.map(({ pid }) => pid)).toEqual([2]);
  const values = JSON.stringify({ productids: '2', usage: '0', unrelated: 'x' });
  const other = (await shop.post('variables', { values })) as Answer;
  expect(other.products.product.map((one) => [one.pid, 'inuse' in one])).toEqual([[2, false]]);
});

tester(
  'options without units in use, and units without combinations, are answered as requested',
  async () => {
    const [options] = (await ask(shop, { usage: '0', options: '1' })).products.product;
    expect(options).toMatchObject({ configoptions: { configoption: [{ id: 1, name: 'Location' }] } });
    expect(JSON.stringify(options)).not.toContain('inuse');
    const [units] = (await ask(shop, { combinations: '0' })).products.product;
    expect(units).toMatchObject({ inuse: 6, combinations: null });
  },
);

fault(
  'api',
  'a companion without its module folder',
  'an error that names the folder to copy',
  () => {
    const run = "define('WHMCS', true); require $argv[1]; echo json_encode($apiresults);";
    const moved = spawnSync('sh', [
      '-c',
      `d=$(mktemp -d) && mkdir -p $d/includes/api && cp deploy/whmcs/includes/api/*.php $d/includes/api && php -r "$0" -- $d/includes/api/getproductdetails.php; rm -r $d`,
      run,
    ]);
    expect(JSON.parse(String(moved.stdout))).toEqual({
      result: 'error',
      message: 'GetProductDetails failed: PHP cannot read modules/addons/stock_exporter; copy it again',
    });
  },
  { tester },
);

for (const [folder, isShared] of [
  ['upload_tmp_dir', true],
  ['session.save_path', true],
  ['error_log', false],
] as const)
  fault(
    'process',
    `a PHP that may not use its folder for temporary files, but ${folder}`,
    isShared ? 'requests share the pause after a failure there' : 'requests share no pause, and none fails',
    () => {
      const run = `
        set_error_handler(function ($level, $text) {
            if (error_reporting() & $level) throw new ErrorException($text);
        });
        define('WHMCS', true);
        function logActivity($text) {}
        require $argv[1];
        $settings = ['url' => 'http://127.0.0.1:9/webhooks/whmcs/main', 'secret' => 'x', 'refuse' => ['on']];
        foreach ([1, 2] as $request) {
            $pause = new StockExporter\\Pause(new StockExporter\\Settings($settings));
            echo json_encode([$pause->isOn(), $pause->isShared()]);
            $pause->update('it failed', 0);
        }`;
      const { stdout } = spawnSync('sh', [
        '-c',
        `d=$(mktemp -d) && php -d open_basedir=$PWD/deploy:$d -d sys_temp_dir=/var/empty -d ${folder}=$d -r "$0" -- $PWD/deploy/whmcs/modules/addons/stock_exporter/lib/autoload.php; rm -r $d`,
        run,
      ]);
      expect(String(stdout)).toBe(isShared ? '[false,true][true,true]' : '[false,false][false,false]');
    },
    { tester },
  );
