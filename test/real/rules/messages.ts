import type { Message } from './series.js';

/** What each alert says, in the first case in which it fires alone. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  WHMCSProductOutOfStock: {
    summary: 'KVM 8 GB is sold out on main',
    description:
      'Customers cannot order "KVM 8 GB" on main (product 7, group KVM): no unit is left. It ends when there was stock for a quarter of an hour.',
    left: '0',
  },
  WHMCSProductStockLow: {
    summary: 'KVM 8 GB is low on main: 3 left',
    description:
      'Customers can order 3 more of "KVM 8 GB" on main (product 7, group KVM). Within the last quarter of an hour it was at or below its warning level.',
    left: '3',
  },
  WHMCSProductOversold: {
    summary: 'KVM 8 GB on main is oversold by 2',
    description:
      '2 customers have ordered "KVM 8 GB" on main (product 7, group KVM) beyond what there is, and wait for it. Hidden and retired products count, too.',
    left: '-2',
  },
  WHMCSProductRestocked: {
    summary: 'KVM 8 GB is back in stock on main',
    description:
      'Customers can order "KVM 8 GB" on main (product 7, group KVM) again: it was sold out within the last hour, and for a quarter of an hour now at least 4 were there.',
    left: '4',
  },
  WHMCSConfiguredProductMissing: {
    summary: 'Product 99 of the configuration is not on main',
    description:
      'The configuration names product 99, which WHMCS on main does not list. Its levels and capacities watch over nothing, and if it should be for sale, customers cannot order it.',
  },
  WHMCSOptionOutOfStock: {
    summary: 'Location Tokyo of KVM 8 GB is used up on main',
    description:
      'No unit is left of Location Tokyo of "KVM 8 GB" on main (product 7). WHMCS keeps no such stock and goes on selling it: hide it, or find more.',
    left: '0',
  },
  WHMCSOptionStockLow: {
    summary: 'Location Tokyo of KVM 8 GB is low on main: 10 left',
    description:
      '10 more customers can be given Location Tokyo of "KVM 8 GB" on main (product 7). Within the last quarter of an hour it was at or below its warning level.',
    left: '10',
  },
  WHMCSOptionOversold: {
    summary: 'Location Tokyo of KVM 8 GB is oversold by 3 on main',
    description:
      '3 units more than there are of Location Tokyo of "KVM 8 GB" on main (product 7) are promised to customers.',
    left: '-3',
  },
  WHMCSCombinationOutOfStock: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is used up on main',
    description:
      'No unit is left of Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7). WHMCS keeps no such stock and goes on selling it: hide it, or find more.',
    left: '0',
  },
  WHMCSCombinationStockLow: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is low on main: 10 left',
    description:
      '10 more customers can be given Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7). Within the last quarter of an hour it was at or below its warning level.',
    left: '10',
  },
  WHMCSCombinationOversold: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is oversold by 3 on main',
    description:
      '3 units more than there are of Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) are promised to customers.',
    left: '-3',
  },
  WHMCSOptionStockRunningOut: {
    summary: 'Location Tokyo of KVM 8 GB on main runs out in 3.7 days',
    description:
      'As fast as Location Tokyo of "KVM 8 GB" on main (product 7) sold in the last two weeks, what is left is gone in 3.7 days. Build more now.',
    left: '3.7 days',
  },
  WHMCSOptionRestocked: {
    summary: 'Location Tokyo of KVM 8 GB is back on main',
    description:
      'There is Location Tokyo of "KVM 8 GB" on main (product 7) again: it was used up within the last hour, and for a quarter of an hour now at least 4 were there.',
    left: '4',
  },
  WHMCSOptionDisappeared: {
    summary: 'Location Tokyo of KVM 8 GB is no longer listed on main',
    description:
      'Location Tokyo of "KVM 8 GB" on main (product 7) had a capacity within the last six hours and is no longer listed, by WHMCS or by the configuration. Nobody watches what is sold of it. This alert ends by itself six hours after it was last seen.',
  },
  WHMCSCombinationStockRunningOut: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB on main runs out in 3.7 days',
    description:
      'As fast as Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) sold in the last two weeks, what is left is gone in 3.7 days. Build more now.',
    left: '3.7 days',
  },
  WHMCSCombinationRestocked: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is back on main',
    description:
      'There is Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) again: it was used up within the last hour, and for a quarter of an hour now at least 4 were there.',
    left: '4',
  },
  WHMCSCombinationDisappeared: {
    summary: 'Location=Tokyo, RAM=64 GB of KVM 8 GB is no longer listed on main',
    description:
      'Location=Tokyo, RAM=64 GB of "KVM 8 GB" on main (product 7) had a capacity within the last six hours and is no longer listed, by WHMCS or by the configuration. Nobody watches what is sold of it. This alert ends by itself six hours after it was last seen.',
  },
  WHMCSPoolNearlyUsedUp: {
    summary: '9% of tokyo-ram is left on main',
    description:
      'Of the pool tokyo-ram on main, counted in GB, 9% is left. What draws from it is soon sold out, all of it at once.',
    left: '9%',
  },
  WHMCSSiteDown: {
    summary: 'main cannot be read',
    description:
      'Nobody can tell what customers can order on main: its stock could not be read for three intervals or more, and all its stock alerts are silent. Reasons in the last hour: connect.',
  },
  WHMCSStockStale: {
    summary: 'Stock of main is 7m 30s old',
    description:
      'Nobody can tell what customers can order on main: its stock was last read 7m 30s ago, though no collection is said to have failed since. All its stock alerts are silent.',
  },
  WHMCSCredentialsRefused: {
    summary: 'WHMCS refuses the credentials for main',
    description:
      'WHMCS on main refuses the API identifier and secret of the exporter at exporter:10052. Nobody can tell what customers can order there until they are mended.',
  },
  WHMCSAddressRefused: {
    summary: 'WHMCS does not allow the address of the exporter for main',
    description:
      'WHMCS on main does not allow the address from which the exporter at exporter:10052 calls its API. Nobody can tell from there what customers can order.',
  },
  WHMCSPermissionMissing: {
    summary: 'The API role for main lacks an action',
    description:
      'WHMCS on main does not let the exporter at exporter:10052 call an action that it needs. Stock of the products, or of their options, is not known until the role grants it.',
  },
  WHMCSRateLimited: {
    summary: 'main turns the exporter away: rate_limited',
    description:
      '3 requests of the exporter at exporter:10052 to main were turned away in the last hour (rate_limited). Stock there is older than it should be, and if this goes on it becomes unknown.',
  },
  WHMCSApiSlow: {
    summary: 'The API of main is slow: 7.5s',
    description:
      'One in ten requests to main takes longer than 7.5s. Its shop may be as slow for customers, and its stock is close to being unknown.',
  },
  WHMCSApiErrorRatioHigh: {
    summary: '25% of requests to main fail',
    description:
      '25% of the requests to main in the last half hour failed. Its stock is still known, but what keeps failing may keep customers from ordering, too.',
  },
  WHMCSCollectionsOverrun: {
    summary: 'Reading main takes longer than its interval',
    description:
      'One reading of main takes 1m 1s, which is longer than the interval at which it should be read. What customers see as sold out shows here late.',
  },
  WHMCSUnmatchedChoices: {
    summary: '3 units on main belong to no known choice',
    description:
      'Services on main hold 3 units of options or choices that the products no longer have. Stock of choices may be counted too high by these, and sold beyond what there is.',
  },
  WHMCSSeriesDropped: {
    summary: '120 series of main are withheld',
    description:
      'The exporter withholds 120 series of main, which are beyond the series_limit of the site. Some products there have no stock to see and no alerts.',
  },
  WHMCSWebhookRejected: {
    summary: 'Webhook calls are refused: signature',
    description:
      'The exporter at exporter:10052 refused 3 webhook calls in the last hour (signature). If they were from your WHMCS, its sales show only at the next collection.',
  },
  WHMCSExporterDown: {
    summary: 'The exporter at exporter:10052 is down',
    description:
      'Prometheus cannot scrape the exporter at exporter:10052 (job stock). Nobody can tell what customers can order on the sites that only it reads.',
  },
  WHMCSExporterAbsent: {
    summary: 'No exporter is scraped',
    description:
      'Prometheus scrapes no exporter at all, nor has it one that is down: the target is gone, or was never there. Nobody can tell what customers can order on any site.',
  },
  WHMCSExporterConfigReloadFailed: {
    summary: 'The exporter at exporter:10052 runs on an old configuration',
    description:
      'The exporter at exporter:10052 could not read its configuration the last time it was told to, and goes on with the one before. Sites, products and levels that were changed since are not watched.',
  },
  WHMCSProductDisappeared: {
    summary: 'KVM 8 GB is no longer listed on main',
    description:
      'Customers cannot find "KVM 8 GB" on main (product 7, group KVM): it was there within the last six hours and is no longer listed, by WHMCS or by `include` and `exclude` of the configuration. This alert ends by itself six hours after the product was last seen.',
  },
  WHMCSStockUnknown: {
    summary: 'Stock of KVM 8 GB on main is no longer known',
    description:
      'WHMCS on main lists "KVM 8 GB" (product 7), but no longer tells how many are left; within the last six hours it was 5. If it sells out now, no alert will say so.',
  },
  WHMCSProductStockRunningOut: {
    summary: 'KVM 8 GB on main runs out in 3.7 days',
    description:
      'As fast as "KVM 8 GB" on main (product 7, group KVM) sold in the last two weeks, what is left is gone in 3.7 days. Order or build more now.',
    left: '3.7 days',
  },
};
