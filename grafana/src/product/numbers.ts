import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN, PER_DAY, restocked, STOCK, sold } from './series.js';

const LEFT_COLOURS = steps(COLOUR.bad, [1, COLOUR.neutral]);
const DAYS_COLOURS = steps(COLOUR.bad, [1, COLOUR.warning], [4, COLOUR.soon], [7, COLOUR.good]);

/** The state of the product, in numbers. */
export function numbers() {
  const state = alarm(
    'State',
    'The worst state that applies: oversold, sold out, at its critical or warning threshold, or sold ' +
      'out within a week. Unlimited means that stock control is off.',
  )
    .withTarget(
      now(
        `min by (product) (
          site_product:whmcs_product_stock:attention${CHOSEN}
            or 0 * ${STOCK} + 6
            or 0 * max without (instance, pod) (whmcs_product_stock_control${CHOSEN} == 0) + 7
        )`,
        '{{product}}',
      ),
    )
    .noValue('unknown')
    .textMode(BigValueTextMode.Value)
    .thresholds(steps(COLOUR.unknown))
    .mappings([
      {
        type: MappingType.ValueToText,
        options: {
          '1': { text: 'oversold', color: COLOUR.worst },
          '2': { text: 'sold out', color: COLOUR.bad },
          '3': { text: 'critical', color: COLOUR.warning },
          '4': { text: 'low', color: COLOUR.soon },
          '5': { text: 'selling fast', color: COLOUR.neutral },
          '6': { text: 'in stock', color: COLOUR.good },
          '7': { text: 'unlimited', color: COLOUR.good },
        },
      },
    ]);

  const left = number('Left', 'Units left, if known. Negative: oversold.')
    .withTarget(now(`min by (product) (${STOCK})`, '{{product}}'))
    .thresholds(LEFT_COLOURS);

  const perDay = number(
    'Sold per day',
    'Units sold per day in the last two weeks, counting only the time in stock. Cancellations are not ' +
      'subtracted.',
  )
    .withTarget(now(PER_DAY, '{{product}}'))
    .decimals(1)
    .thresholds(steps(COLOUR.neutral));

  const days = number('Days left', 'How long the stock lasts at the sales rate of the last two weeks.')
    .withTarget(
      now(`min by (product) (site_product:whmcs_product_stock:days_left14d${CHOSEN})`, '{{product}}'),
    )
    .decimals(1)
    .noValue('no sales')
    .thresholds(DAYS_COLOURS);

  const until = number('Runs out', 'When the product sells out at that rate.')
    .withTarget(
      now(
        `1000 * (time() + 86400 * min by (product) (0 < site_product:whmcs_product_stock:days_left14d${CHOSEN} < 1000))`,
        '{{product}}',
      ),
    )
    .unit('dateTimeFromNow')
    .noValue('no forecast')
    .thresholds(steps(COLOUR.neutral));

  const share = number(
    'Time in stock',
    'Share of the selected time in which customers could order it. Time with unknown stock does not count.',
  )
    .withTarget(
      now(
        `min by (product) (avg_over_time(site_product:whmcs_product_stock:in_stock_ratio15m${CHOSEN}[$__range]))`,
        '{{product}}',
      ),
    )
    .unit('percentunit')
    .decimals(1)
    .noValue('not for sale')
    .thresholds(steps(COLOUR.bad, [0.9, COLOUR.warning], [0.99, COLOUR.good]));

  const units = number('Total sold', 'Total decrease of the stock in the selected time.')
    .withTarget(now(`round(${sold('$__range')})`, '{{product}}'))
    .thresholds(steps(COLOUR.neutral));

  const added = number(
    'Total restocked',
    'Total increase of the stock in the selected time: deliveries and cancellations.',
  )
    .withTarget(now(`round(${restocked('$__range')})`, '{{product}}'))
    .thresholds(steps(COLOUR.neutral));

  return row(
    4,
    [3, state],
    [3, left],
    [3, perDay],
    [3, days],
    [3, until],
    [3, share],
    [3, units],
    [3, added],
  );
}
