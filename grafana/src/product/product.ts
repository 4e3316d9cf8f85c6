import { alerts } from '../annotations.js';
import { dashboard } from '../dashboard.js';
import { column, row } from '../grid.js';
import { UID } from '../uids.js';
import { groups, oneSite, products } from '../variables.js';
import { availability, basis, chance, daysLeft, soldPerDay, stock } from './history.js';
import { numbers } from './numbers.js';
import { choices, choicesOverTime, combinations } from './options.js';

/** The dashboard for one product. */
export const product = () =>
  dashboard({
    uid: UID.product,
    title: 'WHMCS product',
    description:
      'How many units of a product are left, how fast it sells, when it sells out, and what limits it.',
    from: 'now-7d',
    refresh: '1m',
    variables: [oneSite(), groups(), products()],
    annotation: { marks: alerts('site=~"$site", product_id=~"$product"'), on: ['Stock'] },
    rows: [
      numbers(),
      [column(16, [9, stock()], [4, availability()]), column(8, [7, soldPerDay()], [6, daysLeft()])],
      row(6, [12, chance()], [12, basis()]),
      row(8, [12, choices()], [12, combinations()]),
      row(8, [24, choicesOverTime()]),
    ],
  });
