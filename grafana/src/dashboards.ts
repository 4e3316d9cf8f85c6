import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { exporter } from './exporter/exporter.js';
import { overview } from './overview/overview.js';
import { product } from './product/product.js';
import { site } from './site/site.js';

/** All dashboards, from general to specific. */
export const dashboards = (): readonly Dashboard[] => [overview(), product(), site(), exporter()];

/** Returns the name and text of the committed file of a dashboard. */
export const toFile = (dashboard: Dashboard) => ({
  name: `${dashboard.uid}.json`,
  text: `${JSON.stringify(dashboard, null, 2)}\n`,
});
