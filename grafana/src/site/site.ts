import { alerts } from '../annotations.js';
import { dashboard } from '../dashboard.js';
import { row } from '../grid.js';
import { UID } from '../uids.js';
import { sites as sitesVariable } from '../variables.js';
import { errors, events, latency, requests, slowest } from './api.js';
import { capacities } from './capacity.js';
import { numbers } from './numbers.js';
import { pools } from './pools.js';
import { age, failures, interval, whenReadable } from './reading.js';
import { sites } from './sites.js';

/** The dashboard for sites and their API. */
export const site = () =>
  dashboard({
    uid: UID.site,
    title: 'WHMCS sites and API',
    description: 'Whether each WHMCS can be read, how old its stock is, and how well its API works.',
    from: 'now-24h',
    refresh: '1m',
    variables: [sitesVariable()],
    annotation: { marks: alerts('category="site", site=~"$site"'), on: ['Age of the stock'] },
    rows: [
      numbers(),
      row(8, [24, sites()]),
      row(8, [12, whenReadable()], [12, age()]),
      row(8, [12, latency()], [12, slowest()]),
      row(8, [12, errors()], [12, failures()]),
      row(8, [8, requests()], [8, interval()], [8, events()]),
    ],
    hidden: { title: 'Pools and capacity', row: row(8, [12, pools()], [12, capacities()]) },
  });
