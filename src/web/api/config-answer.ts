import type { Config } from '../../config/config.js';
import { formatDuration } from '../../config/duration.js';
import type { ConfigAnswer } from './api-schema.js';

const MASK = '<secret>';

/** Returns the configuration in use, with its keys as in the file. Every secret is masked. */
export const answerConfig = ({ collector, sites }: Config): ConfigAnswer => ({
  collector: { concurrency: collector.concurrency },
  sites: sites.map((site) => ({
    name: site.name,
    url: site.apiUrl.href,
    ...{ identifier: MASK, secret: MASK },
    ...(site.accessKey && { access_key: MASK }),
    ...(site.webhookSecrets.length > 0 && { webhook: MASK }),
    ...(site.proxy && { proxy: MASK }),
    source: site.source,
    interval: formatDuration(site.intervalMs),
    timeout: formatDuration(site.timeoutMs),
    max_age: formatDuration(site.maxAgeMs),
    concurrency: site.concurrency,
    series_limit: site.seriesLimit,
  })),
});
