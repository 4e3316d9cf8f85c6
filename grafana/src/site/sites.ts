import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type DynamicConfigValue, MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, steps } from '../colours.js';
import { linked, rowToSite } from '../links.js';
import { centred, coloured, filled, table } from '../panels/table.js';
import { rows } from '../query.js';
import { CHOSEN, READABLE } from './series.js';

const STATE: DynamicConfigValue = {
  id: 'mappings',
  value: [
    {
      type: MappingType.ValueToText,
      options: {
        '0': { text: 'unknown', color: COLOUR.unknown, index: 0 },
        '1': { text: 'known', color: COLOUR.good, index: 1 },
      },
    },
  ],
};

const duration = (decimals: number): readonly DynamicConfigValue[] => [
  { id: 'unit', value: 's' },
  { id: 'decimals', value: decimals },
];

const from = (first: number, colour: string): readonly DynamicConfigValue[] => [
  { id: 'thresholds', value: steps(COLOUR.quiet, [first, colour]).build() },
  coloured,
];

/** Per site: how it is read, and how much of its stock is known. */
export const sites = () =>
  table(
    'Sites',
    'How each site is read now, and how much of its stock is known. Sites that cannot be read come first.',
    [
      { field: 'site', heading: 'Site', properties: [linked(rowToSite)] },
      { field: 'Value #A', heading: 'Stock', width: 110, properties: [STATE, filled, centred] },
      { field: 'source', heading: 'Source', width: 110 },
      { field: 'version', heading: 'WHMCS', width: 90 },
      { field: 'url_host', heading: 'Host' },
      { field: 'Value #B', heading: 'Info', hidden: true },
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
    .withTarget(rows(`min by (site) (${READABLE})`, 'A'))
    .withTarget(
      rows(`group by (site, source, version, url_host) (last_over_time(whmcs_site_info${CHOSEN}[1h]))`, 'B'),
    )
    .withTarget(
      rows(
        `1000 * max by (site) (last_over_time(whmcs_collection_last_success_timestamp_seconds${CHOSEN}[1d]))`,
        'C',
      ),
    )
    .withTarget(rows(`min by (site) (whmcs_collection_interval_seconds${CHOSEN})`, 'D'))
    .withTarget(rows(`max by (site) (whmcs_collection_duration_seconds${CHOSEN})`, 'E'))
    .withTarget(rows('max by (site) (whmcs_products{site=~"$site", stock="limited"})', 'F'))
    .withTarget(rows('max by (site) (whmcs_products{site=~"$site", stock="unlimited"})', 'G'))
    .withTarget(rows('max by (site) (whmcs_products{site=~"$site", stock="unknown"})', 'H'))
    .withTarget(rows(`max by (site) (instance_site:whmcs_api_errors:ratio30m${CHOSEN})`, 'I'))
    .noValue('')
    .sortBy([
      new TableSortByFieldStateBuilder().displayName('Stock').desc(false),
      new TableSortByFieldStateBuilder().displayName('Failed, 30 min').desc(true),
    ]);
