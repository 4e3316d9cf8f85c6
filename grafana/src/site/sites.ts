import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, steps } from '../colours.js';
import { perSiteOf } from '../identity.js';
import { linked, rowToSite } from '../links.js';
import { centred, coloured, filled, table } from '../panels/table.js';
import { rows } from '../query.js';
import { knownColumn } from '../states.js';
import { CHOSEN, leastOfSite, ofSite, READABLE } from './series.js';

const duration = (decimals: number): readonly DynamicConfigValue[] => [
  { id: 'unit', value: 's' },
  { id: 'decimals', value: decimals },
];

const from = (first: number, colour: string): readonly DynamicConfigValue[] => [
  { id: 'thresholds', value: steps(COLOUR.quiet, [first, colour]).build() },
  coloured,
];

/** Products of a site whose stock is of a kind. */
const products = (stock: string) =>
  perSiteOf('max', `whmcs_products{site=~"$site", stock="${stock}"}`, 'stock');

/** Per site: how it is read, and how much of its stock is known. */
export const sites = () =>
  table(
    'Sites',
    'How each site is read now, and how much of its stock is known. Sites that cannot be read come first.',
    [
      { field: 'site', heading: 'Site', properties: [linked(rowToSite)] },
      { field: 'Value #A', heading: 'Stock', width: 110, properties: [knownColumn, filled, centred] },
      { field: 'source', heading: 'Source', width: 110 },
      { field: 'version', heading: 'WHMCS', width: 90 },
      { field: 'url_host', heading: 'Host' },
      { field: 'trouble', heading: 'In trouble', width: 160 },
      { field: 'Value #B', heading: 'Info', hidden: true },
      { field: 'Value #J', heading: 'Trouble', hidden: true },
      {
        field: 'Value #C',
        heading: 'Last read',
        width: 140,
        properties: [{ id: 'unit', value: 'dateTimeFromNow' }],
      },
      { field: 'Value #D', heading: 'Interval', width: 90, properties: duration(0) },
      { field: 'Value #E', heading: 'Collection takes', width: 130, properties: duration(2) },
      { field: 'Value #F', heading: 'Limited', width: 80 },
      { field: 'Value #G', heading: 'Unlimited', width: 95 },
      { field: 'Value #H', heading: 'Unknown', width: 90, properties: from(1, COLOUR.unknown) },
      {
        field: 'Value #I',
        heading: 'Failed, 30 min',
        width: 140,
        properties: [
          { id: 'unit', value: 'percentunit' },
          { id: 'decimals', value: 0 },
          ...from(0.01, COLOUR.bad),
        ],
      },
    ],
  )
    .withTarget(rows(READABLE, 'A'))
    .withTarget(rows(perSiteOf('group', `last_over_time(whmcs_site_info${CHOSEN}[1h])`), 'B'))
    .withTarget(
      rows(
        `1000 * ${perSiteOf('max', `last_over_time(whmcs_collection_last_success_timestamp_seconds${CHOSEN}[1d])`)}`,
        'C',
      ),
    )
    .withTarget(rows(leastOfSite('whmcs_collection_interval_seconds'), 'D'))
    .withTarget(rows(ofSite('whmcs_collection_duration_seconds'), 'E'))
    .withTarget(rows(products('limited'), 'F'))
    .withTarget(rows(products('unlimited'), 'G'))
    .withTarget(rows(products('unknown'), 'H'))
    .withTarget(rows(ofSite('instance_site:whmcs_api_errors:ratio30m'), 'I'))
    .withTarget(
      rows(
        perSiteOf(
          'group',
          `label_join(whmcs_source_in_trouble${CHOSEN}, "trouble", ": ", "source", "reason")`,
          'source',
          'reason',
        ),
        'J',
      ),
    )
    .noValue('')
    .sortBy([
      new TableSortByFieldStateBuilder().displayName('Stock').desc(false),
      new TableSortByFieldStateBuilder().displayName('Failed, 30 min').desc(true),
    ]);
