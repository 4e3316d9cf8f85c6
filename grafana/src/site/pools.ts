import { perSite, perSiteOf } from '../identity.js';
import { table } from '../panels/table.js';
import { byLeft, USE } from '../product/options.js';
import { rows } from '../query.js';
import { CHOSEN } from './series.js';

const exposed = (name: string) => perSiteOf('max', `whmcs_pool_${name}${CHOSEN}`);

/** Pools that products and choices share. */
export const pools = () =>
  table(
    'Pools',
    'Resources of a site that several products or choices share. When a pool is used up, all of them are ' +
      'sold out at once.',
    [
      { field: 'pool', heading: 'Pool' },
      { field: 'site', heading: 'Site', width: 110 },
      { field: 'unit', heading: 'Unit', width: 80 },
      ...USE.filter(({ heading }) => heading !== 'Threshold' && heading !== 'Days left'),
    ],
  )
    .withTarget(rows(`${exposed('capacity')} - ${exposed('in_use')}`, 'A'))
    .withTarget(rows(exposed('capacity'), 'B'))
    .withTarget(rows(exposed('in_use'), 'C'))
    .withTarget(rows(perSite('max', `site_pool:whmcs_pool_in_use:ratio${CHOSEN}`), 'E'))
    .noValue('')
    .sortBy([byLeft]);
