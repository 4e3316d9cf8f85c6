import { alerts, type Firing, type RuleTest } from "./promtool.js";

/** Input of a test: values in promtool's notation, by series. */
export type Series = Readonly<Record<string, string>>;

export type Labels = Readonly<Record<string, string>>;

/** What Prometheus adds to whatever it scrapes from the exporter of these tests. */
export const TARGET = { job: 'stock', instance: 'exporter:10052' };

/** A series as promtool writes it. */
export const series = (name: string, labels: Labels): string =>
  `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;

/** The product that tests are about. */
export const KVM = { product_id: '7', product: 'KVM 8 GB', group: 'KVM' };

const LONG = 20_000;

/** What an exporter shows of a site that it reads well every minute. Samples are 30 s apart; time begins at 0. */
export function goodSite(site = 'main', target: Labels = TARGET): Series {
  const labels = { ...target, site };
  return {
    [series('up', target)]: `1x${LONG}`,
    [series('whmcs_exporter_build_info', { ...target, version: '1', revision: '', node_version: '20' })]: `1x${LONG}`,
    [series('whmcs_up', labels)]: `1x${LONG}`,
    [series('whmcs_collections_total', labels)]: `10+0.5x${LONG}`,
    [series('whmcs_collection_interval_seconds', labels)]: `60x${LONG}`,
    [series('whmcs_collection_last_success_timestamp_seconds', labels)]: `0+30x${LONG}`,
    [series('whmcs_products', { ...labels, stock: 'limited' })]: `1x${LONG}`,
    [series('whmcs_unmatched_choices', labels)]: `0x${LONG}`,
    [series('whmcs_series_dropped', labels)]: `0x${LONG}`,
  };
}

/** A metric of the product that tests are about, on the site `main`. */
export const ofProduct = (name: string, more: Labels = {}, target: Labels = TARGET): string =>
  series(name, { ...target, site: 'main', ...KVM, ...more });

/** That product on a site that is read well: its stock, and what else is told of it. */
export const stocked = (stock: string, more: Series = {}): Series => ({
  ...goodSite(),
  [ofProduct('whmcs_product_info', INFO)]: `1x${LONG}`,
  [ofProduct('whmcs_product_stock_control')]: `1x${LONG}`,
  [ofProduct('whmcs_product_stock')]: stock,
  ...more,
});

export const INFO = { group_id: '1', type: 'server', module: 'kvm', pay_type: 'recurring', visibility: 'public' };

/** What a firing alert says, less what follows from its rule. */
export type Told = {
  readonly labels: Labels;
  readonly summary: string;
  readonly description: string;
};

/** Turns what an alert tells into what promtool expects: with the rule's own labels and its links. */
function firing(name: string, { labels, summary, description }: Told): Firing {
  const rule = alerts.find(({ alert }) => alert === name);
  if (!rule) throw new Error(`no alert ${name}`);
  const fixed = Object.entries(rule.labels ?? {}).filter(([, value]) => !value.includes('{{'));
  const links = Object.entries(rule.annotations ?? {}).filter(([key]) => key.endsWith('_url'));
  return {
    exp_labels: { ...Object.fromEntries(fixed), ...labels },
    exp_annotations: {
      summary,
      description,
      ...Object.fromEntries(
        links.map(([key, value]) => [
          key,
          value.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ''),
        ]),
      ),
    },
  };
}

/** When an alert fires and says what; at times that are given nothing it is quiet. */
export type AlertCase = {
  readonly name: string;
  readonly alert: string;
  readonly given: Series;
  readonly at: Readonly<Record<string, readonly Told[]>>;
  /** Time between samples, if not 30 s. */
  readonly interval?: string;
};

/** A case as promtool takes it. */
export const toTest = ({ name, alert, given, at, interval = '30s' }: AlertCase): RuleTest => ({
  name,
  interval,
  input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
  alert_rule_test: Object.entries(at).map(([time, told]) => ({
    eval_time: time,
    alertname: alert,
    exp_alerts: told.map((one) => firing(alert, one)),
  })),
});
