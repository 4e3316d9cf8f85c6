import {
  AxisPlacement,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LineInterpolation,
  StackingMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { CHOSEN, PER_DAY, restocked, STOCK, sold, THRESHOLDS } from './series.js';

const fixed = (colour: string) => ({ id: 'color', value: { mode: 'fixed', fixedColor: colour } });

/** Units left, with restocks as points and thresholds as dashed lines. */
export const stock = () =>
  lines(
    'Stock',
    'Units left. Below zero: oversold. Gap: unknown. Blue points are restocked units, on the right ' +
      'axis. Dashed lines are the thresholds.',
  )
    .withTarget(overTime(`min by (product) (${STOCK})`, '{{product}}', 'A'))
    .withTarget(overTime(`max by (severity) (${THRESHOLDS})`, '{{severity}} threshold', 'B'))
    .withTarget(overTime(`round(${restocked('$__rate_interval')}) > 0`, 'restocked {{product}}', 'C'))
    .interval('5m')
    .lineInterpolation(LineInterpolation.StepAfter)
    .overrideByRegexp('/^critical threshold$/', [
      fixed(COLOUR.bad),
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
      { id: 'custom.lineWidth', value: 1 },
      { id: 'custom.fillOpacity', value: 0 },
    ])
    .overrideByRegexp('/^warning threshold$/', [
      fixed(COLOUR.warning),
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
      { id: 'custom.lineWidth', value: 1 },
      { id: 'custom.fillOpacity', value: 0 },
    ])
    .overrideByRegexp('/^restocked /', [
      fixed(COLOUR.neutral),
      { id: 'custom.drawStyle', value: GraphDrawStyle.Points },
      { id: 'custom.pointSize', value: 9 },
      { id: 'custom.showPoints', value: VisibilityMode.Always },
      { id: 'custom.axisPlacement', value: AxisPlacement.Right },
      { id: 'custom.axisLabel', value: 'restocked' },
      { id: 'min', value: 0 },
    ]);

/** Units sold per day. */
export const soldPerDay = () =>
  bars(
    'Sold per day',
    'Each bar is the decrease of stock in the 24 hours before it. The line is the sales rate of the ' +
      'last two weeks, counting only the time in stock.',
  )
    .withTarget(overTime(`round(${sold('$__rate_interval')})`, '{{product}}', 'A'))
    .withTarget(overTime(PER_DAY, 'rate of {{product}}', 'B'))
    .interval('1d')
    .overrideByRegexp('/^rate of /', [
      { id: 'custom.drawStyle', value: GraphDrawStyle.Line },
      { id: 'custom.lineWidth', value: 2 },
      { id: 'custom.fillOpacity', value: 0 },
      { id: 'custom.stacking', value: { mode: StackingMode.None } },
      fixed(COLOUR.quiet),
    ]);

/** When the product was in stock. */
export const availability = () =>
  timeline(
    'Stock history',
    'Red: sold out. Orange: sold out for part of the time. Green: in stock. Blank: unknown or hidden.',
  )
    .withTarget(
      overTime(
        `min by (product) (avg_over_time((site_product:whmcs_product_stock:for_sale${CHOSEN} > bool 0)[$__interval:]))`,
        '{{product}}',
      ),
    )
    .interval('5m')
    .maxDataPoints(336)
    .unit('percentunit')
    .noValue('')
    .thresholds(steps(COLOUR.bad, [0.01, COLOUR.warning], [0.999, COLOUR.good]));

/** The forecast of days left, over time. */
export const forecast = () =>
  lines(
    'Days left',
    'How long the stock lasts, capped at 30 days, at the sales rate of one day, one week and two weeks. ' +
      'The dashed line marks four days: if the two-week forecast is below it, an alert fires.',
  )
    .withTarget(
      overTime(
        `min by (product) (clamp_max(site_product:whmcs_product_stock:days_left14d${CHOSEN}, 30))`,
        '{{product}}, by two weeks',
        'A',
      ),
    )
    .withTarget(
      overTime(
        `min by (product) (clamp_max(site_product:whmcs_product_stock:days_left7d${CHOSEN}, 30))`,
        '{{product}}, by a week',
        'C',
      ),
    )
    .withTarget(
      overTime(
        `min by (product) (clamp_max(site_product:whmcs_product_stock:days_left1d${CHOSEN}, 30))`,
        '{{product}}, by a day',
        'B',
      ),
    )
    .interval('10m')
    .unit('short')
    .decimals(1)
    .min(0)
    .axisLabel('days')
    .thresholds(steps(COLOUR.bad, [4, 'transparent']))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
