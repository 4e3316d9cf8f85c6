import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { DEFAULTS, mergeSettings } from '../../src/config/site-settings.js';

describe('the settings of a site', () => {
  test('are its own, then those for all sites, then the built-in ones', () => {
    const merged = mergeSettings({ interval: 90_000, timeout: 5_000 }, { timeout: 7_000 });
    expect(merged).toMatchObject({ timeout: 7_000, interval: 90_000, max_age: DEFAULTS.max_age });
  });

  test('are merged key by key in thresholds and usage, and taken whole in companion', () => {
    const shared = {
      thresholds: { warning: 9, critical: 2 },
      usage: { products: 'all' as const, page_size: 100 },
      companion: { action: 'StockOf', parameter: 'pid' },
    };
    const own = { thresholds: { critical: 1 }, usage: { page_size: 50 }, companion: { action: 'Stock' } };
    expect(mergeSettings(shared, own)).toMatchObject({
      thresholds: { warning: 9, critical: 1 },
      usage: { products: 'all', page_size: 50, statuses: ['Pending', 'Active', 'Suspended'] },
      companion: { action: 'Stock', parameter: undefined },
    });
  });

  test.each([
    ['', '', DEFAULTS.series_limit],
    ['series_limit: 500', '', 500],
    ['series_limit: 500', 'series_limit: 900', 900],
  ])('limit the series: %j and %j', async (shared, own, expected) => {
    const site = `{ name: a, url: "https://a.test", identifier: x, secret: y, ${own} }`;
    const { sites } = await parseConfig(`defaults: { ${shared} }\nsites: [${site}]`, {}, 'c.yaml');
    expect(sites[0]?.seriesLimit).toBe(expected);
  });

  test('count units in use at least three times while stock lasts', () => {
    expect(mergeSettings({}, {}).usage.interval).toBe(300_000);
    expect(mergeSettings({ max_age: 60_000 }, {}).usage.interval).toBe(20_000);
    expect(mergeSettings({ max_age: 60_000 }, { usage: { interval: 45_000 } }).usage.interval).toBe(45_000);
  });

  test.each([
    ['', '', [true, 30]],
    ['forecast: { cover: 14d }', '', [true, 14]],
    ['forecast: { cover: 14d }', 'forecast: { cover: 60d }', [true, 60]],
    ['forecast: { cover: 14d }', 'forecast: false', [false, 14]],
    ['forecast: { cover: 14d }', 'forecast: true', [true, 14]],
    ['forecast: false', 'forecast: {}', [true, 30]],
    ['', 'forecast: { cover: 168h }', [true, 7]],
  ])('turn forecasts on or off, and set how long orders last: %j and %j', async (shared, own, expected) => {
    const site = `{ name: a, url: "https://a.test", identifier: x, secret: y, ${own} }`;
    const { sites } = await parseConfig(`{ defaults: { ${shared} }, sites: [ ${site} ] }`, {}, 'c.yaml');
    expect(sites.map(({ forecast, coverMs }) => [forecast, coverMs / 86_400_000])).toEqual([expected]);
  });

  test.each([
    ['forecast: 30d', 'sites[0].forecast: expected true, false, or cover'],
    ['forecast: [cover]', 'sites[0].forecast: expected true, false, or cover'],
    ['forecast: { cover: 30 }', 'sites[0].forecast.cover: expected a duration such as 30d'],
    ['forecast: { cover: 1h }', 'sites[0].forecast.cover: expected a duration such as 30d, from 1d to 366d'],
    ['forecast: { covers: 30d }', 'sites[0].forecast: unknown key "covers"'],
  ])('refuse %s', async (own, message) => {
    const site = `{ name: a, url: "https://a.test", identifier: x, secret: y, ${own} }`;
    await expect(parseConfig(`sites: [ ${site} ]`, {}, 'c.yaml')).rejects.toThrow(message);
  });

  test.each([
    ['interval: 20m', '', 'c.yaml:2:10: sites[0].max_age: stock would be withdrawn before it is read again'],
    ['', 'max_age: 30s', 'c.yaml:2:79: sites[0].max_age: stock would be withdrawn before it is read again'],
    [
      'max_age: 2m',
      'usage: { interval: 3m }',
      'c.yaml:2:89: sites[0].usage.interval: units in use would be withdrawn',
    ],
  ])('are checked together, wherever they are set: %j and %j', async (shared, own, message) => {
    const text = `defaults: { ${shared} }
sites: [ { name: a, url: "https://a.test", identifier: x, secret: y, ${own} } ]`;
    await expect(parseConfig(text, {}, 'c.yaml')).rejects.toThrow(message);
  });
});
