import { COLOUR, SHARES, steps } from '../colours.js';
import { link, seriesToProduct } from '../links.js';
import { gauges } from '../panels/gauges.js';
import { timeline } from '../panels/timeline.js';
import { now, overTime } from '../query.js';
import * as series from './series.js';

/** When the least available products were in stock. */
export const whenSold = () =>
  timeline(
    'Stock history of the least available products',
    'Blue: in stock. Red: sold out. Yellow: sold out for part of the time. Blank: unknown. Shows the ' +
      'ten products that were in stock the least in the selected time.',
  )
    .withTarget(
      overTime(
        `${series.perProduct(`avg_over_time(${series.LISTED}[$__interval])`)} and ${series.leastOfListed('[$__range] @ end()')}`,
        '{{product}} · {{site}}',
      ),
    )
    .interval('15m')
    .maxDataPoints(336)
    .unit('percentunit')
    .thresholds(SHARES(COLOUR.bad))
    .dataLinks([link(seriesToProduct)])
    .noValue('');

/** The share of time in which these products were in stock. */
export const shareSold = () =>
  gauges(
    'Time in stock of the least available products',
    'Share of the selected time in which customers could order the product. Time with unknown stock ' +
      'does not count. Shows the ten lowest among visible products.',
  )
    .withTarget(now(`sort(${series.leastOfListed('[$__range]')})`, '{{product}} · {{site}}'))
    .thresholds(steps(COLOUR.bad, [0.9, COLOUR.warning], [0.99, COLOUR.good]))
    .dataLinks([link(seriesToProduct)]);
