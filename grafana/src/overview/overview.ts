import { dashboard } from '../dashboard.js';
import { row } from '../grid.js';
import { UID } from '../uids.js';
import { alertmanager, groups, leastAvailable, sites } from '../variables.js';
import { attentionTable } from './attention.js';
import { shareSold, whenSold } from './availability.js';
import { numbers } from './numbers.js';
import { byGroup, bySite } from './places.js';
import { LEAST_AVAILABLE } from './series.js';

/** The id of the table below, counted from the top. */
const TABLE = 9;

/** The dashboard for the start of the day: what to do today. */
export const overview = () =>
  dashboard({
    uid: UID.overview,
    title: 'WHMCS stock overview',
    description: 'What is sold out, what sells out next, and where stock is unknown.',
    from: 'now-7d',
    refresh: '1m',
    variables: [sites(), groups(), leastAvailable(LEAST_AVAILABLE), alertmanager()],
    rows: [
      numbers(TABLE),
      row(13, [24, attentionTable()]),
      row(7, [12, bySite()], [12, byGroup()]),
      row(9, [16, whenSold()], [8, shareSold()]),
    ],
  });
