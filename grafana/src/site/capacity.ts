import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { perSiteOf } from '../identity.js';
import { centred, filled, table } from '../panels/table.js';
import { rows } from '../query.js';
import { knownColumn } from '../states.js';
import { CHOSEN, ofSite } from './series.js';

const ofQuery = (name: string) => `whmcs_capacity_query_${name}`;
const readAgo: DynamicConfigValue = { id: 'unit', value: 'dateTimeFromNow' };

/** The queries that measure capacity, and their results. */
export const capacities = () =>
  table(
    'Capacity queries',
    'Queries that measure capacity; those with a number per choice show none here. If a query fails, its ' +
      'last good number counts until max_age. Then it is unknown, and so is the room that it limits.',
    [
      { field: 'query', heading: 'Query' },
      { field: 'site', heading: 'Site', width: 110 },
      { field: 'Value #A', heading: 'State', width: 100, properties: [knownColumn, filled, centred] },
      { field: 'Value #B', heading: 'Number', width: 100 },
      { field: 'Value #C', heading: 'Last success', width: 140, properties: [readAgo] },
    ],
  )
    .withTarget(rows(ofSite(ofQuery('known')), 'A'))
    .withTarget(rows(perSiteOf('max', `${ofQuery('value')}${CHOSEN.replace('}', ', choice=""}')}`), 'B'))
    .withTarget(rows(`1000 * ${ofSite(ofQuery('last_success_timestamp_seconds'))}`, 'C'))
    .noValue('');
