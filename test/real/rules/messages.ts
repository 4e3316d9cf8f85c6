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
      'Customers can order 3 more of "KVM 8 GB" on main (product 7, group KVM). In the last 15 minutes its stock was at or below a threshold.',
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
      'Customers can order 10 more of Location Tokyo of "KVM 8 GB" on main (product 7). In the last 15 minutes its stock was at or below a threshold.',
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
      'Customers can order 10 more of Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7). In the last 15 minutes its stock was at or below a threshold.',
    left: '10',
  },
  WHMCSCombinationOversold: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is oversold by 3 on main',
    description:
      'Customers were promised 3 more of Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) than there are.',
    left: '-3',
  },
  WHMCSOptionStockRunningOut: {
    summary: 'Location Tokyo of KVM 8 GB on main may sell out before you can get more',
    description:
      'Location Tokyo of "KVM 8 GB" on main (product 7) sells out within its lead time with a probability of 44%. Build more now.',
    left: '2.2 days',
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
      'Location Tokyo of "KVM 8 GB" on main (product 7) had a capacity until 1970-01-01 00:09:30 +0000 UTC. Now WHMCS or the configuration no longer lists it, and its stock is not watched. This alert resolves a week after it was last seen.',
  },
  WHMCSCombinationStockRunningOut: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB on main may sell out before you can get more',
    description:
      'Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) sells out within its lead time with a probability of 44%. Build more now.',
    left: '2.2 days',
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
      'Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) had a capacity until 1970-01-01 00:09:30 +0000 UTC. Now WHMCS or the configuration no longer lists it, and its stock is not watched. This alert resolves a week after it was last seen.',
  },
  WHMCSPoolNearlyUsedUp: {
    summary: '9% of tokyo-ram is left on main',
    description:
      '9% of the pool tokyo-ram on main (in GB) is left. Everything that draws from it sells out soon, all at once.',
    left: '9%',
  },
  WHMCSPoolStockRunningOut: {
    summary: 'tokyo-ram on main may be used up before you can get more',
    description:
      'The pool tokyo-ram on main is used up within its lead time with a probability of 30%. Everything that draws from it sells out then. Add more now.',
    left: '2.2 days',
  },
  WHMCSStockExceedsRoom: {
    summary: 'There is room for 6 more of KVM 8 GB on main, but WHMCS offers more',
    description:
      'There is room for 6 more of "KVM 8 GB" on main (product 7, group KVM), but customers can order more than that. Lower its quantity in WHMCS, or make room. This alert resolves after 15 minutes with enough room.',
    left: '6',
  },
  WHMCSRoomUnsold: {
    summary: 'KVM 8 GB is sold out on main, but there is room for 4',
    description:
      'WHMCS has had no units of "KVM 8 GB" on main (product 7, group KVM) for an hour, but measured capacity has room for at least 4. Raise its quantity in WHMCS.',
    left: '4',
  },
  WHMCSCapacityUnknown: {
    summary: 'The capacity tokyo-16g of main is unknown',
    description:
      'The query tokyo-16g of main has returned no number for longer than its max_age. The stock or room that it limits is unknown, and WHMCS may sell more than there is. Reasons in the last hour: empty.',
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
      'WHMCS on main rejects the API identifier and secret of the exporter. Until they are fixed, it is unknown what customers can order.',
  },
  WHMCSAddressRefused: {
    summary: 'WHMCS rejects the IP address of the exporter for main',
    description:
      'WHMCS on main rejects API calls from the IP address of the exporter. Until WHMCS allows it, it is unknown what customers can order.',
  },
  WHMCSPermissionMissing: {
    summary: 'The API role for main lacks an action',
    description:
      'WHMCS on main does not allow the exporter to call an action that it needs. Until the API role allows it, the stock of products or of options is unknown.',
  },
  WHMCSRateLimited: {
    summary: 'main rejects requests from the exporter: rate_limited',
    description:
      '3 requests from the exporter to main were rejected in the last hour (rate_limited). The stock there is out of date. If this continues, it becomes unknown.',
  },
  WHMCSApiSlow: {
    summary: 'The API of main is slow: 7.5s',
    description:
      '10% of the requests to main take longer than 7.5s. The shop may be just as slow for customers. If requests time out, its stock becomes unknown.',
  },
  WHMCSApiErrorRatioHigh: {
    summary: '25% of requests to main fail',
    description:
      '25% of the recent requests to main failed. Its stock is still known, but the same fault may keep customers from ordering.',
  },
  WHMCSCollectionsOverrun: {
    summary: 'Collections from main take longer than the interval',
    description:
      'A collection from main takes 1m 1s, which is longer than its interval. The stock shown here is out of date: a product that customers cannot order any more still shows stock.',
  },
  WHMCSUnmatchedChoices: {
    summary: '5 units on main match no known choice',
    description:
      'Services on main use 5 units of options or choices that their products no longer list. How much is left of the other choices of these products is not known for certain.',
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
      'Customers cannot find "KVM 8 GB" on main (product 7, group KVM). WHMCS listed it until 1970-01-01 00:09:30 +0000 UTC. Now WHMCS does not list it, or `include` and `exclude` in the configuration leave it out. This alert resolves a week after the product was last seen.',
  },
  WHMCSStockUnknown: {
    summary: 'Stock of KVM 8 GB on main is unknown',
    description:
      'The stock of "KVM 8 GB" on main (product 7) is unknown, although WHMCS lists the product. The last known number was 5. If it sells out now, no alert fires.',
  },
  WHMCSProductStockRunningOut: {
    summary: 'KVM 8 GB on main may sell out before you can get more',
    description:
      '"KVM 8 GB" on main (product 7, group KVM) sells out within its lead time with a probability of 44%. Order or build more now.',
    left: '2.2 days',
  },
  WHMCSSourceInTrouble: {
    summary: 'main is read without its companion',
    description:
      'The source companion of main fails (http), so the exporter reads a lesser one. Facts that only the companion states, such as stock control, hidden products and units in use, are those of its last answer.',
  },
  WHMCSUsageCountsFailing: {
    summary: 'Units in use of 4 products on main cannot be counted',
    description:
      'The exporter has failed to count the units in use of 4 products on main for half an hour. The stock of their options, combinations and pools becomes unknown.',
  },
  WHMCSCatalogueLosses: {
    summary: 'main keeps losing most of its products',
    description:
      '3 times in the last hour, WHMCS on main listed less than half of its products, and listed them again at the next reading. Customers may see the same.',
  },
  WHMCSWebhookSilent: {
    summary: 'main no longer calls the webhook',
    description:
      'The stock of main changed by 288 units within a day, but WHMCS did not call the webhook. Sales show only at the next collection.',
  },
  WHMCSExporterFlapping: {
    summary: 'Scrapes of the exporter at exporter:10052 fail now and then',
    description:
      '10% of the scrapes of the exporter at exporter:10052 failed in the last hour, never for long. It restarts, is overloaded, or the network drops packets.',
  },
  WHMCSExporterClockSkewed: {
    summary: 'The clock of the exporter at exporter:10052 is 1m 1s off',
    description:
      'The clocks of Prometheus and of the exporter at exporter:10052 differ by 1m 1s. Stock alerts allow for it. Times in the log and on the page of the exporter are wrong, and webhook calls are rejected from five minutes on.',
  },
  WHMCSExporterInternalErrors: {
    summary: 'The exporter at exporter:10052 has a bug',
    description:
      '3 times in the last hour, a task of the exporter at exporter:10052 ended with an unexpected error. The data that it reads is out of date. The log has the errors with their stacks.',
  },
  WHMCSExporterStateNotSaved: {
    summary: 'The exporter at exporter:10052 does not save its state',
    description:
      'The exporter at exporter:10052 cannot write its --persistence.file. After a restart it has forgotten what it knows now: counters start at 0, and a sold-out product may be unknown.',
  },
  WHMCSExporterStateSetAside: {
    summary: 'The exporter at exporter:10052 started without its state',
    description:
      'The exporter at exporter:10052 could not use 2 files of its saved state and renamed them. Their content is lost: counters start at 0, and a sold-out product may be unknown. This alert resolves when the exporter is restarted.',
  },
  WHMCSShardsMismatched: {
    summary: 'Shards of job stock are missing or do not match',
    description:
      'Prometheus scrapes the exporters of job stock, but a shard is missing, two exporters collect the same sites, or they differ in the number of shards. Some sites may be read by no exporter, or by two.',
  },
  WHMCSWatchdog: {
    summary: 'Alerts arrive',
    description:
      'This alert always fires. While it arrives, Prometheus evaluates rules and Alertmanager sends messages.',
  },
  WHMCSRulesFailing: {
    summary: 'Rules on stock fail: /etc/prometheus/recording-rules.yml;whmcs-stock',
    description:
      '3 evaluations of /etc/prometheus/recording-rules.yml;whmcs-stock failed in 15 minutes. Alerts of this group may not fire.',
  },
  WHMCSNotificationsFailing: {
    summary: 'Messages by email do not arrive',
    description: 'In 15 minutes, 4 messages by email could not be sent.',
  },
};
