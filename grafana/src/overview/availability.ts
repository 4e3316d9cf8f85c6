import { COLOUR, steps } from '../colours.js';
import { link, seriesToProduct } from '../links.js';
import { gauges } from '../panels/gauges.js';
import { timeline } from '../panels/timeline.js';
import { now, overTime } from '../query.js';
import * as series from './series.js';

const least = (span: string) => `bottomk(${series.MOST_LISTED}, avg_over_time(${series.LISTED}${span}))`;

/** When the products could be ordered that could be ordered the least. */
export const whenSold = () =>
  timeline(
    'When the least available were in stock',
    'Red: sold out. Orange: sold out for a part. Green: in stock. Blank: nobody could tell. The ten products that were in stock the least of the time shown.',
  )
    .withTarget(
      overTime(
        `max by (${series.PRODUCT}) (
          avg_over_time(${series.LISTED}[$__interval]) and on (job, site, product_id) ${least('[$__range] @ end()')}
        )`,
        '{{product}} · {{site}}',
      ),
    )
    .interval('15m')
    .maxDataPoints(336)
    .unit('percentunit')
    .thresholds(steps(COLOUR.bad, [0.01, COLOUR.warning], [0.999, COLOUR.good]))
    .dataLinks([link(seriesToProduct)])
    .noValue('');

/** The share of time in which they could be ordered. */
export const shareSold = () =>
  gauges(
    'Share of the time in stock',
    'Of the time shown, and of which it is known: in how much of it customers could order the product. The ten lowest of all that they can see.',
  )
    .withTarget(now(`sort(max by (${series.PRODUCT}) (${least('[$__range]')}))`, '{{product}} · {{site}}'))
    .thresholds(steps(COLOUR.bad, [0.9, COLOUR.warning], [0.99, COLOUR.good]))
    .dataLinks([link(seriesToProduct)]);
