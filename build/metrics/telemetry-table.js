import { Counter, Gauge, Histogram } from "prom-client";
function createMetrics(table, registry) {
  const registers = registry ? [registry] : [];
  const metrics = Object.entries(table).map(([key, row]) => [key, createMetric(row, registers)]);
  return Object.fromEntries(metrics);
}
function createMetric({ type, name, help, labels, buckets }, registers) {
  const options = { name, help, labelNames: [...labels], registers };
  if (type === "counter") return new Counter(options);
  if (type === "gauge") return new Gauge(options);
  return new Histogram({ ...options, buckets: [...buckets ?? []] });
}
export {
  createMetrics
};
