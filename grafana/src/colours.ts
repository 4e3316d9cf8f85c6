import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

/** Each color has one meaning on all dashboards. */
export const COLOUR = {
  good: 'green',
  warning: 'orange',
  bad: 'red',
  worst: 'dark-red',
  soon: 'yellow',
  unknown: 'purple',
  neutral: 'blue',
  quiet: 'text',
} as const;

/** Returns thresholds that start with the first color: `steps('green', [1, 'red'])` is red from 1 on. */
export function steps(first: string, ...rest: readonly (readonly [from: number, colour: string])[]) {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))]);
}

/**
 * Colors for a count that should be 0. Grafana uses the first color if there is no value, so it is never
 * green.
 */
export const noneIsGood = (colour: string, noValue: string = COLOUR.unknown) =>
  steps(noValue, [0, COLOUR.good], [1, colour]);
