/** The selection above the dashboard. */
export const CHOSEN = '{job=~"$job", instance=~"$instance"}';

/** Limits a metric that every target has to the exporters. */
export const ofExporters = (metric: string): string =>
  perInstance(`${metric} and on (job, instance) whmcs_exporter_build_info`);

/** Returns one value per exporter, if several jobs scrape it. */
export const perInstance = (expression: string): string => `max by (instance) (${expression})`;
