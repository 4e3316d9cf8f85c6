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

/** The ids of the panels below, counted from the top. */
const LISTS = { products: 9, choices: 14, unknown: 15 };

/** The dashboard for the start of the day: what to do today. */
export const overview = () =>
  dashboard({
    uid: UID.overview,
    title: 'WHMCS stock overview',
    description: 'What is sold out, what sells out next, and where stock is unknown.',
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
            'Products that need attention',
            'Oversold, sold out, low, or sold out within a week at the sales rate of the last two ' +
              'weeks. The worst come first. Click a row to see its product.',
          ),
        ]),
        column(8, [6, bySite()], [6, byGroup()]),
      ],
      row(9, [16, whenSold()], [8, shareSold()]),
      row(9, [12, choices()], [12, unknown()]),
    ],
  });
