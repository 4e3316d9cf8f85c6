import type { Message } from './series.js';

/** The message of each alert, in the first case in which it fires alone. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  WHMCSProductOutOfStock: {
    summary: 'KVM 8 GB is sold out on main',
    description:
      'Customers cannot order "KVM 8 GB" on main (product 7, group KVM): no units are left. This alert resolves after 15 minutes with stock.',
    left: '0',
  },
  WHMCSProductStockLow: {
    summary: 'KVM 8 GB is low on main: 3 left',
    description:
      'Customers can order 3 more of "KVM 8 GB" on main (product 7, group KVM). In the last 15 minutes its stock was at or below the warning threshold.',
    left: '3',
  },
  WHMCSProductOversold: {
    summary: 'KVM 8 GB on main is oversold by 2',
    description:
      'Customers have ordered 2 more of "KVM 8 GB" on main (product 7, group KVM) than there are, and wait for them. Hidden and retired products count too.',
    left: '-2',
  },
  WHMCSProductRestocked: {
    summary: 'KVM 8 GB is back in stock on main',
    description:
      'Customers can order "KVM 8 GB" on main (product 7, group KVM) again. It was sold out within the last hour. For the last 15 minutes, at least 4 units were in stock.',
    left: '4',
  },
  WHMCSConfiguredProductMissing: {
    summary: 'Product 99 in the configuration is not on main',
    description:
      'The configuration refers to product 99, which WHMCS on main does not list. Its thresholds and capacities have no effect. If the product should be for sale, customers cannot order it.',
  },
  WHMCSOptionOutOfStock: {
    summary: 'Location Tokyo of KVM 8 GB is sold out on main',
    description:
      'Location Tokyo of "KVM 8 GB" on main (product 7) has no units left. WHMCS does not track this stock and keeps selling it to customers. Hide it, or add more.',
    left: '0',
  },
  WHMCSOptionStockLow: {
    summary: 'Location Tokyo of KVM 8 GB is low on main: 10 left',
    description:
      'Customers can order 10 more of Location Tokyo of "KVM 8 GB" on main (product 7). In the last 15 minutes its stock was at or below the warning threshold.',
    left: '10',
  },
  WHMCSOptionOversold: {
    summary: 'Location Tokyo of KVM 8 GB is oversold by 3 on main',
    description:
      'Customers were promised 3 more of Location Tokyo of "KVM 8 GB" on main (product 7) than there are.',
    left: '-3',
  },
  WHMCSCombinationOutOfStock: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is sold out on main',
    description:
      'Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) has no units left. WHMCS does not track this stock and keeps selling it to customers. Hide it, or add more.',
    left: '0',
  },
  WHMCSCombinationStockLow: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is low on main: 10 left',
    description:
      'Customers can order 10 more of Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7). In the last 15 minutes its stock was at or below the warning threshold.',
    left: '10',
  },
  WHMCSCombinationOversold: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is oversold by 3 on main',
    description:
      'Customers were promised 3 more of Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) than there are.',
    left: '-3',
  },
  WHMCSOptionStockRunningOut: {
    summary: 'Location Tokyo of KVM 8 GB on main runs out in 3.7 days',
    description:
      'At the sales rate of the last two weeks, Location Tokyo of "KVM 8 GB" on main (product 7) sells out in 3.7 days. Build more now.',
    left: '3.7 days',
  },
  WHMCSOptionRestocked: {
    summary: 'Location Tokyo of KVM 8 GB is back in stock on main',
    description:
      'Customers can order Location Tokyo of "KVM 8 GB" on main (product 7) again. It was sold out within the last hour. For the last 15 minutes, at least 4 units were in stock.',
    left: '4',
  },
  WHMCSOptionDisappeared: {
    summary: 'Location Tokyo of KVM 8 GB is no longer listed on main',
    description:
      'Location Tokyo of "KVM 8 GB" on main (product 7) had a capacity within the last six hours. Now WHMCS or the configuration no longer lists it, and its stock is not watched. This alert resolves six hours after it was last seen.',
  },
  WHMCSCombinationStockRunningOut: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB on main runs out in 3.7 days',
    description:
      'At the sales rate of the last two weeks, Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) sells out in 3.7 days. Build more now.',
    left: '3.7 days',
  },
  WHMCSCombinationRestocked: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is back in stock on main',
    description:
      'Customers can order Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) again. It was sold out within the last hour. For the last 15 minutes, at least 4 units were in stock.',
    left: '4',
  },
  WHMCSCombinationDisappeared: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is no longer listed on main',
    description:
      'Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) had a capacity within the last six hours. Now WHMCS or the configuration no longer lists it, and its stock is not watched. This alert resolves six hours after it was last seen.',
  },
  WHMCSPoolNearlyUsedUp: {
    summary: '9% of tokyo-ram is left on main',
    description:
      '9% of the pool tokyo-ram on main (in GB) is left. Everything that draws from it sells out soon, all at once.',
    left: '9%',
  },
  WHMCSSiteDown: {
    summary: 'main cannot be read',
    description:
      'It is unknown what customers can order on main: its stock could not be read for three intervals or longer. No stock alert fires for this site. Reasons in the last hour: connect.',
  },
  WHMCSStockStale: {
    summary: 'Stock of main is 7m 30s old',
    description:
      'It is unknown what customers can order on main: its stock was last read 7m 30s ago, although no collection has failed since. No stock alert fires for this site.',
  },
  WHMCSCredentialsRefused: {
    summary: 'WHMCS rejects the API credentials for main',
    description:
      'WHMCS on main rejects the API identifier and secret of the exporter at exporter:10052. Until they are fixed, it is unknown what customers can order.',
  },
  WHMCSAddressRefused: {
    summary: 'WHMCS rejects the IP address of the exporter for main',
    description:
      'WHMCS on main rejects API calls from the IP address of the exporter at exporter:10052. Until WHMCS allows it, this exporter cannot see what customers can order.',
  },
  WHMCSPermissionMissing: {
    summary: 'The API role for main lacks an action',
    description:
      'WHMCS on main does not allow the exporter at exporter:10052 to call an action that it needs. Until the API role allows it, the stock of products or of options is unknown.',
  },
  WHMCSRateLimited: {
    summary: 'main rejects requests from the exporter: rate_limited',
    description:
      '3 requests from the exporter at exporter:10052 to main were rejected in the last hour (rate_limited). The stock there is out of date. If this continues, it becomes unknown.',
  },
  WHMCSApiSlow: {
    summary: 'The API of main is slow: 7.5s',
    description:
      '10% of the requests to main take longer than 7.5s. The shop may be just as slow for customers. If requests time out, its stock becomes unknown.',
  },
  WHMCSApiErrorRatioHigh: {
    summary: '25% of requests to main fail',
    description:
      '25% of the requests to main failed in the last half hour. Its stock is still known, but the same fault may keep customers from ordering.',
  },
  WHMCSCollectionsOverrun: {
    summary: 'Collections from main take longer than the interval',
    description:
      'A collection from main takes 1m 1s, which is longer than its interval. The stock shown here is out of date: a product that customers cannot order any more still shows stock.',
  },
  WHMCSUnmatchedChoices: {
    summary: '3 units on main match no known choice',
    description:
      'Services on main use 3 units of options or choices that their products no longer list. The stock of choices may be too high by that number, so customers can order more than there is.',
  },
  WHMCSSeriesDropped: {
    summary: '120 series of main are dropped',
    description:
      'The exporter drops 120 series of main because they exceed its series_limit. Some products there have no stock metrics and no alerts.',
  },
  WHMCSWebhookRejected: {
    summary: 'Webhook calls are rejected: signature',
    description:
      'The exporter at exporter:10052 rejected 3 webhook calls in the last hour (signature). If your WHMCS sent them, its sales show only at the next collection.',
  },
  WHMCSExporterDown: {
    summary: 'The exporter at exporter:10052 is down',
    description:
      'Prometheus cannot scrape the exporter at exporter:10052 (job stock). For the sites that only this exporter reads, it is unknown what customers can order.',
  },
  WHMCSExporterAbsent: {
    summary: 'No exporter is scraped',
    description:
      'Prometheus scrapes no exporter: the target was removed, or never existed. It is unknown what customers can order on any site.',
  },
  WHMCSExporterConfigReloadFailed: {
    summary: 'The exporter at exporter:10052 runs with an old configuration',
    description:
      'The exporter at exporter:10052 could not load its new configuration and keeps using the previous one. Changes to sites, products and thresholds have no effect yet.',
  },
  WHMCSProductDisappeared: {
    summary: 'KVM 8 GB is no longer listed on main',
    description:
      'Customers cannot find "KVM 8 GB" on main (product 7, group KVM). It was listed within the last six hours. Now WHMCS does not list it, or `include` and `exclude` in the configuration leave it out. This alert resolves six hours after the product was last seen.',
  },
  WHMCSStockUnknown: {
    summary: 'Stock of KVM 8 GB on main is unknown',
    description:
      'The stock of "KVM 8 GB" on main (product 7) is unknown, although WHMCS lists the product. Within the last six hours it was 5. If it sells out now, no alert fires.',
  },
  WHMCSProductStockRunningOut: {
    summary: 'KVM 8 GB on main runs out in 3.7 days',
    description:
      'At the sales rate of the last two weeks, "KVM 8 GB" on main (product 7, group KVM) sells out in 3.7 days. Order or build more now.',
    left: '3.7 days',
  },
};
