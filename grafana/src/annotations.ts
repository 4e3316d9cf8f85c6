import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { COLOUR } from './colours.js';
import { DATA_SOURCE } from './variables.js';

/**
 * Returns marks where an alert of the shipped rules starts to fire. They mark only the start, because over
 * days a shade for the whole alert covers the graph.
 *
 * @param matchers more label matchers for ALERTS. Marks for all stock alerts at once would hide the data.
 */
export const alerts = (matchers: string) => {
  const firing = `ALERTS{alertname=~"WHMCS.+", alertstate="firing", ${matchers}}[$__interval]`;
  const expression = `max_over_time(${firing}) unless max_over_time(${firing} offset $__interval)`;
  return new AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(DATA_SOURCE)
    .enable(true)
    .iconColor(COLOUR.bad)
    .target(new DataqueryBuilder().datasource(DATA_SOURCE).expr(expression).interval('5m').refId('Alerts'))
    .titleFormat('{{alertname}}')
    .textFormat('{{site}} {{product}} {{choice}} {{combination}} {{instance}}')
    .tagKeys('severity');
};
