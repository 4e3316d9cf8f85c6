import { committedDashboards, filled } from '../../support/dashboard.js';
import type { RuleTest } from '../rules/promtool.js';
import { goodSite, held, INFO, KVM, type Labels, type Series, series } from '../rules/series.js';

const dashboards = await committedDashboards();

const VALUES = new Map([
  ...['site', 'group', 'product', 'listed', 'job', 'instance'].map((name) => [name, '.+'] as const),
  ['__range', '30m'],
  ['__interval', '5m'],
  ['__rate_interval', '5m'],
]);

/** Returns a query of a panel. */
function queryOf(uid: string, title: string, refId = 'A'): string {
  const panel = dashboards.find((one) => one.uid === uid)?.panels.find((one) => one.title === title);
  const expr = panel?.targets.find((one) => one.refId === refId)?.expr;
  if (expr === undefined) throw new Error(`${uid} has no query ${refId} of ${title}`);
  return filled(expr, VALUES);
}

export const overview = (title: string, refId?: string) => queryOf('whmcs-overview', title, refId);
export const product = (title: string, refId?: string) => queryOf('whmcs-product', title, refId);
export const site = (title: string, refId?: string) => queryOf('whmcs-site', title, refId);

/** A site `main` as one target sees it: a product that is sold out after 20 minutes, a choice and a pool. */
export function sold(target: Labels): Series {
  const of = (name: string, more: Labels = {}) => series(name, { ...target, site: 'main', ...more });
  const choice = { ...KVM, option_id: '3', option: 'Location', choice: 'Tokyo' };
  return {
    ...goodSite('main', target),
    [of('whmcs_product_info', { ...KVM, ...INFO })]: held([1, 80]),
    [of('whmcs_product_stock', KVM)]: held([9, 20], [0, 60]),
    [of('whmcs_product_stock_removed_total', KVM)]: held([0, 20], [9, 60]),
    [of('whmcs_product_demand_per_day', KVM)]: held([1.5, 80]),
    [of('whmcs_product_stock_days_left', { ...KVM, quantile: '0.5' })]: held([4, 80]),
    [of('whmcs_product_stock_days_left', { ...KVM, quantile: '0.1' })]: held([2, 80]),
    [of('whmcs_product_sellout_probability', { ...KVM, within: '7d' })]: held([0.9, 80]),
    [of('whmcs_product_sellout_probability', { ...KVM, within: 'lead_time' })]: held([0.7, 80]),
    [of('whmcs_product_forecast_basis_days', KVM)]: held([40, 80]),
    [of('whmcs_product_option_stock', choice)]: held([2, 80]),
    [of('whmcs_product_option_capacity', choice)]: held([20, 80]),
    [of('whmcs_product_option_in_use', choice)]: held([18, 80]),
    [of('whmcs_product_option_stock_days_left', { ...choice, quantile: '0.5' })]: held([3, 80]),
    [of('whmcs_pool_capacity', { pool: 'cards', unit: 'card' })]: held([48, 80]),
    [of('whmcs_pool_in_use', { pool: 'cards', unit: 'card' })]: held([48, 80]),
    [of('whmcs_site_links', { admin_url: 'https://shop.test/admin/' })]: held([1, 80]),
  };
}

export type Expected = readonly (readonly [value: number, labels: Labels])[];
/** What dashboards show half an hour into a test. */
export type Case = {
  readonly name: string;
  readonly given: Series;
  /** What queries return after half an hour. */
  readonly shown: readonly (readonly [query: string, expected: Expected])[];
};

/** Returns the case in promtool's format. */
export const toTest = ({ name, given, shown }: Case): RuleTest => ({
  name,
  interval: '30s',
  input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
  promql_expr_test: shown.map(([expr, expected]) => ({
    expr,
    eval_time: '30m',
    exp_samples: expected.map(([value, labels]) => ({ labels: series('', labels), value })),
  })),
});
