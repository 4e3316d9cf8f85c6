import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { linked, rowToProduct } from '../links.js';
import { coloured, table } from '../panels/table.js';
import { rows } from '../query.js';
import * as series from './series.js';

const LEFT = {
  heading: 'Left',
  width: 90,
  properties: [{ id: 'thresholds', value: steps(COLOUR.bad, [1, COLOUR.warning]).build() }, coloured],
};

/** Choices and combinations with little stock. */
export const choices = () =>
  table(
    'Choices and combinations with the least stock',
    'WHMCS does not track the stock of these and keeps selling them. Hide what is sold out, or add more.',
    [
      { field: 'Value', ...LEFT },
      { field: 'product', heading: 'Product', properties: [linked(rowToProduct)] },
      { field: 'what', heading: 'Choice or combination' },
      { field: 'site', heading: 'Site', width: 110 },
      { field: 'product_id', heading: 'ID', hidden: true },
    ],
  )
    .withTarget(
      rows(
        `min by (site, product, product_id, what) (bottomk(100,
          label_join(${series.OPTION_FOR_SALE}, "what", " ", "option", "choice")
            or label_join(${series.COMBINATION_FOR_SALE}, "what", "", "combination")
        ))`,
        'A',
      ),
    )
    .sortBy([new TableSortByFieldStateBuilder().displayName('Left').desc(false)]);

/** Products with unknown stock. */
export const unknown = () =>
  table(
    'Products with unknown stock',
    'WHMCS lists these products, but it is unknown how many units are left or whether stock control is ' +
      'on. Shows at most 100.',
    [
      { field: 'product', heading: 'Product', properties: [linked(rowToProduct)] },
      { field: 'group', heading: 'Group', width: 160 },
      { field: 'site', heading: 'Site', width: 120 },
      { field: 'product_id', heading: 'ID', width: 70 },
      { field: 'Value', heading: 'Count', hidden: true },
    ],
  )
    .withTarget(
      rows(
        `topk(100, group by (${series.PRODUCT}) (
          whmcs_product_info{site=~"$site", group=~"$group", visibility!~"hidden|retired"}
            and on (job, instance, site) (whmcs_products{site=~"$site", stock="unknown"} > 0)
            unless on (job, instance, site, product_id) whmcs_product_stock{site=~"$site", group=~"$group"}
            unless on (job, instance, site, product_id) (whmcs_product_stock_control{site=~"$site", group=~"$group"} == 0)
        ))`,
        'A',
      ),
    )
    .noValue('')
    .sortBy([new TableSortByFieldStateBuilder().displayName('Product').desc(false)]);
