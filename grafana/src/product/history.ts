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
import { CHOSEN, LEVELS, PER_DAY, restocked, STOCK, sold } from './series.js';

const fixed = (colour: string) => ({ id: 'color', value: { mode: 'fixed', fixedColor: colour } });

/** Units left, with what was added as bars and the levels as dashes. */
export const stock = () =>
  lines(
    'Stock',
    'Units left; below zero is oversold, a gap is what nobody could tell. Blue points are restocks, by how many, on the right axis. Dashes are the levels at which the product is low.',
  )
    .withTarget(overTime(`min by (product) (${STOCK})`, '{{product}}', 'A'))
    .withTarget(overTime(`max by (severity) (${LEVELS})`, '{{severity}} level', 'B'))
    .withTarget(overTime(`round(${restocked('$__rate_interval')}) > 0`, 'restocked {{product}}', 'C'))
    .interval('5m')
    .lineInterpolation(LineInterpolation.StepAfter)
    .overrideByRegexp('/^critical level$/', [
      fixed(COLOUR.bad),
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
      { id: 'custom.lineWidth', value: 1 },
      { id: 'custom.fillOpacity', value: 0 },
    ])
    .overrideByRegexp('/^warning level$/', [
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

/** Units sold on each day. */
export const soldPerDay = () =>
  bars(
    'Sold each day',
    'Units by which the stock fell in the 24 hours up to each bar, sold out or not. The line is the speed of two weeks, while there was something to sell.',
  )
    .withTarget(overTime(`round(${sold('$__rate_interval')})`, '{{product}}', 'A'))
    .withTarget(overTime(PER_DAY, 'a day of {{product}}', 'B'))
    .interval('1d')
    .overrideByRegexp('/^a day of /', [
      { id: 'custom.drawStyle', value: GraphDrawStyle.Line },
      { id: 'custom.lineWidth', value: 2 },
      { id: 'custom.fillOpacity', value: 0 },
      { id: 'custom.stacking', value: { mode: StackingMode.None } },
      fixed(COLOUR.quiet),
    ]);

/** When it could be ordered. */
export const availability = () =>
  timeline(
    'When it was in stock',
    'Red: sold out. Orange: sold out for a part. Green: in stock. Blank: nobody could tell, or it was hidden.',
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

/** How the forecast went. */
export const forecast = () =>
  lines(
    'Days left',
    'How long the stock would last, thirty days at most, by the speed of a day, a week and two weeks. Below the dashes, at four days by that of two weeks, an alert says that it is running out.',
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
