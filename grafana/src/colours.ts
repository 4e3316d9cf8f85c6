import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

/** One meaning a colour, on all dashboards. */
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

/** Colours from a first one upwards: `steps('green', [1, 'red'])` is red from 1 on. */
export function steps(first: string, ...rest: readonly (readonly [from: number, colour: string])[]) {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))]);
}

/** Of a count of what should not be there. Grafana gives the first colour to what has no value, which is never good news. */
export const noneIsGood = (colour: string, noValue: string = COLOUR.unknown) =>
  steps(noValue, [0, COLOUR.good], [1, colour]);
