/** The text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

/** Renders the two lines before all samples of a name. */
export function renderHeader(name: string, type: MetricType, help: string): string {
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
}

/** Renders the labels of a sample without the braces, such as `site="main",product_id="7"`. */
export function renderLabels(labels: Readonly<Record<string, string | number>>): string {
  let text = '';
  for (const name in labels) {
    text += `${text === '' ? '' : ','}${name}="${escapeLabelValue(String(labels[name]))}"`;
  }
  return text;
}

/** @param labels rendered labels, or the empty text for none. */
export function renderSample(name: string, labels: string, value: number): string {
  return `${renderSeries(name, labels)} ${renderValue(value)}\n`;
}

/** Renders a sample without its value. */
export const renderSeries = (name: string, labels: string): string =>
  labels === '' ? name : `${name}{${labels}}`;

const NEEDS_ESCAPE = /[\\"\n]/;

function escapeLabelValue(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value;
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Renders a number for Go's parser: only the infinities differ from JavaScript. */
export function renderValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}
