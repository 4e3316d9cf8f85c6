/** A configuration with every key, but those that name files. */
export const COMPLETE_CONFIG = {
  collector: { concurrency: 8 },
  defaults: {
    interval: '60s',
    timeout: '10s',
    max_age: '15m',
    tls: { server_name: 'shop.test' },
    no_proxy: ['a.test'],
    companion: { action: 'Get', parameter: 'id' },
    usage: { products: 'all', statuses: ['Active'], interval: '5m', page_size: 10 },
  },
  sites: [
    {
      name: 'main',
      url: 'https://shop.test/',
      admin_url: 'https://shop.test/admin/',
      identifier: 'x',
      secret: 'y',
      source: 'auto',
      concurrency: 2,
      body_limit: '64MiB',
      forecast: { cover: '30d' },
      series_limit: 1000,
      stock_pattern: '(\\d+) left',
      thresholds: { warning: 5, critical: 1 },
      alerts: { sold_out: 'critical', low: 'none', lead_time: '5d' },
      include: { ids: [1], groups: [2, 'VPS *'], names: ['KVM *'] },
      stock_controlled: 'all',
      webhook: { secret: '0123456789abcdef' },
      groups: { 4: 'VPS', 5: { name: 'KVM', thresholds: { warning: 1 }, alerts: { oversold: 'info' } } },
      products: [
        {
          id: 1,
          name: 'VPS 1',
          thresholds: { warning: 'none' },
          alerts: { running_out: 'warning' },
          options: { RAM: { '8 GB': 4, '16 GB': { capacity: 2, thresholds: { critical: 1 } } } },
          combinations: [{ when: { RAM: '8 GB', OS: 'Linux' }, capacity: 3 }],
        },
      ],
      pools: [
        {
          name: 'RAM',
          capacity: 64,
          unit: 'GB',
          draws: [
            { product: 1, units: 1 },
            { product: 2, option: 'RAM', choices: { '8 GB': 8 } },
          ],
        },
      ],
      tls: { server_name: 'shop.test' },
      proxy: 'http://proxy.test:3128',
      no_proxy: 'a.test',
      allow_insecure_http: false,
    },
  ],
};
