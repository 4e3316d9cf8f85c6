import type { Prometheus } from './prometheus.js';
import type { TradingSite } from './trading-site.js';

/** How far times that are compared may differ. */
const SLACK_MS = 100;
/** Prometheus gives up a scrape after its interval. */
const LONGEST_SCRAPE_MS = 1_000;

/** Returns how often each alert about stock has begun, by its name and product; of those that have fired. */
export async function episodesOf(
  prometheus: Prometheus,
  { name }: TradingSite,
  since: number,
): Promise<Readonly<Record<string, number>>> {
  const about = `site="${name}",category="stock",alertname!~".*RunningOut"`;
  const keyOf = ({ alertname, product }: Readonly<Record<string, string>>) => `${alertname} ${product}`;
  const fired = new Set(
    (await prometheus.samples(`ALERTS{alertstate="firing",${about}}`))
      .filter(({ samples }) => samples.some(({ at }) => at >= since))
      .map(({ metric }) => keyOf(metric)),
  );
  // The value is the time at which the alert began.
  const begun = await prometheus.samples(`ALERTS_FOR_STATE{${about}}`);
  return Object.fromEntries(
    begun
      .map(({ metric, samples }) => [keyOf(metric), new Set(samples.map(({ value }) => value)).size] as const)
      .filter(([key]) => fired.has(key)),
  );
}

/** Returns the alerts about the site and the exporter that have fired at any time. */
export async function troublesOf(prometheus: Prometheus): Promise<readonly string[]> {
  const fired = await prometheus.samples(
    'ALERTS{alertstate="firing",category!="stock",alertname!="WHMCSWatchdog"}',
  );
  return fired.map(({ metric }) => metric.alertname ?? '');
}

/** Returns, by product, the units sold and restocked as Prometheus counts them and as they were. */
export async function countsOf(
  prometheus: Prometheus,
  { name, books, simulator }: TradingSite,
): Promise<Readonly<Record<'counted' | 'traded', Readonly<Record<string, readonly number[]>>>>> {
  const counted: Record<string, number[]> = {};
  for (const family of ['removed', 'added']) {
    const selector = `whmcs_product_stock_${family}_total{site="${name}"}`;
    for (const { metric, samples } of await prometheus.samples(selector)) {
      const { product = '', product_id } = metric;
      // At the time of the last sample, nothing is extrapolated.
      const own = `whmcs_product_stock_${family}_total{site="${name}",product_id="${product_id}"}`;
      const [increase] = await prometheus.query(`increase(${own}[1h])`, samples.at(-1)?.at);
      counted[product] = [...(counted[product] ?? []), Math.round((increase?.value ?? 0) * 1000) / 1000];
    }
  }
  const traded = simulator.shop.products
    .filter((product) => product.name in counted)
    .map(({ id, name: product }) => [product, [books.sold(id), books.added(id)]]);
  return { counted, traded: Object.fromEntries(traded) };
}

/**
 * Returns the numbers that Prometheus has scraped and that were not true at any time since the beginning of
 * the collection that they are of, which the exporter states beside them.
 */
export async function untrueOf(
  prometheus: Prometheus,
  { name, books, simulator }: TradingSite,
): Promise<readonly object[]> {
  const [collections] = await prometheus.samples(
    `whmcs_collection_last_success_timestamp_seconds{site="${name}"}`,
  );
  const numbers = await prometheus.samples(`whmcs_product_stock{site="${name}"}`);
  return numbers.flatMap(({ metric, samples }) =>
    samples.flatMap(({ at, value }) => {
      const collection = collections?.samples.findLast((one) => one.at <= at);
      const from = (collection?.value ?? 0) * 1000 - SLACK_MS;
      const id = Number(metric.product_id);
      const { stockControl } = simulator.shop.product(id);
      const truth = stockControl ? books.between(id, from, at + LONGEST_SCRAPE_MS + SLACK_MS) : [];
      return truth.includes(value) ? [] : [{ product: metric.product, at, from, value, truth }];
    }),
  );
}
