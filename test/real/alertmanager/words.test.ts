import { describe, expect, test } from '@jest/globals';
import { renderMessage } from '../../support/message.js';
import { PAIRS } from '../../support/pair.js';
import { alerts } from '../rules/promtool.js';

/** The words for each alert in titles. */
const WORDS: Readonly<Record<string, string>> = {
  WHMCSProductOutOfStock: 'sold out',
  WHMCSProductStockLow: 'low stock',
  WHMCSProductStockRunningOut: 'running out',
  WHMCSProductOversold: 'oversold',
  WHMCSProductRestocked: 'back in stock',
  WHMCSProductDisappeared: 'no longer listed',
  WHMCSConfiguredProductMissing: 'configured, but not in WHMCS',
  WHMCSOptionOutOfStock: 'option sold out',
  WHMCSOptionStockLow: 'option low',
  WHMCSOptionStockRunningOut: 'option running out',
  WHMCSOptionOversold: 'option oversold',
  WHMCSOptionRestocked: 'option back in stock',
  WHMCSOptionDisappeared: 'option no longer listed',
  WHMCSCombinationOutOfStock: 'combination sold out',
  WHMCSCombinationStockLow: 'combination low',
  WHMCSCombinationStockRunningOut: 'combination running out',
  WHMCSCombinationOversold: 'combination oversold',
  WHMCSCombinationRestocked: 'combination back in stock',
  WHMCSCombinationDisappeared: 'combination no longer listed',
  WHMCSPoolNearlyUsedUp: 'pool nearly used up',
  WHMCSPoolStockRunningOut: 'pool running out',
  WHMCSStockExceedsRoom: 'more offered than there is room for',
  WHMCSRoomUnsold: 'sold out, but there is room',
  WHMCSCapacityUnknown: 'capacity unknown',
  WHMCSStockUnknown: 'stock unknown',
  WHMCSSiteDown: 'WHMCS cannot be read',
  WHMCSStockStale: 'stock is stale',
  WHMCSCredentialsRefused: 'credentials rejected',
  WHMCSAddressRefused: 'IP address rejected',
  WHMCSPermissionMissing: 'permission missing',
  WHMCSRateLimited: 'requests rejected',
  WHMCSApiSlow: 'API is slow',
  WHMCSApiErrorRatioHigh: 'API requests fail',
  WHMCSCollectionsOverrun: 'collections take too long',
  WHMCSUnmatchedChoices: 'units of unknown choices',
  WHMCSSeriesDropped: 'series dropped',
  WHMCSWebhookRejected: 'webhook calls rejected',
  WHMCSExporterDown: 'exporter is down',
  WHMCSExporterAbsent: 'no exporter is scraped',
  WHMCSExporterConfigReloadFailed: 'configuration is invalid',
  WHMCSSourceInTrouble: 'a source fails',
  WHMCSUsageCountsFailing: 'units in use cannot be counted',
  WHMCSCatalogueLosses: 'products keep vanishing',
  WHMCSWebhookSilent: 'webhook is silent',
  WHMCSExporterFlapping: 'scrapes fail now and then',
  WHMCSExporterClockSkewed: 'clock is wrong',
  WHMCSExporterInternalErrors: 'exporter has a bug',
  WHMCSExporterStateNotSaved: 'state is not saved',
  WHMCSExporterStateSetAside: 'state was unusable',
  WHMCSShardsMismatched: 'shards do not add up',
  WHMCSWatchdog: 'alerts arrive',
  WHMCSRulesFailing: 'rules fail',
  WHMCSNotificationsFailing: 'messages do not arrive',
};

const names = alerts.map(({ alert = '' }) => alert);

describe.each(PAIRS)('in the titles of the $name Alertmanager', (pair) => {
  pair.testWith('amtool')('each alert has a name in plain words', () => {
    for (const alertname of names) {
      const alert = { labels: { alertname, severity: 'critical', site: 'main' } };
      expect(renderMessage(pair, 'email.subject', [alert])).toBe(`[CRITICAL] main: ${WORDS[alertname]}`);
    }
  });
});

test('each alert has its own words, and none is its name in the rules', () => {
  expect(new Set(Object.keys(WORDS))).toEqual(new Set(names));
  const words = Object.values(WORDS);
  expect(new Set(words).size).toBe(words.length);
  expect(words.filter((text) => /WHMCS\w|[a-z][A-Z]/.test(text))).toEqual([]);
});
