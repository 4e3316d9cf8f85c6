import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { type MetricType, renderHeader, renderLabels, renderSample } from './text-format.js';

/** A rendered metric. Its header is the same for every site. */
export type RenderedMetric = { readonly header: string; readonly samples: string };

/** Returns the text of metrics, each with its header. */
export const textOfMetrics = (metrics: readonly RenderedMetric[]): string =>
  metrics.map(({ header, samples }) => header + samples).join('');

/** Renders what `get` of a metric returns. The renderer of prom-client itself takes several times as long. */
export function renderMetric(metric: MetricObjectWithValues<MetricValue<string>>): RenderedMetric {
  const { name, help, type, values } = metric;
  // joined once, because a text that is appended to keeps every piece in memory
  const samples = values.map((sample) => {
    const sampleName = 'metricName' in sample ? String(sample.metricName) : name;
    const labels = sample.labels as Record<string, string | number>; // prom-client keeps no undefined ones
    return renderSample(sampleName, renderLabels(labels), sample.value);
  });
  // The published type is a numeric enum, but the value is a text.
  return { header: renderHeader(name, type.toString() as MetricType, help), samples: samples.join('') };
}
