import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** A metric of the exporter's own work as data. */
export type TelemetryRow<Label extends string = string> = {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly labels: readonly Label[];
  readonly help: string;
  /** Upper bounds of a histogram's buckets, in the unit of its name. */
  readonly buckets?: readonly number[];
};

export const gauge = <const Label extends string>(name: string, labels: readonly Label[], help: string) =>
  ({ type: 'gauge', name, labels, help }) as const;

export const counter = <const Label extends string>(name: string, labels: readonly Label[], help: string) =>
  ({ type: 'counter', name, labels, help }) as const;

export const histogram = <const Label extends string>(
  name: string,
  labels: readonly Label[],
  help: string,
  buckets: readonly number[],
) => ({ type: 'histogram', name, labels, help, buckets }) as const;

/** Metrics by the names that the code uses for them. */
export type TelemetryTable = Readonly<Record<string, TelemetryRow>>;

type MetricOf<Row extends TelemetryRow> = {
  counter: Counter<Row['labels'][number]>;
  gauge: Gauge<Row['labels'][number]>;
  histogram: Histogram<Row['labels'][number]>;
}[Row['type']];

export type Metrics<Table extends TelemetryTable> = { readonly [Name in keyof Table]: MetricOf<Table[Name]> };

/**
 * Creates the metrics of a table with prom-client.
 *
 * @param registry where they are exposed; without one the caller renders them.
 */
export function createMetrics<const Table extends TelemetryTable>(
  table: Table,
  registry?: Registry,
): Metrics<Table> {
  const registers = registry ? [registry] : [];
  const metrics = Object.entries(table).map(([key, row]) => [key, createMetric(row, registers)]);
  return Object.fromEntries(metrics) as Metrics<Table>; // each entry has the class of its row's type
}

function createMetric({ type, name, help, labels, buckets }: TelemetryRow, registers: Registry[]) {
  const options = { name, help, labelNames: [...labels], registers };
  if (type === 'counter') return new Counter(options);
  if (type === 'gauge') return new Gauge(options);
  return new Histogram({ ...options, buckets: [...(buckets ?? [])] });
}
