import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect } from '@jest/globals';
import { stringify } from 'yaml';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { shippedConfig, startAlertmanager } from '../support/alertmanager.js';
import { askUntil, SEVERAL_WAITS_MS } from '../support/daemon.js';
import { openExporter } from '../support/exporter-process.js';
import { type Host, startHosts } from '../support/hosts.js';
import { PAIRS } from '../support/pair.js';
import { startPrometheus } from '../support/prometheus.js';
import { promptRules } from '../support/prompt-rules.js';
import { writeConfig } from '../support/run-cli.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const GIB = 2 ** 30;
const HOSTS: readonly Host[] = [
  { name: 'tokyo-1', memory: 512 * GIB, used: 462 * GIB, vcpus: 32 },
  { name: 'tokyo-2', memory: 512 * GIB, used: 412 * GIB, vcpus: 32 },
  { name: 'osaka-1', memory: 768 * GIB, used: 728 * GIB, vcpus: 64 },
];

/** What is free of each host that is up, as Proxmox has it; less what is reserved, as OpenStack has it. */
const FREE_MEMORY = 'pve_memory_size_bytes - pve_memory_usage_bytes and on (id) pve_up == 1';
const FREE_PROCESSORS =
  '(openstack_placement_resource_total - openstack_placement_resource_reserved) ' +
  '* openstack_placement_resource_allocation_ratio - openstack_placement_resource_usage';

/** Queries that give no number, with their reasons. */
const FAULTS: Readonly<Record<string, string>> = {
  nothing_of_that_name: 'empty',
  pve_memory_size_bytes: 'many',
  'pve_memory_size_bytes[5m]': 'wrong_type',
  '"six"': 'wrong_type',
  '0 / 0 * scalar(sum(pve_up))': 'not_a_number',
  'sum(pve_up) / 0': 'infinite',
  'sum(pve_up) * 1e300': 'out_of_range',
  'sum(': 'bad_query',
  'pve_up * on () pve_memory_size_bytes': 'bad_query',
};

const often = { interval: '1s', max_age: '1m' };
const servers = { draws: [{ product: 42 }] };

const POOLS = [
  {
    ...{ name: 'memory', unit: 'GiB' },
    capacity: { query: `sum(pve_memory_size_bytes{id=~"node/.+"}) / 2^30`, ...often },
    draws: [{ product: 42, option: 'RAM', choices: { '8 GB': 8, '32 GB': 32, '64 GB': 64 } }],
  },
  { name: 'hosts', left: { query: FREE_MEMORY, label: 'id', size: 16 * GIB, ...often }, ...servers },
  {
    name: 'but one',
    left: { query: FREE_MEMORY, label: 'id', size: 16 * GIB, spare: 1, ...often },
    ...servers,
  },
  { name: 'processors', left: { query: FREE_PROCESSORS, label: 'hostname', size: 8, ...often }, ...servers },
];

const PLACES = {
  query: `sum by (city) (label_replace(floor((${FREE_MEMORY}) / 2^34), "city", "$1", "id", "node/(.+)-.*"))`,
  ...{ label: 'city', choices: { tokyo: 'Tokyo', osaka: 'Virginia' }, ...often },
};

describe.each(PAIRS)('the $name Prometheus', (pair) => {
  pair.testWith('prometheus', 'prometheus-alertmanager')(
    'tells capacities, rooms per host and per choice, and what falls when a host fails, with an alert',
    async () => {
      const hosts = await startHosts(HOSTS);
      closing.unshift(hosts.close);
      const alertmanager = await startAlertmanager(pair, await shippedConfig());
      closing.unshift(alertmanager.close);
      const file = await writeConfig('');
      const exporter = await openExporter(['--config.file', file]);
      closing.unshift(exporter.close);
      const prometheus = await startPrometheus(pair, [hosts.target, exporter.host], {
        rules: await promptRules(),
        alertmanager: new URL(alertmanager.url).host,
      });
      closing.unshift(prometheus.close);
      await prometheus.queryUntil('pve_up', (values) => values.length === 3);
      const shop = await startSimulator({ shop: createDemoShop(), quirks: { showsStockControl: true } });
      closing.unshift(shop.close);
      const credentials = { url: shop.url, identifier: 'demo-identifier', secret: 'demo-secret' };
      const faults = Object.keys(FAULTS).map((query) => ({ id: 1, query, name: query }));
      await writeFile(
        file,
        stringify({
          prometheus: { url: prometheus.url },
          defaults: { interval: '1s' },
          sites: [
            {
              ...{ name: 'main', ...credentials, pools: POOLS },
              products: [{ id: 42, options: { Location: { left: PLACES } } }],
            },
            {
              ...{ name: 'odd', ...credentials },
              pools: faults.map(({ query, name }) => ({ name, left: { query, name, ...often }, ...servers })),
            },
          ],
        }),
      );
      await exporter.start();

      const shown = async () => {
        const series = await exporter.scrape();
        const find = (name: string, part = '') =>
          [...series].find(([key]) => key.startsWith(`${name}{site="main"`) && key.includes(part))?.[1];
        const pool = (name: string) => find('whmcs_pool_stock', `pool="${name}"`);
        return {
          capacity: find('whmcs_pool_capacity'),
          pools: ['hosts', 'but one', 'processors'].map(pool),
          memory: find('whmcs_product_option_stock', 'choice="64 GB"'),
          places: ['tokyo', 'osaka'].map((place) => find('whmcs_capacity_query_value', `choice="${place}"`)),
          room: find('whmcs_product_room'),
        };
      };
      const until = async (wanted: Awaited<ReturnType<typeof shown>>) =>
        expect(await askUntil(shown, (found) => JSON.stringify(found) === JSON.stringify(wanted))).toEqual(
          wanted,
        );

      await until({
        capacity: 1792,
        pools: [3 + 6 + 2, 3 + 2, 11 + 11 + 23],
        memory: 5, // (1792 - 1424) / 64
        places: [3 + 6, 2],
        room: 5,
      });
      hosts.fail('tokyo-2');
      await until({ capacity: 1280, pools: [5, 2, 34], memory: -3, places: [3, 2], room: 0 });
      await alertmanager.alertsUntil((alerts) =>
        alerts.some(
          ({ labels }) =>
            labels.alertname === 'WHMCSStockExceedsRoom' &&
            labels.severity === 'critical' &&
            labels.product_id === '42',
        ),
      );

      const series = await exporter.scrape();
      const reasons = Object.fromEntries(
        Object.entries(FAULTS).map(([query, reason]) => {
          const label = JSON.stringify(query);
          const labels = `site="odd",query=${label}`;
          const isCounted = series.has(`whmcs_capacity_query_failures_total{${labels},reason="${reason}"}`);
          return [
            query,
            isCounted && series.get(`whmcs_capacity_query_known{${labels}}`) === 0 ? reason : '?',
          ];
        }),
      );
      expect(reasons).toEqual(FAULTS);
    },
    SEVERAL_WAITS_MS,
  );
});
