import { expect } from '@jest/globals';
import { startHastened } from './hastened-alertmanager.js';
import { NEWER } from './pair.js';
import { type Prometheus, startPrometheus } from './prometheus.js';
import { promptRules } from './prompt-rules.js';
import { countsOf, episodesOf, troublesOf, untrueOf } from './trade-proof.js';
import type { TradingSite } from './trading-site.js';

/** What happens to the product that comes and goes while the exporter is disturbed, in turn. */
const MEANWHILE = ['sell out', 'nothing', 'restock'] as const;

/** The newer Prometheus and Alertmanager, and the receivers of their messages. */
export type Watchers = Omit<Awaited<ReturnType<typeof startHastened>>, 'close'> & {
  readonly prometheus: Prometheus;
  close(): Promise<void>;
};

/** Starts the watchers of some sites. */
export async function startWatchers(sites: readonly TradingSite[]): Promise<Watchers> {
  const { close, ...alerting } = await startHastened(NEWER);
  const hosts = sites.map(({ exporter }) => exporter.host);
  const prometheus = await startPrometheus(NEWER, hosts, {
    rules: await promptRules(),
    alertmanager: new URL(alerting.alertmanager.url).host,
  });
  return {
    ...{ ...alerting, prometheus },
    async close() {
      await prometheus.close();
      await close();
    },
  };
}

/** The trade of a site under the eyes of Prometheus and Alertmanager. */
export type WatchedTrade = {
  /**
   * Disturbs the exporter, and waits until it has collected again and the alerts are those of the shop.
   *
   * @param disturb is given what happens in the shop during the disturbance.
   */
  through(disturb: (meanwhile: () => void) => Promise<void>): Promise<void>;
  /** Proves that the alerts, the counters and the numbers were true all the time. */
  prove(): Promise<void>;
};

/** Starts the trade of a site, with some products sold out, and the alerts about them. */
export async function watchTrade(
  site: TradingSite,
  { prometheus, alertmanager, receivers }: Watchers,
): Promise<WatchedTrade> {
  const { books, trader, id } = site;
  let soldOut = 0;
  let restocked = 0;
  let turn = 0;

  function sellOut(): void {
    books.sell(id('Fickle'), books.quantity(id('Fickle')));
    soldOut += 1;
  }
  function restock(): void {
    books.restock(id('Fickle'), 5);
    restocked += 1;
  }
  const HAPPENINGS = { nothing() {}, restock, 'sell out': sellOut };

  /** Waits until exactly these alerts about a product fire. */
  const alerted = (product: string, ...names: readonly string[]) =>
    alertmanager.alertsUntil((alerts) => {
      const about = alerts.filter(({ labels }) => labels.product === product && labels.site === site.name);
      return (
        about
          .map(({ labels }) => labels.alertname)
          .toSorted()
          .join() === names.join()
      );
    });
  const SOLD_OUT = ['WHMCSProductOutOfStock', 'WHMCSProductStockLow'];

  const series = (family: string, product: string) => `${family}{site="${site.name}",product="${product}"}`;
  await prometheus.queryUntil(series('whmcs_product_stock_removed_total', 'Low'), ([sold]) => sold === 0);
  for (const [product, units] of [
    ['Sold out', 2],
    ['Oversold', 3],
    ['Low', 6],
  ] as const)
    books.sell(id(product), units);
  trader.resume();
  await alerted('Sold out', ...SOLD_OUT);
  const began = Date.now();

  return {
    async through(disturb) {
      const happening = MEANWHILE[turn % MEANWHILE.length] ?? 'nothing';
      turn += 1;
      await disturb(HAPPENINGS[happening]);
      await site.collected();
      if (happening === 'sell out') await alerted('Fickle', ...SOLD_OUT);
      if (happening === 'restock') await alerted('Fickle', 'WHMCSProductRestocked');
    },
    async prove() {
      await trader.pause();
      await site.collected();
      await prometheus.queryUntil(series('whmcs_product_stock', 'Low'), ([low]) => low === 3);
      expect(await episodesOf(prometheus, site, began)).toEqual({
        'WHMCSProductOutOfStock Fickle': soldOut,
        'WHMCSProductOutOfStock Oversold': 1,
        'WHMCSProductOutOfStock Sold out': 1,
        'WHMCSProductOversold Oversold': 1,
        ...(restocked > 0 ? { 'WHMCSProductRestocked Fickle': restocked } : {}),
        'WHMCSProductStockLow Fickle': soldOut,
        'WHMCSProductStockLow Low': 1,
        'WHMCSProductStockLow Oversold': 1,
        'WHMCSProductStockLow Sold out': 1,
      });
      expect(await troublesOf(prometheus)).toEqual([]);
      const resolved = receivers.pages.flatMap(({ alerts }) =>
        alerts.filter(({ status }) => status === 'resolved').map(({ labels }) => labels.product),
      );
      expect(resolved.filter((product) => product !== 'Fickle')).toEqual([]);
      const { counted, traded } = await countsOf(prometheus, site);
      expect(counted).toEqual(traded);
      expect(await untrueOf(prometheus, site)).toEqual([]);
    },
  };
}
