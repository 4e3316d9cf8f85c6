// Measures what the shipped rules cost for 10,000 products on 20 sites: the processor time of a Prometheus
// with them, less that of one without, both with the intervals that are shipped. Fails if it is more than ten
// times that of the one without. Takes 17 minutes by default, so that the groups of 15 minutes are evaluated
// too.
//
//   node scripts/run.js test/bench/rule-cost.ts [PROMETHEUS [MINUTES]]
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDaemon } from '../support/daemon.js';

const [SITES, PRODUCTS_OF_SITE] = [20, 500];
const MOST_TIMES = 10;
const WARM_UP_MS = 90_000;
const [, , program = 'prometheus', minutesText = '17'] = process.argv;
const minutes = Number(minutesText);

const print = (line: string) => process.stdout.write(`${line}\n`);
const began = Date.now() / 1000;

const sites = Array.from({ length: SITES }, (_, index) => `site="s${index}"`);
const products = sites.flatMap((site, of) =>
  Array.from({ length: PRODUCTS_OF_SITE }, (_, index) => {
    const id = of * PRODUCTS_OF_SITE + index;
    return `${site},product_id="${id}",product="Product ${id}",group="Group ${id % 40}"`;
  }),
);

/** Returns the lines of an exposition. Each minute the stock of some products falls or rises. */
function* exposition(): Iterable<string> {
  const now = Date.now() / 1000;
  const minute = Math.floor((now - began) / 60);
  yield 'whmcs_exporter_build_info{version="1",revision="",node_version="20"} 1';
  yield `whmcs_exporter_time_seconds ${now}`;
  for (const site of sites) {
    yield `whmcs_up{${site}} 1`;
    yield `whmcs_collections_total{${site}} ${minute}`;
    yield `whmcs_collection_interval_seconds{${site}} 60`;
    yield `whmcs_collection_last_success_timestamp_seconds{${site}} ${began + 60 * minute}`;
    yield `whmcs_products{${site},stock="limited"} ${PRODUCTS_OF_SITE}`;
    yield `whmcs_unmatched_choices{${site}} 0`;
    yield `whmcs_series_dropped{${site}} 0`;
  }
  for (const [index, labels] of products.entries()) {
    const sold = index % 10 === 0 ? minute : 0;
    yield `whmcs_product_stock{${labels}} ${Math.max(0, ((index * 7) % 60) - (sold % 3))}`;
    yield `whmcs_product_stock_control{${labels}} 1`;
    yield `whmcs_product_info{${labels},group_id="1",type="server",module="kvm",pay_type="recurring",visibility="public"} 1`;
    yield `whmcs_product_stock_threshold{${labels},severity="warning"} 5`;
    yield `whmcs_product_stock_threshold{${labels},severity="critical"} 1`;
    yield `whmcs_product_stock_removed_total{${labels}} ${sold}`;
    yield `whmcs_product_stock_added_total{${labels}} 0`;
    yield `whmcs_product_sellout_probability{${labels},within="lead_time"} ${(index % 100) / 200}`;
    yield `whmcs_product_sellout_probability{${labels},within="7d"} ${(index % 100) / 150}`;
  }
}

async function startPrometheus(folder: string, target: string, ruleFiles: readonly string[]) {
  await cp('deploy/prometheus', folder, { recursive: true });
  const config = {
    global: { scrape_interval: '30s', evaluation_interval: '30s' },
    rule_files: ruleFiles,
    scrape_configs: [{ job_name: 'stock', static_configs: [{ targets: [target] }] }],
  };
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const daemon = await startDaemon(program, [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
  ]);
  return { ...daemon, metrics: async () => (await fetch(`${daemon.url}/metrics`)).text() };
}

const cpuSeconds = (metrics: string) => Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);

/** Prints for each group how long its last evaluation took, which on a busy machine includes waiting. */
function printGroups(metrics: string): void {
  for (const [, group = '', last] of metrics.matchAll(
    /^prometheus_rule_group_last_duration_seconds\{rule_group=".*;(.*)"\} (\S+)/gm,
  )) {
    const interval = new RegExp(
      `^prometheus_rule_group_interval_seconds\\{rule_group=".*;${group}"\\} (\\S+)`,
      'm',
    );
    const every = Number(interval.exec(metrics)?.[1]);
    const share = (100 * Number(last)) / every;
    print(`${group.padEnd(28)} ${Number(last).toFixed(3)} s every ${every} s, ${share.toFixed(2)}%`);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'rule-cost-'));
const server = http.createServer((_, response) => {
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end(`${[...exposition()].join('\n')}\n`);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
const running = [
  await startPrometheus(join(folder, 'with'), target, ['recording-rules.yml', 'alert-rules.yml']),
  await startPrometheus(join(folder, 'without'), target, []),
];
try {
  await sleep(WARM_UP_MS);
  const measure = () => Promise.all(running.map(({ metrics }) => metrics()));
  const before = await measure();
  await sleep(minutes * 60_000);
  const after = await measure();
  printGroups(after[0] ?? '');
  const failed = /^prometheus_rule_evaluation_failures_total\{.*\} [1-9].*/m.exec(after[0] ?? '');
  const [used = Number.NaN, idle = Number.NaN] = after.map(
    (metrics, index) => (cpuSeconds(metrics) - cpuSeconds(before[index] ?? '')) / (minutes * 60),
  );
  const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
  print(
    `of a core: ${percent(used)} with rules, ${percent(idle)} without: the rules take ${percent(used - idle)}`,
  );
  if (failed) print(`a rule fails: ${failed[0]}`);
  if (!(used - idle <= MOST_TIMES * idle) || failed) process.exitCode = 1;
} finally {
  await Promise.all(running.map(({ close }) => close()));
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
}
