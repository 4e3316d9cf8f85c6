import { COLOUR, steps } from '../colours.js';
import { link, seriesToSite } from '../links.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { CHOSEN, READABLE } from './series.js';

/** When each site could be read. */
export const whenReadable = () =>
  timeline(
    'When stock was known',
    'Green: read and trusted. Purple: nobody could tell what customers could order. Orange: for a part of the time.',
  )
    .withTarget(overTime(`min by (site) (avg_over_time(${READABLE}[$__interval]))`, '{{site}}'))
    .interval('2m')
    .maxDataPoints(336)
    .unit('percentunit')
    .thresholds(steps(COLOUR.unknown, [0.01, COLOUR.warning], [0.999, COLOUR.good]))
    .dataLinks([link(seriesToSite)]);

/** How old the stock is. */
export const age = () =>
  lines(
    'Age of the stock',
    'Seconds since the stock was last read, of the ten sites where it is the oldest. It should stay below a few intervals.',
  )
    .withTarget(
      overTime(`topk(10, min by (site) (instance_site:whmcs_stock:age_seconds${CHOSEN}))`, '{{site}}'),
    )
    .interval('2m')
    .unit('s')
    .min(0)
    .dataLinks([link(seriesToSite)]);

/** How often sites are asked. */
export const interval = () =>
  lines(
    'Interval in force',
    'How often the ten sites that are asked most rarely are asked. It grows while a site fails or says that it must not be asked.',
  )
    .withTarget(overTime(`topk(10, min by (site) (whmcs_collection_interval_seconds${CHOSEN}))`, '{{site}}'))
    .interval('2m')
    .unit('s')
    .min(0)
    .dataLinks([link(seriesToSite)]);

/** Collections that failed, by reason. */
export const failures = () =>
  bars(
    'Collections that failed',
    'Readings of a site that failed altogether, by reason. One is made good by the next; three in a row, and nobody can tell.',
  )
    .withTarget(
      overTime(
        `sum by (reason) (increase(whmcs_collection_failures_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{reason}}',
      ),
    )
    .interval('10m');
