import { alerts, type Rule, type RuleTest } from './promtool.js';

/** Input of a test: values in promtool's notation, by series. */
export type Series = Readonly<Record<string, string>>;

export type Labels = Readonly<Record<string, string>>;

/** The labels that Prometheus adds to the series of the exporter in these tests. */
export const TARGET = { job: 'stock', instance: 'exporter:10052' };

/** Returns a series in promtool's notation. */
export const series = (name: string, labels: Labels): string =>
  `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;

/** The product in these tests. */
export const KVM = { product_id: '7', product: 'KVM 8 GB', group: 'KVM' };

/** More samples than any test needs. */
const LONG = 2_500;

/** The series of a site that is read every minute without failures. Samples are 30 s apart, from time 0. */
export function goodSite(site = 'main', target: Labels = TARGET): Series {
  const labels = { ...target, site };
  return {
    [series('up', target)]: `1x${LONG}`,
    [series('whmcs_exporter_build_info', {
      ...target,
      version: '1',
      revision: '',
      node_version: '20',
    })]: `1x${LONG}`,
    [series('whmcs_up', labels)]: `1x${LONG}`,
    [series('whmcs_collections_total', labels)]: `10+0.5x${LONG}`,
    [series('whmcs_collection_interval_seconds', labels)]: `60x${LONG}`,
    [series('whmcs_collection_last_success_timestamp_seconds', labels)]: `0+30x${LONG}`,
    [series('whmcs_products', { ...labels, stock: 'limited' })]: `1x${LONG}`,
    [series('whmcs_unmatched_choices', labels)]: `0x${LONG}`,
    [series('whmcs_series_dropped', labels)]: `0x${LONG}`,
  };
}

/** Returns a metric of the product in these tests, on the site `main`. */
export const ofProduct = (name: string, more: Labels = {}, target: Labels = TARGET): string =>
  series(name, { ...target, site: 'main', ...KVM, ...more });

/** The series to add to a healthy site if samples are so many minutes apart. */
export const readEvery = (minutes: number): Series => ({
  [series('whmcs_collection_last_success_timestamp_seconds', {
    ...TARGET,
    site: 'main',
  })]: `0+${minutes * 60}x${LONG}`,
});

export const EVERY_FIVE_MINUTES = readEvery(5);

/** Returns that product on a healthy site, with its stock and other series. */
export const stocked = (stock: string, more: Series = {}): Series => ({
  ...goodSite(),
  [ofProduct('whmcs_product_info', INFO)]: `1x${LONG}`,
  [ofProduct('whmcs_product_stock_control')]: `1x${LONG}`,
  [ofProduct('whmcs_product_stock')]: stock,
  ...more,
});

export const INFO = {
  group_id: '1',
  type: 'server',
  module: 'kvm',
  pay_type: 'recurring',
  visibility: 'public',
};

/** A firing alert: its labels besides those of the rule. */
export type Told = { readonly labels: Labels };

/** When an alert fires. At times with an empty list it is silent. */
export type AlertCase = {
  readonly name: string;
  readonly alert: string;
  readonly given: Series;
  readonly at: Readonly<Record<string, readonly Told[]>>;
  /** Time between samples; the default is 30 s. */
  readonly interval?: string;
};

/** Returns series in promtool's format. */
export const input = (given: Series): RuleTest['input_series'] =>
  Object.entries(given).map(([series, values]) => ({ series, values }));

/** Severities of alerts that take theirs from their series, unless a case says otherwise. */
const USUAL: readonly (readonly [RegExp, string])[] = [
  [/OutOfStock|RunningOut/, 'warning'],
  [/Oversold|Refused|ExporterDown/, 'critical'],
  [/Restocked/, 'info'],
];

/** Returns the labels of a rule, with the usual severity. */
const fixedLabels = (alert: string): Labels => {
  const [, severity = ''] = USUAL.find(([names]) => names.test(alert)) ?? [];
  const labels = Object.entries(ruleOf(alert).labels ?? {}).map(([name, value]) => [
    name,
    value.includes('{{') ? severity : value,
  ]);
  return Object.fromEntries(labels.filter(([, value]) => value !== ''));
};

function ruleOf(alert: string): Rule {
  const rule = alerts.find((one) => one.alert === alert);
  if (!rule) throw new Error(`no alert ${alert}`);
  return rule;
}

/** Returns a case in promtool's format. */
export const toTest = ({ name, alert, given, at, interval = '30s' }: AlertCase): RuleTest => ({
  name,
  interval,
  input_series: input(given),
  promql_expr_test: Object.entries(at).map(([time, told]) => ({
    eval_time: time,
    expr: `ALERTS{alertname="${alert}", alertstate="firing"}`,
    exp_samples: told.map(({ labels }) => ({
      labels: series('ALERTS', { alertname: alert, alertstate: 'firing', ...fixedLabels(alert), ...labels }),
      value: 1,
    })),
  })),
});

/** The annotations that people read. A table of many alerts shows `left` in each row. */
export type Message = { readonly summary: string; readonly description: string; readonly left?: string };

/** Returns a test of the message at the first time of a case at which exactly one alert fires. */
export function toMessageTest(
  { name, alert, given, at, interval = '30s' }: AlertCase,
  message: Message,
): RuleTest {
  const [time = '', told] = Object.entries(at).find(([, { length }]) => length === 1) ?? [];
  const labels = { ...fixedLabels(alert), ...told?.[0]?.labels };
  const links = Object.entries(ruleOf(alert).annotations ?? {}).filter(([key]) => key.endsWith('_url'));
  const filled = links.map(([key, value]) => [
    key,
    value.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ''),
  ]);
  const expected = { exp_labels: labels, exp_annotations: { ...message, ...Object.fromEntries(filled) } };
  return {
    name,
    interval,
    input_series: input(given),
    alert_rule_test: [{ eval_time: time, alertname: alert, exp_alerts: [expected] }],
  };
}

const PER_MINUTE = 2;

/** Returns values in sequence, each for so many minutes; `undefined` is a missing scrape. */
export const held = (...spans: readonly (readonly [value: number | undefined, minutes: number])[]): string =>
  spans
    .filter(([, minutes]) => minutes > 0)
    .map(([value, minutes]) =>
      value === undefined ? `stale _x${minutes * PER_MINUTE - 1}` : `${value}x${minutes * PER_MINUTE - 1}`,
    )
    .join(' ');

/** Returns values with a gap of so many minutes, ten minutes after the start. */
export const silent = (minutes: number, shown: Readonly<Record<string, number>>): Series =>
  Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [
      name,
      held([value, 10], [undefined, minutes], [value, 60]),
    ]),
  );
