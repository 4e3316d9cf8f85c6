import { countByStock, type Product, type Snapshot } from '../stock/catalogue.js';
import type { Movement } from '../stock/movement.js';
import type { Family, Sample } from './family.js';

/** What is exposed of a snapshot, and withdrawn with it. */
export const stockFamilies: readonly Family<Snapshot>[] = [
  {
    name: 'whmcs_product_stock',
    type: 'gauge',
    help: 'Units of the product left for sale, negative when oversold. Absent when unlimited or unknown.',
    *samples({ site, products }) {
      for (const product of products) {
        if (product.stock.kind === 'limited') {
          yield { labels: productLabels(site, product), value: product.stock.quantity };
        }
      }
    },
  },
  {
    name: 'whmcs_product_stock_control',
    type: 'gauge',
    help: 'Whether WHMCS controls the stock of the product: 1 on, 0 off (unlimited). Absent when unknown.',
    *samples({ site, products }) {
      for (const product of products) {
        if (product.stock.kind !== 'unknown') {
          yield { labels: productLabels(site, product), value: product.stock.kind === 'limited' ? 1 : 0 };
        }
      }
    },
  },
  {
    name: 'whmcs_product_info',
    type: 'gauge',
    help: 'What else is known of the product; always 1.',
    *samples({ site, products }) {
      for (const product of products) {
        const { group, type, module, payType, visibility } = product;
        yield {
          labels: {
            ...productLabels(site, product),
            group_id: group.id ?? '',
            type,
            module,
            pay_type: payType,
            visibility,
          },
          value: 1,
        };
      }
    },
  },
  {
    name: 'whmcs_products',
    type: 'gauge',
    help: 'Number of products by what is known of their stock: limited, unlimited or unknown.',
    samples: (snapshot) =>
      Object.entries(countByStock(snapshot)).map(([stock, value]) => ({
        labels: { site: snapshot.site, stock },
        value,
      })),
  },
  {
    name: 'whmcs_configured_product_missing',
    type: 'gauge',
    help: 'A product that the configuration names by id and WHMCS does not list; always 1.',
    samples: ({ site, missing }) => missing.map((id) => ({ labels: { site, product_id: id }, value: 1 })),
  },
];

/** A snapshot with what moved up to it. */
export type Moved = { readonly snapshot: Snapshot; readonly movement: Movement };

/** What is counted from snapshot to snapshot. It stays true, and exposed, when the snapshot is withdrawn. */
export const movementFamilies: readonly Family<Moved>[] = [
  {
    name: 'whmcs_product_stock_removed_total',
    type: 'counter',
    help: 'Units by which the stock of the product was seen to fall since the exporter started: sales, corrections.',
    samples: (moved) => movementSamples(moved, 'removed'),
  },
  {
    name: 'whmcs_product_stock_added_total',
    type: 'counter',
    help: 'Units by which the stock of the product was seen to rise since the exporter started: restocks, cancellations.',
    samples: (moved) => movementSamples(moved, 'added'),
  },
];

function* movementSamples({ snapshot, movement }: Moved, direction: 'removed' | 'added'): Iterable<Sample> {
  for (const product of snapshot.products) {
    const moved = movement.get(product.id);
    if (moved) yield { labels: productLabels(snapshot.site, product), value: moved[direction] };
  }
}

const productLabels = (site: string, { id, name, group }: Product) => ({
  site,
  product_id: id,
  product: name,
  group: group.name,
});
