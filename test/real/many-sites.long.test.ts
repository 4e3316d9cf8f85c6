import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, test } from '@jest/globals';
import { parse } from 'yaml';
import { askUntil, SEVERAL_WAITS_MS } from '../support/daemon.js';
import { fault } from '../support/fault.js';
import { amount } from '../support/long.js';
import { PAIRS } from '../support/pair.js';
import { type Prometheus, type ScrapeJob, startPrometheus } from '../support/prometheus.js';
import { promptRules } from '../support/prompt-rules.js';
import { openShardedSites, type ShardedSites } from '../support/sharded-sites.js';
import { shortenedRules } from '../support/shortened-rules.js';

const SITES = amount({ short: 6, long: 40 });
const SHARDS = amount({ short: 2, long: 4 });
/** Rules trust stock for three intervals, which must be long on a busy machine. */
const INTERVAL_S = amount({ short: 3, long: 10 });
/** A busy machine answers late, and a scrape that is too late counts as a restart. */
const SCRAPE_S = amount({ short: 1, long: 5 });
const TRADE_MS = amount({ short: 1_000, long: 10_000 });
const QUIET_MS = amount({ short: 2_000, long: 20_000 });
/** The factor by which the long form shortens the waits of the shipped alerts. */
const FASTER = 4;
/** How long an alert on a shard that is down, and one on mismatched shards, takes at the most. */
const DOWN_MS = amount({ short: 0, long: (4 * 60_000) / FASTER });
const MISMATCHED_MS = amount({ short: 0, long: (16 * 60_000) / FASTER });
/** The longest wait of any rule about what is missing, apart from those. */
const OTHERS_MS = amount({ short: 2_000, long: (8 * 60_000) / FASTER });
const pairs = PAIRS.slice(-amount({ short: 1, long: PAIRS.length }));

const options = {
  tester: pairs.map((pair) => pair.testWith('prometheus')).find((tester) => tester === test.skip) ?? test,
  limitMs: amount({ short: SEVERAL_WAITS_MS, long: 1_800_000 }),
};

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** Returns the shipped jobs, with another exporter to ask, and asked more often. */
async function shippedJobs(host: string): Promise<readonly ScrapeJob[]> {
  const text = await readFile('deploy/prometheus/prometheus-sites.yml', 'utf8');
  const { scrape_configs } = parse(text.replaceAll('localhost:10052', host));
  return scrape_configs.map((job: { http_sd_configs: object[] } & ScrapeJob) => ({
    ...job,
    scrape_interval: `${SCRAPE_S}s`,
    http_sd_configs: job.http_sd_configs.map((found) => ({ ...found, refresh_interval: '1s' })),
  }));
}

let sites: ShardedSites;
let watchers: readonly Prometheus[];

beforeAll(async () => {
  sites = await openShardedSites(SITES, INTERVAL_S);
  ends.push(sites.close);
  for (let index = 0; index < SHARDS; index += 1) await sites.start(index, SHARDS);
  const jobs = await shippedJobs(sites.hostOf(0));
  const rules = await (DOWN_MS > 0 ? promptRules({ faster: FASTER }) : shortenedRules());
  watchers = await Promise.all(
    pairs.map((pair) => startPrometheus(pair, jobs, { rules, alertmanager: '127.0.0.1:1' })),
  );
  for (const { close } of watchers) ends.push(close);
}, options.limitMs);

const everywhere = async (check: (prometheus: Prometheus) => Promise<unknown>) =>
  void (await Promise.all(watchers.map(check)));

/** Waits until Prometheus scrapes every site and every shard, and has read each site. */
const untilAllUp = (shards: number) =>
  everywhere(async (prometheus) => {
    await prometheus.queryUntil('count(up)', ([all]) => all === SITES + shards);
    await prometheus.queryUntil('count(up == 1)', ([all]) => all === SITES + shards);
    await prometheus.queryUntil('count(whmcs_up == 1)', ([all]) => all === SITES);
  });

/** Waits until every Prometheus has counted the units that were sold at each site, and no more. */
const untilCounted = () =>
  everywhere((prometheus) =>
    askUntil(
      async () => ({ counted: await countedBy(prometheus), sold: sites.sold() }),
      ({ counted, sold }) => sites.names.every((name) => counted[name] === sold[name]),
    ),
  );

/** Returns the units by site, as `increase()` counts them. */
async function countedBy(prometheus: Prometheus): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const seen = await prometheus.samples('whmcs_product_stock_removed_total{product_id="1"}');
  for (const { metric, samples } of seen) {
    const { instance = '' } = metric;
    // At the time of the last sample, nothing is extrapolated.
    const increase = `sum(increase(whmcs_product_stock_removed_total{instance="${instance}"}[1h]))`;
    const [total] = await prometheus.query(increase, samples.at(-1)?.at);
    counts[instance] = Math.round((total?.value ?? Number.NaN) * 1_000) / 1_000;
  }
  return counts;
}

/** Shards that were restarted within the hour are said to flap, as they should. */
const FIRING = 'ALERTS{alertstate="firing",alertname!~"WHMCSWatchdog|WHMCSExporterFlapping"}';

const nameOf = ({ alertname, instance, job, severity }: Readonly<Record<string, string>>): string =>
  `${alertname} ${instance ?? job} ${severity}`;

/** Waits until exactly these alerts fire. */
const firingUntil = (prometheus: Prometheus, expected: readonly string[]) =>
  askUntil(
    async () => (await prometheus.query(FIRING)).map(({ metric }) => nameOf(metric)),
    (names) => names.toSorted().join() === expected.join(),
  );

fault(
  'process',
  'shards are killed and ended in turn while their sites sell',
  'increase() counts each unit that was sold, per site, over the restarts',
  async () => {
    await untilAllUp(SHARDS);
    const stop = sites.trade();
    for (let index = 0; index < SHARDS; index += 1) {
      await sleep(TRADE_MS);
      await sites.end(index, index % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      await sleep(TRADE_MS);
      await sites.start(index, SHARDS);
    }
    stop();
    await untilCounted();
  },
  options,
);

fault(
  'process',
  'a shard is killed with its sites',
  'one alert fires, about that shard',
  async () => {
    await untilAllUp(SHARDS);
    await sites.end(1, 'SIGKILL');
    await sleep(DOWN_MS);
    const expected = [`WHMCSExporterDown ${sites.hostOf(1)} critical`];
    await everywhere((prometheus) => firingUntil(prometheus, expected));
    await sleep(OTHERS_MS);
    await everywhere((prometheus) => firingUntil(prometheus, expected));
    await sites.start(1, SHARDS);
    await untilAllUp(SHARDS);
    await everywhere((prometheus) => firingUntil(prometheus, []));
  },
  options,
);

fault(
  'process',
  'an exporter is started as the shard that another one collects',
  'one alert fires, WHMCSShardsMismatched',
  async () => {
    await sites.start(1, SHARDS, 0);
    await sleep(MISMATCHED_MS);
    const expected = ['WHMCSShardsMismatched whmcs-stock-exporter warning'];
    await everywhere((prometheus) => firingUntil(prometheus, expected));
  },
  options,
);

fault(
  'process',
  'another number of shards, while nothing is sold, and sales afterwards',
  'all targets are up at their new owners, and increase() adds nothing until the sales',
  async () => {
    for (let index = SHARDS; index >= 0; index -= 1) await sites.start(index, SHARDS + 1);
    await untilAllUp(SHARDS + 1);
    await sleep(QUIET_MS);
    await untilCounted();
    const stop = sites.trade();
    await sleep(TRADE_MS);
    stop();
    await untilCounted();
    await everywhere((prometheus) => firingUntil(prometheus, []));
  },
  options,
);
