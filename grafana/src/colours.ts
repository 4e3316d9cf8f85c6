import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * Each color has one meaning on all dashboards. People who confuse red and green can distinguish blue from
 * red and yellow, and darker is worse. Quiet values have the color of the text.
 */
export const COLOUR = {
  good: 'dark-blue',
  soon: 'light-yellow',
  low: 'light-orange',
  critical: 'dark-orange',
  bad: 'red',
  worst: 'dark-red',
  partly: 'yellow',
  warning: 'orange',
  unknown: 'super-light-purple',
  quiet: 'text',
  none: 'transparent',
} as const;

/** Returns thresholds that start with the first color: `steps('blue', [1, 'red'])` is red from 1 on. */
export function steps(first: string, ...rest: readonly (readonly [from: number, colour: string])[]) {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))]);
}

/** Colors for a share of time: none, part, all. */
export const SHARES = (none: string) => steps(none, [0.01, COLOUR.partly], [0.999, COLOUR.good]);

/**
 * Colors that fill a count only if somebody must act: 0 is quiet. Grafana uses the first color if there is no
 * value, so an unknown count is not quiet.
 */
export const fillFromOne = (colour: string, noValue: string = COLOUR.unknown) =>
  steps(noValue, [0, COLOUR.none], [1, colour]);
