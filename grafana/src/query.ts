import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { DATA_SOURCE } from './variables.js';

const query = (expression: string) =>
  new DataqueryBuilder().datasource(DATA_SOURCE).expr(expression.trim().replace(/\n\s*/g, ' '));

/** Queries the current value of each series. */
export const now = (expression: string, legend: string, refId = 'A') =>
  query(expression).instant().format(PromQueryFormat.TimeSeries).legendFormat(legend).refId(refId);

/** Queries current values as table rows, with the labels as columns. */
export const rows = (expression: string, refId: string) =>
  query(expression).instant().format(PromQueryFormat.Table).legendFormat('').refId(refId);

/** Queries values over the selected time. */
export const overTime = (expression: string, legend: string, refId = 'A') =>
  query(expression).range().format(PromQueryFormat.TimeSeries).legendFormat(legend).refId(refId);

/** Queries histogram buckets over the selected time. */
export const buckets = (expression: string) =>
  query(expression).range().format(PromQueryFormat.Heatmap).legendFormat('{{le}}').refId('A');
