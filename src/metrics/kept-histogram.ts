import { endOfSample, inOnePiece } from './kept-sample.js';
import type { TelemetryRow } from './telemetry-table.js';
import { renderHeader, renderLabels, renderSeries, renderValue } from './text-format.js';

/** A histogram with one label that renders each series once, and only numbers after that. */
export type KeptHistogram = {
  /** @param value of the label. @param amount in the unit of the histogram's name. */
  observe(value: string, amount: number): void;
  /** Renders the header and all samples, in the order of prom-client. */
  render(): string;
};

type Counts = {
  /** By bucket, without those of smaller buckets; the last one has no upper bound. */
  readonly counts: number[];
  /** One for each bucket, and those of the sum and the count. */
  readonly series: readonly string[];
  sum: number;
  /** All samples; undefined after a change. */
  text: string | undefined;
};

/** Creates a histogram. prom-client takes several times as long to render one. */
export function createKeptHistogram({ name, help, type, labels, buckets = [] }: TelemetryRow): KeptHistogram {
  const header = inOnePiece(renderHeader(name, type, help));
  const byValue = new Map<string, Counts>();

  function countsOf(value: string): Counts {
    const known = byValue.get(value);
    if (known) return known;
    const own = Object.fromEntries(labels.map((label) => [label, value]));
    const bounds = [...buckets.map(renderValue), '+Inf'];
    const series = [
      ...bounds.map((le) => renderSeries(`${name}_bucket`, renderLabels({ le, ...own }))),
      renderSeries(`${name}_sum`, renderLabels(own)),
      renderSeries(`${name}_count`, renderLabels(own)),
    ].map((one) => inOnePiece(`${one} `));
    const counts = { counts: bounds.map(() => 0), series, sum: 0, text: undefined };
    byValue.set(value, counts);
    return counts;
  }

  return {
    observe(value, amount) {
      const counts = countsOf(value);
      const bucket = buckets.findIndex((bound) => amount <= bound);
      const index = bucket < 0 ? buckets.length : bucket;
      counts.counts[index] = (counts.counts[index] ?? 0) + 1;
      counts.sum += amount;
      counts.text = undefined;
    },
    render() {
      let text = header;
      for (const counts of byValue.values()) text += counts.text ??= renderCounts(counts);
      return text;
    },
  };
}

function renderCounts({ counts, series, sum }: Counts): string {
  let text = '';
  let total = 0;
  for (const [index, count] of counts.entries()) {
    total += count;
    text += series[index] + endOfSample(total);
  }
  return text + series.at(-2) + endOfSample(sum) + series.at(-1) + endOfSample(total);
}
