import { changedSeverities } from '../stock/alert-settings.js';
import { countByStock, type Product } from '../stock/catalogue.js';
import type { Family, Sample } from './family.js';
import { productForecasts } from './forecast-families.js';
import { PRODUCT_LABELS, type StockSubject } from './stock-labels.js';
import { renderLabels } from './text-format.js';

/** The families of a snapshot's products. They are withdrawn with it. */
export const productFamilies: readonly Family<StockSubject>[] = [
  {
    name: 'whmcs_product_stock',
    type: 'gauge',
    help: 'Units of the product left for sale, negative when oversold. Absent when unlimited or unknown.',
    labels: PRODUCT_LABELS,
    samples: (subject) =>
      perProduct(subject, ({ stock }) => (stock.kind === 'limited' ? stock.quantity : undefined)),
  },
  {
    name: 'whmcs_product_stock_control',
    type: 'gauge',
    help: 'Whether WHMCS controls the stock of the product: 1 on, 0 off (unlimited). Absent when unknown.',
    labels: PRODUCT_LABELS,
    samples: (subject) => perProduct(subject, ({ stock }) => STOCK_CONTROL[stock.kind]),
  },
  {
    name: 'whmcs_product_info',
    type: 'gauge',
    help: 'Type, module, payment type and visibility of the product; always 1.',
    labels: [...PRODUCT_LABELS, 'group_id', 'type', 'module', 'pay_type', 'visibility'],
    *samples({ snapshot, labels }) {
      for (const [index, { group, type, module, payType, visibility }] of snapshot.products.entries()) {
        const more = renderLabels({ group_id: group.id ?? '', type, module, pay_type: payType, visibility });
        yield { labels: `${labels[index]},${more}`, value: 1 };
      }
    },
  },
  {
    name: 'whmcs_product_stock_threshold',
    type: 'gauge',
    help: 'Stock at or below which the product is warning or critical, as configured. Absent when unlimited.',
    labels: [...PRODUCT_LABELS, 'severity'],
    samples: (subject) =>
      eachPerProduct(subject, ({ id, stock }) => {
        const thresholds = stock.kind === 'unlimited' ? [] : (subject.snapshot.thresholds.get(id) ?? []);
        return thresholds.map(([severity, value]) => [{ severity }, value]);
      }),
  },
  {
    name: 'whmcs_product_alert',
    type: 'gauge',
    help: 'Severity of an alert on the product, where the configuration differs from the default; always 1.',
    labels: [...PRODUCT_LABELS, 'alert', 'severity'],
    samples: (subject) =>
      eachPerProduct(subject, ({ id }) => {
        const alerts = subject.snapshot.alerts.get(id);
        return (alerts ? changedSeverities(alerts) : []).map(([alert, severity]) => [{ alert, severity }, 1]);
      }),
  },
  {
    name: 'whmcs_product_price',
    type: 'gauge',
    help: 'Price per billing cycle, without setup fees. Absent for a cycle that is not sold; see `prices`.',
    labels: [...PRODUCT_LABELS, 'currency', 'cycle'],
    samples: (subject) =>
      eachPerProduct(subject, ({ prices = [] }) =>
        prices.map(({ currency, cycle, amount }) => [{ currency, cycle }, amount]),
      ),
  },
  {
    name: 'whmcs_products',
    type: 'gauge',
    help: 'Number of products by kind of stock: limited, unlimited or unknown.',
    labels: ['site', 'stock'],
    samples: ({ snapshot }) =>
      Object.entries(countByStock(snapshot)).map(([stock, value]) => ({
        labels: renderLabels({ site: snapshot.site, stock }),
        value,
      })),
  },
  {
    name: 'whmcs_source_in_trouble',
    type: 'gauge',
    help: 'Always 1 for a source that has worked before, fails now, and is replaced by a lesser one.',
    labels: ['site', 'source', 'reason'],
    samples: ({ snapshot: { site, trouble } }) =>
      trouble
        ? [{ labels: renderLabels({ site, source: trouble.source, reason: trouble.reason }), value: 1 }]
        : [],
  },
  {
    name: 'whmcs_products_from_memory',
    type: 'gauge',
    help:
      'Products whose stock or visibility comes from an earlier reading, because the last one did not ' +
      'state it.',
    labels: ['site'],
    samples: ({ snapshot: { site, products } }) => [
      {
        labels: renderLabels({ site }),
        value: products.filter(({ isRemembered }) => isRemembered).length,
      },
    ],
  },
  {
    name: 'whmcs_configured_product_missing',
    type: 'gauge',
    help: 'A product that the configuration names by id and WHMCS does not list; always 1.',
    labels: ['site', 'product_id'],
    samples: ({ snapshot: { site, missing } }) =>
      missing.map((id) => ({ labels: renderLabels({ site, product_id: id }), value: 1 })),
  },
  ...productForecasts,
];

/** The families of movement between snapshots. They stay exposed when the snapshot is withdrawn. */
export const movementFamilies: readonly Family<StockSubject>[] = [
  {
    name: 'whmcs_product_stock_removed_total',
    type: 'counter',
    help:
      'Sum of observed decreases of the stock: sales, corrections. A persistence file keeps it over ' +
      'restarts.',
    labels: PRODUCT_LABELS,
    samples: (subject) => perProduct(subject, ({ id }) => subject.movement.get(id)?.removed),
  },
  {
    name: 'whmcs_product_stock_added_total',
    type: 'counter',
    help: 'Sum of observed increases of the stock: restocks, cancellations. A persistence file keeps it.',
    labels: PRODUCT_LABELS,
    samples: (subject) => perProduct(subject, ({ id }) => subject.movement.get(id)?.added),
  },
  {
    name: 'whmcs_product_sold_total',
    type: 'counter',
    help:
      'Units sold, from the order history of WHMCS or else from falls of the stock that are not ' +
      'corrections. Units of cancelled orders are subtracted from the next sales.',
    labels: PRODUCT_LABELS,
    samples: (subject) => perProduct(subject, ({ id }) => subject.movement.get(id)?.sold),
  },
];

const STOCK_CONTROL = { limited: 1, unlimited: 0, unknown: undefined };

/** Returns a sample for each product that has a value. */
function* perProduct(
  { snapshot, labels }: StockSubject,
  value: (product: Product) => number | undefined,
): Iterable<Sample | undefined> {
  let index = 0; // entries() would create a list for each product and family
  for (const product of snapshot.products) {
    const number = value(product);
    yield number === undefined ? undefined : { labels: labels[index] ?? '', value: number };
    index += 1;
  }
}

/** Returns the samples of each product. Each sample adds labels to those of the product. */
function* eachPerProduct(
  { snapshot, labels }: StockSubject,
  samples: (product: Product) => readonly (readonly [Readonly<Record<string, string>>, number])[],
): Iterable<Sample | undefined> {
  let index = 0;
  for (const product of snapshot.products) {
    yield undefined;
    for (const [more, value] of samples(product))
      yield { labels: `${labels[index]},${renderLabels(more)}`, value };
    index += 1;
  }
}
