import { FieldType, toDataFrame } from '@grafana/data';
import { filled, timing } from '../../bench/dashboard-queries.js';
import { ask } from './prometheus.js';

/**
 * What Grafana's Prometheus data source makes of the queries of a panel.
 *
 * @param width of the panel in pixels, which is how many points Grafana asks for
 */
export async function framesOf(panel, { range, values, scrapeSeconds, width }) {
  const tables = panel.targets.filter(({ format }) => format === 'table').length;
  const frames = await Promise.all(
    panel.targets.map(async (target) => {
      const { step, builtIn } = timing({ panel, target, range, scrapeSeconds, width });
      const query = filled(target.expr, { ...values, ...builtIn });
      const { result } = target.instant
        ? await ask('query', { query, time: range.end })
        : await ask('query_range', { query, step, ...aligned(range, step) });
      if (target.format === 'table') return [tableOf(result, target.refId, tables > 1)];
      const series = result.map((one) => seriesOf(one, target, step));
      return target.format === 'heatmap' ? bucketsOf(series) : series;
    }),
  );
  return frames.flat();
}

const aligned = ({ start, end }, step) => ({
  start: Math.floor(start / step) * step,
  end: Math.floor(end / step) * step,
});

function seriesOf({ metric, value, values }, { refId, legendFormat }, step) {
  const points = withGaps(values ?? [value], step);
  const name = nameOf(metric, legendFormat);
  return toDataFrame({
    refId,
    name,
    fields: [
      {
        name: 'Time',
        type: FieldType.time,
        values: points.map(([time]) => time * 1_000),
        config: { interval: step * 1_000 },
      },
      {
        name: 'Value',
        type: FieldType.number,
        values: points.map(([, text]) => (text === null ? null : Number(text))),
        labels: metric,
        config: { displayNameFromDS: name },
      },
    ],
  });
}

/** Prometheus leaves out the steps at which nothing is known. */
function withGaps(points, step) {
  const all = [];
  for (const point of points) {
    if (all.length > 0 && point[0] - all.at(-1)[0] > 1.5 * step) all.push([all.at(-1)[0] + step, null]);
    all.push(point);
  }
  return all;
}

function nameOf({ __name__, ...labels }, legendFormat) {
  if (legendFormat && legendFormat !== '__auto')
    return legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? '');
  return `{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`;
}

function tableOf(result, refId, isOneOfMany) {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: result.map(({ value }) => value[0] * 1_000) },
      ...labels.map((label) => ({
        name: label,
        type: FieldType.string,
        values: result.map(({ metric }) => metric[label] ?? ''),
        config: { filterable: true },
      })),
      {
        name: isOneOfMany ? `Value #${refId}` : 'Value',
        type: FieldType.number,
        values: result.map(({ value }) => Number(value[1])),
      },
    ],
  });
}

/** Each bucket less the one below it. */
function bucketsOf(series) {
  const bound = (frame) => Number(frame.fields[1].labels?.le?.replace('+Inf', 'Infinity'));
  const sorted = [...series].sort((a, b) => bound(a) - bound(b));
  return sorted.map((frame, number) => {
    const [time, value] = frame.fields;
    const below = new Map(
      sorted[number - 1]?.fields[0].values.map((at, row) => [at, sorted[number - 1].fields[1].values[row]]),
    );
    const values = value.values.map((count, row) =>
      count === null ? null : Math.max(0, count - (below.get(time.values[row]) ?? 0)),
    );
    return { ...frame, fields: [time, { ...value, values }] };
  });
}
