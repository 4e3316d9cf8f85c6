import {
  AxisPlacement,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LineInterpolation,
  StackingMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { runningOutFrom } from '../../../src/stock/forecast.js';
import { COLOUR, SHARES, steps } from '../colours.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { STATE } from '../states.js';
import * as series from './series.js';

const fixed = (colour: string) => ({ id: 'color', value: { mode: 'fixed', fixedColor: colour } });

const dashed = (colour: string, dash: readonly number[]) => [
  fixed(colour),
  { id: 'custom.lineStyle', value: { fill: 'dash', dash } },
  { id: 'custom.lineWidth', value: 1 },
  { id: 'custom.fillOpacity', value: 0 },
];

/** Units left, with restocks as points and thresholds as dashed lines. */
export const stock = () =>
  lines(
    'Stock',
    'Units left. Below zero: oversold. Gap: unknown. Points are restocked units, on the right axis. ' +
      'Dashed lines are the thresholds: short dashes are critical. Where capacity is measured, a dotted line is ' +
      'how many more units there is room for. Vertical lines mark where an alert began.',
  )
    .withTarget(overTime(series.STOCK, '{{product}}', 'A'))
    .withTarget(overTime(`max(${series.threshold('critical')})`, STATE.critical.text, 'B'))
    .withTarget(overTime(`max(${series.threshold('warning')})`, STATE.low.text, 'C'))
    .withTarget(overTime(`round(${series.restocked('$__rate_interval')}) > 0`, 'restocked {{product}}', 'D'))
    .withTarget(overTime(series.ROOM, 'room for {{product}}', 'E'))
    .interval('5m')
    .lineInterpolation(LineInterpolation.StepAfter)
    .overrideByName(STATE.critical.text, dashed(COLOUR.critical, [3, 5]))
    .overrideByName(STATE.low.text, dashed(COLOUR.low, [12, 6]))
    .overrideByRegexp('/^room for /', [
      fixed(COLOUR.unknown),
      { id: 'custom.lineStyle', value: { fill: 'dot', dash: [0, 10] } },
      { id: 'custom.lineWidth', value: 2 },
      { id: 'custom.fillOpacity', value: 0 },
    ])
    .overrideByRegexp('/^restocked /', [
      fixed(COLOUR.quiet),
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
    'Each bar is the decrease of stock in the 24 hours before it. The line is the demand that the ' +
      'forecast expects while in stock.',
  )
    .withTarget(overTime(`round(${series.sold('$__rate_interval')})`, '{{product}}', 'A'))
    .withTarget(overTime(series.DEMAND, 'demand for {{product}}', 'B'))
    .interval('1d')
    .overrideByRegexp('/^demand for /', [
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
    'Blue: in stock. Red: sold out. Yellow: sold out for part of the time. Blank: unknown or hidden.',
  )
    .withTarget(overTime(`avg_over_time((${series.FOR_SALE} > bool 0)[$__interval:])`, '{{product}}'))
    .interval('5m')
    .maxDataPoints(336)
    .unit('percentunit')
    .noValue('')
    .thresholds(SHARES(COLOUR.bad));

/** The forecast of days left, over time. */
export const daysLeft = () =>
  lines(
    'Days left over time',
    'How long the stock lasts by the forecast, capped at 60 days. Median: in half of all cases it lasts ' +
      'no longer. Early: in one case of ten.',
  )
    .withTarget(overTime(`clamp_max(${series.daysLeft('0.5')}, 60)`, '{{product}}, median', 'A'))
    .withTarget(overTime(`clamp_max(${series.daysLeft('0.1')}, 60)`, '{{product}}, early', 'B'))
    .interval('10m')
    .unit('short')
    .decimals(1)
    .min(0)
    .axisLabel('days')
    .overrideByRegexp('/, early$/', [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } }]);

/** The forecast of a sell-out, over time. */
export const chance = () =>
  lines(
    'Chance of selling out',
    'The probability that the stock is gone within a week, and within the lead time that you need to get ' +
      'more. Within the lead time, an alert starts above the lower dashed line for the last unit, and above ' +
      'the upper one for ten units or more.',
  )
    .withTarget(overTime(series.probability('lead_time'), '{{product}}, within lead time', 'A'))
    .withTarget(overTime(series.probability('7d'), '{{product}}, within 7 days', 'B'))
    .interval('10m')
    .unit('percentunit')
    .min(0)
    .max(1)
    .thresholds(steps(COLOUR.quiet, [runningOutFrom(1), COLOUR.low], [runningOutFrom(10), COLOUR.critical]))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .overrideByRegexp('/, within 7 days$/', [
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [3, 5] } },
    ]);

/** What the forecast rests on. */
export const basis = () =>
  lines('Days of past', 'The days of sales that the forecast rests on. The more, the more certain it is.')
    .withTarget(overTime(series.BASIS, '{{product}}'))
    .interval('1h')
    .min(0)
    .axisLabel('days');
