import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { NO_LIMITS } from '../../src/stock/limits.js';
import type { ListedProduct } from '../../src/stock/listing.js';
import { createClient } from '../../src/whmcs/client.js';
import { readServicePage } from '../../src/whmcs/services/service.js';
import type { ProductOptions, ServiceCount } from '../../src/whmcs/services/service-count.js';
import { createTally } from '../../src/whmcs/services/tally.js';
import type { Source } from '../../src/whmcs/sources/source.js';
import { createSources } from '../../src/whmcs/sources/sources.js';
import { createTransport, type Transport } from '../../src/whmcs/transport.js';
import { plainUsage } from '../support/counted-shop.js';
import { MARIADB, type Mariadb, startMariadb } from '../support/mariadb.js';
import { resolverHere } from '../support/resolver.js';
import { siteConfig } from '../support/site.js';
import { testWith } from '../support/tool.js';
import { PHP, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

/** Options 1 to 5 are of every product here; option 9 is of another product, option 99 was deleted. */
const OPTIONS = [
  {
    id: 1,
    name: 'tyo|Location',
    type: 1,
    word: 'dropdown',
    choices: [
      [11, 'Tokyo'],
      [12, 'Osaka'],
      [13, 'Kobe'],
    ],
  },
  {
    id: 2,
    name: 'RAM',
    type: 2,
    word: 'radio',
    choices: [
      [21, '8 GB'],
      [22, '64 GB'],
    ],
  },
  { id: 3, name: 'Backups', type: 3, word: 'yesno', choices: [[31, 'Daily']] },
  { id: 4, name: 'Addresses', type: 4, word: 'quantity', choices: [[41, 'Address']] },
  {
    id: 5,
    name: 'Panel',
    type: 3,
    word: 'yesno',
    choices: [
      [51, 'Panel A'],
      [52, 'Panel B'],
    ],
  },
  { id: 9, name: 'Colour', type: 1, word: 'dropdown', choices: [[91, 'Red']] },
  { id: 10, name: 'Disks', type: 4, word: 'quantity', choices: [[101, 'Disk']] },
  { id: 11, name: 'Support', type: 3, word: 'yesno', choices: [[111, 'Plus']] },
] as const;
const OWN = new Set([1, 2, 3, 4, 5]);

/**
 * What the database holds of a service: option, choice and number; and what the API says of it, where that
 * does not follow.
 */
type Held = readonly [option: number, choice: number, number?: number, value?: string];
type Service = { readonly held: readonly Held[]; readonly status?: string; readonly qty?: number };

/**
 * What is counted of the services: units of the product, and by id or ids of choices, or of options that
 * match none.
 */
type Counted = Partial<NonNullable<ReturnType<typeof plainUsage>>>;

const CASES: Readonly<Record<string, { readonly services: readonly Service[]; readonly counted: Counted }>> =
  {
    'nothing bought': { services: [], counted: { units: 0 } },
    'one choice of each kind': {
      services: [
        {
          held: [
            [1, 11],
            [2, 22],
            [3, 31, 1],
            [4, 41, 3],
          ],
        },
      ],
      counted: { units: 1, choices: { 11: 1, 22: 1, 31: 1, 41: 3 }, sets: { '11,22,31': 1 } },
    },
    'a quantity of services': {
      services: [
        {
          held: [
            [1, 11],
            [2, 21],
            [4, 41, 2],
          ],
          qty: 3,
        },
        { held: [[1, 12]], qty: 0 },
      ],
      counted: { units: 4, choices: { 11: 3, 12: 1, 21: 3, 41: 6 }, sets: { 12: 1, '11,21': 3 } },
    },
    'statuses that hold and others': {
      services: [
        { held: [[1, 11]], status: 'Pending' },
        { held: [[1, 11]], status: 'Suspended' },
        { held: [[1, 11]], status: 'Terminated' },
        { held: [[1, 11]], status: 'Cancelled' },
        { held: [[1, 11]], status: 'Fraud' },
        { held: [[1, 11]], status: 'Completed' },
      ],
      counted: { units: 2, choices: { 11: 2 }, sets: { 11: 2 } },
    },
    'a yes whose row names no choice': {
      services: [
        {
          held: [
            [1, 11],
            [3, 0, 1],
          ],
        },
        { held: [[3, 31, 1]] },
      ],
      counted: { units: 2, choices: { 11: 1, 31: 2 }, sets: { 31: 1, '11,31': 1 } },
    },
    'a no, with a choice and without': {
      services: [{ held: [[3, 31, 0]] }, { held: [[3, 0, 0]] }],
      counted: { units: 2 },
    },
    'a yes in another language': {
      services: [{ held: [[3, 31, 1, 'Ja']] }, { held: [[3, 31, 1, 'Oui']], qty: 2 }],
      counted: { units: 3, choices: { 31: 3 }, sets: { 31: 3 } },
    },
    'a no in another language': {
      services: [{ held: [[3, 31, 0, 'Nein']] }, { held: [[3, 31, 0, 'Nee']] }],
      counted: { units: 2 },
    },
    'a yes by the label of its choice': {
      services: [{ held: [[3, 31, 1, 'Daily']] }],
      counted: { units: 1, choices: { 31: 1 }, sets: { 31: 1 } },
    },
    'a yes of an option with two choices': {
      services: [{ held: [[5, 52, 1]] }, { held: [[5, 51, 1]] }],
      counted: { units: 2, choices: { 51: 2 }, sets: { 51: 2 } },
    },
    'a number whose row names no choice': {
      services: [{ held: [[4, 0, 5]] }],
      counted: { units: 1, choices: { 41: 5 } },
    },
    'a number of none': { services: [{ held: [[4, 41, 0]] }], counted: { units: 1 } },
    'a doubled row': {
      services: [
        {
          held: [
            [1, 11],
            [1, 11],
            [2, 21],
          ],
          qty: 2,
        },
      ],
      counted: { units: 2, choices: { 11: 2, 21: 2 }, sets: { '11,21': 2 } },
    },
    'a doubled yes, of which one row names no choice': {
      services: [
        {
          held: [
            [3, 31, 1],
            [3, 0, 1],
          ],
        },
      ],
      counted: { units: 1, choices: { 31: 1 }, sets: { 31: 1 } },
    },
    'a doubled number': {
      services: [
        {
          held: [
            [4, 41, 3],
            [4, 41, 3],
          ],
        },
      ],
      counted: { units: 1, choices: { 41: 3 } },
    },
    'two choices of one option': {
      services: [
        {
          held: [
            [1, 11],
            [1, 12],
            [2, 21],
          ],
        },
        { held: [[1, 13]] },
      ],
      counted: {
        units: 2,
        choices: { 13: 1, 21: 1 },
        sets: { 13: 1, 21: 1 },
        unsure: { 1: 1 },
        unmatched: 1,
      },
    },
    'a yes and a no of one option': {
      services: [
        {
          held: [
            [3, 31, 1],
            [3, 31, 0],
          ],
          qty: 2,
        },
      ],
      counted: { units: 2, unsure: { 3: 2 }, unmatched: 2 },
    },
    'two numbers of one option': {
      services: [
        {
          held: [
            [4, 41, 1],
            [4, 41, 4],
          ],
        },
      ],
      counted: { units: 1, unsure: { 4: 1 }, unmatched: 1 },
    },
    'a hidden choice': {
      services: [
        {
          held: [
            [1, 13],
            [2, 21],
          ],
        },
      ],
      counted: { units: 1, choices: { 13: 1, 21: 1 }, sets: { '13,21': 1 } },
    },
    'a deleted choice': {
      services: [
        {
          held: [
            [1, 19, 0, 'Paris'],
            [2, 21],
          ],
          qty: 2,
        },
        { held: [[1, 11]] },
      ],
      counted: {
        units: 3,
        choices: { 11: 1, 21: 2 },
        sets: { 11: 1, 21: 2 },
        unsure: { 1: 2 },
        unmatched: 2,
      },
    },
    'a deleted choice of one kind and a doubled row of another': {
      services: [
        {
          held: [
            [2, 29, 0, '1 GB'],
            [1, 12],
            [1, 12],
          ],
        },
      ],
      counted: { units: 1, choices: { 12: 1 }, sets: { 12: 1 }, unsure: { 2: 1 }, unmatched: 1 },
    },
    'an option of another product': {
      services: [
        {
          held: [
            [9, 91],
            [1, 11],
          ],
        },
        { held: [[9, 91]], qty: 4 },
      ],
      counted: { units: 5, choices: { 11: 1 }, sets: { 11: 1 }, unmatched: 5 },
    },
    'a number and a yes of another product': {
      services: [
        {
          held: [
            [10, 101, 7],
            [11, 111, 1],
          ],
          qty: 2,
        },
      ],
      counted: { units: 2, unmatched: 4 },
    },
    'none and a no of another product': {
      services: [
        {
          held: [
            [10, 101, 0],
            [11, 111, 0],
            [1, 12],
          ],
        },
      ],
      counted: { units: 1, choices: { 12: 1 }, sets: { 12: 1 } },
    },
    'a deleted option': { services: [{ held: [[99, 991, 0, 'Old']] }], counted: { units: 1, unmatched: 1 } },
    'no choice of a dropdown yet': {
      services: [
        {
          held: [
            [1, 0, 0, ''],
            [2, 21],
          ],
        },
      ],
      counted: { units: 1, choices: { 21: 1 }, sets: { 21: 1 } },
    },
  };
const NAMES = Object.keys(CASES);
const pidOf = (name: string): number => NAMES.indexOf(name) + 1;

let nextId = 0;
const SERVICES = NAMES.flatMap((name) =>
  (CASES[name]?.services ?? []).map((service) => {
    nextId += 1;
    return { id: nextId, pid: pidOf(name), status: 'Active', qty: 1, ...service };
  }),
);

const TABLES: Tables = {
  tblproductgroups: [{ id: 1, name: 'Servers' }],
  tblproducts: NAMES.map((name) => ({
    ...{ id: pidOf(name), gid: 1, name, type: 'server', servertype: '', paytype: 'recurring' },
    ...{ stockcontrol: 1, qty: 9, hidden: 0, retired: 0 },
  })),
  tblproductconfiglinks: NAMES.map((name) => ({ gid: 1, pid: pidOf(name) })),
  tblproductconfigoptions: OPTIONS.map(({ id, name, type }) => ({
    ...{ id, gid: OWN.has(id) ? 1 : 2, optionname: name, optiontype: String(type), order: id },
    ...{ qtyminimum: 0, qtymaximum: 0, hidden: 0 },
  })),
  tblproductconfigoptionssub: OPTIONS.flatMap(({ id: configid, choices }) =>
    choices.map(([id, optionname]) => ({
      id,
      configid,
      optionname,
      sortorder: id,
      hidden: id === 13 ? 1 : 0,
    })),
  ),
  tblhosting: SERVICES.map(({ id, pid, status, qty }) => ({
    ...{ id, orderid: id, packageid: pid, domainstatus: status, qty },
    ...{ domain: '', username: '', password: '' },
  })),
  tblhostingconfigoptions: SERVICES.flatMap(({ id: relid, held }) =>
    held.map(([configid, optionid, qty = 0]) => ({ relid, configid, optionid, qty })),
  ),
};

/** A service as `GetClientsProducts` lists it: the label of what was chosen, a number, or yes or no. */
const listed = ({ id, pid, status, qty, held }: (typeof SERVICES)[number]) => ({
  ...{ id: String(id), pid: String(pid), qty: String(qty), status },
  configoptions: {
    configoption: held.map(([optionId, choiceId, number = 0, value]) => {
      const option = OPTIONS.find((one) => one.id === optionId);
      const label = option?.choices.find(([choice]) => choice === choiceId)?.[1] ?? '';
      const byWord = {
        yesno: number > 0 ? 'Yes' : 'No',
        quantity: String(number),
        dropdown: label,
        radio: label,
      };
      const word = option?.word ?? 'dropdown';
      return {
        id: String(optionId),
        option: option?.name ?? 'Gone',
        type: word,
        value: value ?? byWord[word],
      };
    }),
  },
});

/** Limits for which combinations are counted. */
const COMBINED = { ...NO_LIMITS, everyCombination: true };

/** Counts a product's services as the exporter does where it has to page through them. */
function countByPaging(product: ProductOptions) {
  const rows = SERVICES.filter(({ pid }) => pid === product.id).map(listed);
  const holding = new Set(['pending', 'active', 'suspended']);
  const tally = createTally(product, holding, undefined);
  const page = readServicePage({ totalresults: rows.length, products: { product: rows } }, product.id);
  for (const service of page.services) tally.add(service);
  return plainUsage(tally.usage());
}

describe.each(['SQLite', 'MariaDB'])(
  'counted by the companion on %s and by paging, the same are',
  (database) => {
    const test = testWith(...(database === 'MariaDB' ? [PHP, MARIADB] : [PHP]));
    let mariadb: Mariadb | undefined;
    let shop: WhmcsShop;
    const never = new AbortController().signal;
    let companion: Source;
    let transport: Transport;
    let products: readonly ListedProduct[] = [];
    let together: ServiceCount;
    const count = async (some: readonly ProductOptions[]): Promise<ServiceCount> => {
      const counted = await companion.count?.(some, never);
      if (!counted) throw new Error('the companion can not count');
      return counted;
    };

    beforeAll(async () => {
      if (database === 'MariaDB') mariadb = await startMariadb();
      shop = await startWhmcsShop({ tables: TABLES, ...(mariadb ? { database: mariadb.connection } : {}) });
      const site = siteConfig({
        ...{ source: 'companion', apiUrl: new URL('includes/api.php', shop.url), accessKey: undefined },
        ...{ identifier: new Secret('shop-identifier'), secret: new Secret('shop-secret') },
        limits: { products: new Map(NAMES.map((name) => [pidOf(name), COMBINED])), pools: [] },
      });
      transport = createTransport(site, resolverHere());
      const observer = { requestStarted() {}, requestEnded() {}, retried() {} };
      const client = createClient({ site, transport, observer, log: { warn() {} }, random: Math.random });
      companion = createSources({ site, client, log: { warn() {} } }).companion;
      ({ products } = await companion.read(never));
      together = await count(products);
    });
    afterAll(async () => {
      await transport?.close();
      await shop?.close();
      await mariadb?.close();
    });

    test.each(NAMES)('the units of %s', async (name) => {
      const product = products.find(({ id }) => id === pidOf(name));
      if (!product) throw new Error(`the companion does not list ${name}`);
      const counted = { choices: {}, sets: {}, unsure: {}, unmatched: 0, ...CASES[name]?.counted };
      const options = together.options?.get(product.id);
      expect(plainUsage(together.usage.get(product.id))).toEqual(counted);
      expect(countByPaging({ id: product.id, options })).toEqual(counted);
      const alone = await count([product]); // other queries if none of its rows are doubled
      expect(plainUsage(alone.usage.get(product.id))).toEqual(counted);
    });
  },
);
