import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { COLOUR } from './colours.js';
import { DATA_SOURCE } from './variables.js';

/**
 * Where one of the exporter's own alerts began to fire, whatever the step: over days, a shade for as long as it fires would cover the
 * graph.
 *
 * @param matchers further labels of ALERTS; stock alerts of everything at once would be more marks than data.
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
