import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { DATA_SOURCE } from '../variables.js';

/** A big number. Where it is not known it says so, and is neither 0 nor green. */
export const number = (title: string, description: string) =>
  new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .justifyMode(BigValueJustifyMode.Center)
    .textMode(BigValueTextMode.Auto)
    .unit('short')
    .decimals(0)
    .noValue('?');

/** A big number that fills its panel with its colour. */
export const alarm = (title: string, description: string) =>
  number(title, description).colorMode(BigValueColorMode.BackgroundSolid);
