import {
  type DynamicConfigValue,
  MappingType,
  type ValueMap,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR } from './colours.js';

type State = { readonly value: number; readonly text: string; readonly colour: string };

/** The states of stock, the worst first. The recording rules use the same numbers. */
export const STATE = {
  oversold: { value: 1, text: 'Oversold', colour: COLOUR.worst },
  soldOut: { value: 2, text: 'Sold out', colour: COLOUR.bad },
  critical: { value: 3, text: 'Critical', colour: COLOUR.critical },
  low: { value: 4, text: 'Low', colour: COLOUR.low },
  runningOut: { value: 5, text: 'Running out', colour: COLOUR.soon },
  unknown: { value: 6, text: 'Unknown', colour: COLOUR.unknown },
  inStock: { value: 7, text: 'In stock', colour: COLOUR.good },
  unlimited: { value: 8, text: 'Unlimited', colour: COLOUR.good },
} as const satisfies Record<string, State>;

/** Shows states by their name and color. */
export const stateMapping = (): ValueMap => ({
  type: MappingType.ValueToText,
  options: Object.fromEntries(
    Object.values(STATE).map(({ value, text, colour }, index) => [value, { text, color: colour, index }]),
  ),
});

/** The same, for the column of a table. */
export const stateColumn = (): DynamicConfigValue => ({ id: 'mappings', value: [stateMapping()] });

/** Whether the stock of a site is known, for the column of a table. */
export const knownColumn: DynamicConfigValue = {
  id: 'mappings',
  value: [
    {
      type: MappingType.ValueToText,
      options: {
        '0': { text: 'unknown', color: COLOUR.unknown, index: 0 },
        '1': { text: 'known', color: COLOUR.good, index: 1 },
      },
    },
  ],
};
