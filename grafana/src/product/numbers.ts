import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { row } from '../grid.js';
import { perSite, perSiteOf } from '../identity.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { STATE, stateMapping } from '../states.js';
import { CHOSEN, DEMAND, daysLeft, probability, restocked, STOCK, sold } from './series.js';

/** The state of the product, in numbers. */
export function numbers() {
  const state = alarm(
    'State',
    'The worst state that applies: oversold, sold out, at its critical or warning threshold (low), or ' +
      'running out (likely to sell out before you can get more). Unlimited means that stock control is off.',
  )
    .withTarget(
      now(
        `${perSite('min', `site_product:whmcs_product_stock:attention${CHOSEN}`)}
          or 0 * ${STOCK} + ${STATE.inStock.value}
          or 0 * ${perSiteOf('max', `whmcs_product_stock_control${CHOSEN} == 0`)} + ${STATE.unlimited.value}`,
        '{{product}}',
      ),
    )
    .noValue('Unknown')
    .textMode(BigValueTextMode.Value)
    .thresholds(steps(COLOUR.unknown))
    .mappings([stateMapping()]);

  const left = number('Left', 'Units left, if known. Negative: oversold.')
    .withTarget(now(STOCK, '{{product}}'))
    .thresholds(steps(COLOUR.bad, [1, COLOUR.quiet]));

  const perDay = number('Demand per day', 'Units expected to sell per day while in stock, by the forecast.')
    .withTarget(now(DEMAND, '{{product}}'))
    .decimals(1)
    .noValue('no forecast')
    .thresholds(steps(COLOUR.quiet));

  const days = number(
    'Days left',
    'The median of the forecast: in half of all cases the stock lasts no longer.',
  )
    .withTarget(now(daysLeft('0.5'), '{{product}}'))
    .decimals(1)
    .noValue('no forecast')
    .thresholds(steps(COLOUR.critical, [4, COLOUR.low], [7, COLOUR.quiet]));

  const chance = number(
    'Gone in 7 days',
    'The probability that the stock is gone within seven days, by the forecast.',
  )
    .withTarget(now(probability('7d'), '{{product}}'))
    .unit('percentunit')
    .noValue('no forecast')
    .thresholds(steps(COLOUR.quiet, [0.5, COLOUR.low], [0.8, COLOUR.critical]));

  const share = number(
    'Time in stock',
    'Share of the selected time in which customers could order it. Time with unknown stock does not count.',
  )
    .withTarget(
      now(
        perSite(
          'min',
          `avg_over_time(site_product:whmcs_product_stock:in_stock_ratio15m${CHOSEN}[$__range])`,
        ),
        '{{product}}',
      ),
    )
    .unit('percentunit')
    .decimals(1)
    .noValue('not for sale')
    .thresholds(steps(COLOUR.bad, [0.9, COLOUR.warning], [0.99, COLOUR.quiet]));

  const units = number('Total sold', 'Total decrease of the stock in the selected time.')
    .withTarget(now(`round(${sold('$__range')})`, '{{product}}'))
    .thresholds(steps(COLOUR.quiet));

  const added = number(
    'Total restocked',
    'Total increase of the stock in the selected time: deliveries and cancellations.',
  )
    .withTarget(now(`round(${restocked('$__range')})`, '{{product}}'))
    .thresholds(steps(COLOUR.quiet));

  return row(
    4,
    [3, state],
    [3, left],
    [3, perDay],
    [3, days],
    [3, chance],
    [3, share],
    [3, units],
    [3, added],
  );
}
