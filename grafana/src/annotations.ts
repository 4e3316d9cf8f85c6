import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { COLOUR } from './colours.js';
import { DATA_SOURCE } from './variables.js';

/**
 * The exporter's own alerts while they fire.
 *
 * @param matchers further labels of ALERTS; stock alerts of everything at once would be more marks than data.
 */
export const alerts = (matchers: string) => {
  const expression = `ALERTS{alertname=~"WHMCS.+", alertstate="firing", ${matchers}}`;
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
