import { alerts } from '../annotations.js';
import { dashboard } from '../dashboard.js';
import { column, row } from '../grid.js';
import { UID } from '../uids.js';
import { groups, leastAvailable, sites } from '../variables.js';
import { attentionTable } from './attention.js';
import { shareSold, whenSold } from './availability.js';
import { choices, unknown } from './lists.js';
import { numbers } from './numbers.js';
import { byGroup, bySite } from './places.js';
import { LEAST_AVAILABLE } from './series.js';

/** The panels below, counted from the top. */
const LISTS = { products: 9, choices: 14, unknown: 15 };

/** The morning's page: what must be done today. */
export const overview = () =>
  dashboard({
    uid: UID.overview,
    title: 'WHMCS stock overview',
    description: 'What is sold out, what will be next, and where nobody can tell.',
    from: 'now-7d',
    refresh: '1m',
    variables: [sites(), groups(), leastAvailable(LEAST_AVAILABLE)],
    annotation: alerts('category=~"site|exporter", site=~"$site|"'),
    rows: [
      numbers(LISTS),
      [
        column(16, [
          12,
          attentionTable(
            'What needs you today',
            'Oversold, sold out, low, or gone within a week at the speed of the last two weeks; the worst first. A row leads to its product.',
          ),
        ]),
        column(8, [6, bySite()], [6, byGroup()]),
      ],
      row(9, [16, whenSold()], [8, shareSold()]),
      row(9, [12, choices()], [12, unknown()]),
    ],
  });
