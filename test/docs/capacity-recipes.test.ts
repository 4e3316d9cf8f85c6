import { describe, expect, test } from '@jest/globals';
import { readNumbers } from '../../src/capacity/measure-numbers.js';
import { runTests } from '../real/rules/promtool.js';
import { type Labels, series } from '../real/rules/series.js';
import { parseSite } from '../support/one-site.js';
import { PAIRS } from '../support/pair.js';
import { readBlocks } from './markdown.js';

const GIB = 2 ** 30;

type Recorded = readonly [name: string, labels: Labels, value: number];

/** A trial of a recipe: series, the samples that its query returns, and the resulting number. */
type Trial = {
  readonly given: readonly Recorded[];
  readonly samples: readonly (readonly [Labels, number])[];
  readonly units: number;
};

const each = (name: string, label: string, values: Readonly<Record<string, number>>, more: Labels = {}) =>
  Object.entries(values).map(([value, number]): Recorded => [name, { [label]: value, ...more }, number]);

/** Memory of placement: total, reserved, allocation ratio and usage of each host. */
const placement = (
  hosts: Readonly<Record<string, readonly [number, number, number, number]>>,
  resourcetype: string,
) =>
  Object.entries(hosts).flatMap(([hostname, values]) =>
    ['total', 'reserved', 'allocation_ratio', 'usage'].map(
      (name, index): Recorded => [
        `openstack_placement_resource_${name}`,
        { hostname, resourcetype },
        values[index] ?? 0,
      ],
    ),
  );

const compute = { service: 'nova-compute', adminState: 'enabled' };

const TRIALS: Readonly<Record<string, Trial>> = {
  // Tokyo 4 is down, Tokyo 3 has no guests, and Osaka is elsewhere.
  'tokyo-16g': {
    given: [
      ...each('pve_up', 'id', {
        ...{ 'node/tokyo-1': 1, 'node/tokyo-2': 1, 'node/tokyo-3': 1, 'node/tokyo-4': 0 },
        ...{ 'node/osaka-1': 1, 'qemu/100': 1, 'lxc/101': 0, 'qemu/102': 1, 'qemu/103': 1 },
      }),
      ...each('pve_memory_size_bytes', 'id', {
        ...{ 'node/tokyo-1': 128 * GIB, 'node/tokyo-2': 128 * GIB, 'node/tokyo-3': 256 * GIB },
        ...{ 'node/tokyo-4': 128 * GIB, 'node/osaka-1': 512 * GIB },
        ...{ 'qemu/100': 64 * GIB, 'lxc/101': 8 * GIB, 'qemu/102': 90 * GIB, 'qemu/103': 32 * GIB },
      }),
      ...each('pve_guest_info', 'id', { 'qemu/100': 1, 'lxc/101': 1 }, { node: 'tokyo-1', type: 'qemu' }),
      ...each('pve_guest_info', 'id', { 'qemu/102': 1 }, { node: 'tokyo-2', type: 'qemu' }),
      ...each('pve_guest_info', 'id', { 'qemu/103': 1 }, { node: 'tokyo-4', type: 'qemu' }),
    ],
    samples: [
      [{ node: 'tokyo-1' }, 40 * GIB],
      [{ node: 'tokyo-2' }, 22 * GIB],
      [{ node: 'tokyo-3' }, 240 * GIB],
    ],
    units: 2 + 1, // as a plain sum it would be 18
  },
  // One host is disabled, one is down; processors and other services do not count.
  'cloud-16g': {
    given: [
      ...placement(
        {
          ...{ c1: [262_144, 4096, 1.5, 360_000], c2: [262_144, 4096, 1, 180_000] },
          ...{ c3: [262_144, 4096, 1.5, 300_000], c4: [262_144, 0, 1, 0], c5: [262_144, 0, 1, 0] },
        },
        'MEMORY_MB',
      ),
      ...placement({ c1: [64, 2, 4, 10], c2: [64, 2, 4, 250] }, 'VCPU'),
      ...each('openstack_nova_agent_state', 'hostname', { c1: 1, c2: 1, c3: 1, c4: 0 }, compute),
      ...each('openstack_nova_agent_state', 'hostname', { c5: 1 }, { ...compute, adminState: 'disabled' }),
      ...each('openstack_nova_agent_state', 'hostname', { c1: 1, ctl: 1 }, { service: 'nova-scheduler' }),
    ],
    samples: [
      [{ hostname: 'c1', resourcetype: 'MEMORY_MB' }, 27_072],
      [{ hostname: 'c2', resourcetype: 'MEMORY_MB' }, 78_048],
      [{ hostname: 'c3', resourcetype: 'MEMORY_MB' }, 87_072],
    ],
    units: 1 + 4,
  },
  // The domains of k4 can't be read, so k4 must not count as empty.
  'kvm-8g': {
    given: [
      ...each(
        'node_memory_MemTotal_bytes',
        'host',
        { k1: 64 * GIB, k2: 64 * GIB, k3: 64 * GIB, k4: 64 * GIB },
        { job: 'kvm' },
      ),
      ...each('node_memory_MemTotal_bytes', 'host', { web: 64 * GIB }, { job: 'node' }),
      ...each('libvirt_up', 'host', { k1: 1, k2: 1, k3: 1, k4: 0 }, { job: 'libvirt' }),
      ...each(
        'libvirt_domain_info_maximum_memory_bytes',
        'domain',
        { a: 32 * GIB, b: 8 * GIB },
        { host: 'k1' },
      ),
      ...each('libvirt_domain_info_maximum_memory_bytes', 'domain', { c: 53 * GIB }, { host: 'k2' }),
    ],
    samples: [
      [{ host: 'k1' }, 16 * GIB],
      [{ host: 'k2' }, 3 * GIB],
      [{ host: 'k3' }, 56 * GIB],
    ],
    units: 2 + 0,
  },
  'ceph-disk': {
    given: [
      ...each('ceph_pool_max_avail', 'pool_id', { 3: 4000.5 * GIB, 4: 9000 * GIB }),
      ...each('ceph_pool_metadata', 'pool_id', { 3: 1 }, { name: 'vms' }),
      ...each('ceph_pool_metadata', 'pool_id', { 4: 1 }, { name: 'images' }),
      ...each('ceph_osd_stat_bytes', 'ceph_daemon', { 'osd.0': 3000 * GIB, 'osd.1': 3000 * GIB }),
      ...each('ceph_osd_stat_bytes', 'ceph_daemon', { 'osd.2': 4000 * GIB }),
      ...each('ceph_osd_metadata', 'ceph_daemon', { 'osd.0': 1, 'osd.1': 1 }, { hostname: 'a' }),
      ...each('ceph_osd_metadata', 'ceph_daemon', { 'osd.2': 1 }, { hostname: 'b' }),
    ],
    samples: [[{}, 2000.5]],
    units: 2000,
  },
  ipv4: {
    given: each('netbox_ip_addresses', 'prefix', {
      ...{ '203.0.113.0/24': 200, '198.51.100.0/24': 254, '192.0.2.0/25': 9 },
    }),
    samples: [[{}, 54]],
    units: 54,
  },
};

const recipes = readBlocks('docs/capacity.md').filter(
  ({ language, text }) => language === 'yaml' && text.startsWith('- name: '),
);
const pools = recipes.map(({ text }) => text.replace(/^/gm, '      ')).join('\n');
const { limits } = await parseSite(`pools:\n${pools}`, 'prometheus: { url: "http://prometheus:9090" }');
const measures = new Map(
  limits.pools.map(({ name, left }) => [name, limits.measures?.find((each) => each.name === left?.measure)]),
);

test('every recipe is tried, except the one without a query', () => {
  expect([...measures.keys()]).toEqual([...Object.keys(TRIALS), 'panel-licences']);
  expect(limits.pools.at(-1)?.capacity).toBe(250);
});

describe.each(Object.entries(TRIALS))('the recipe %s', (name, { given, samples, units }) => {
  const measure = measures.get(name);
  if (!measure) throw new Error(`no recipe ${name}`);

  for (const pair of PAIRS)
    pair.testWith('promtool')(`returns what there is room for on the ${pair.name} Prometheus`, () => {
      const recorded = given.map(([metric, labels, value]) => ({
        series: series(metric, labels),
        values: `${value}x2`,
      }));
      const expected = samples.map(([labels, value]) => ({ labels: series('', labels), value }));
      const asked = [{ eval_time: '1m', expr: measure.query, exp_samples: expected }];
      const tried = { name, interval: '1m', input_series: recorded, promql_expr_test: asked };
      expect(runTests(pair, [tried])).toBe('');
    });

  test('becomes whole units', () => {
    const measured = samples.map(([labels, value]) => ({ labels, at: 0, value }));
    const answer = { samples: measured, warnings: [], infos: [] };
    expect([...readNumbers(measure, answer, 0).values()]).toEqual([units]);
  });
});
