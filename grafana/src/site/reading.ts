import { COLOUR, SHARES } from '../colours.js';
import { link, seriesToSite } from '../links.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { CHOSEN, leastOfSite, READABLE } from './series.js';

/** When the stock of each site was known. */
export const whenReadable = () =>
  timeline('Known stock', 'Blue: known. Purple: unknown. Yellow: unknown for part of the time.')
    .withTarget(overTime(`avg_over_time(${READABLE}[$__interval:])`, '{{site}}'))
    .interval('2m')
    .maxDataPoints(336)
    .unit('percentunit')
    .thresholds(SHARES(COLOUR.unknown))
    .dataLinks([link(seriesToSite)]);

/** The age of the stock. */
export const age = () =>
  lines(
    'Age of the stock',
    'Time since the stock was last read, for the ten sites with the oldest stock. It should stay below ' +
      'a few intervals.',
  )
    .withTarget(overTime(`topk(10, ${leastOfSite('instance_site:whmcs_stock:age_seconds')})`, '{{site}}'))
    .interval('2m')
    .unit('s')
    .min(0)
    .dataLinks([link(seriesToSite)]);

/** The interval between collections. */
export const interval = () =>
  lines(
    'Current interval',
    'The interval between collections, for the ten sites with the longest. It grows while a site fails ' +
      'or asks the exporter to wait.',
  )
    .withTarget(overTime(`topk(10, ${leastOfSite('whmcs_collection_interval_seconds')})`, '{{site}}'))
    .interval('2m')
    .unit('s')
    .min(0)
    .dataLinks([link(seriesToSite)]);

/** Failed collections, by reason. */
export const failures = () =>
  bars(
    'Failed collections',
    'By reason. One failure is harmless if the next collection succeeds. After three in a row, the ' +
      'stock is unknown.',
  )
    .withTarget(
      overTime(
        `sum by (reason) (increase(whmcs_collection_failures_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{reason}}',
      ),
    )
    .interval('10m');
