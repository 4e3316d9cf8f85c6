import { mkdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { ownerOf } from '../../src/collector/shards.js';
import { askUntil, SEVERAL_WAITS_MS } from '../support/daemon.js';
import { type Fleet, startFleet } from '../support/fleet.js';
import { type Manifest, renderChart, testWithHelm, theOnly } from '../support/helm.js';
import { amount } from '../support/long.js';
import { type Signalled, startSignalled } from '../support/signalled.js';

const SITES = Array.from({ length: 12 }, (_, index) => `good-${index}`);

let scratch: string;
let fleet: Fleet;
let running: readonly Signalled[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'shards-'));
  fleet = await startFleet(SITES.length, 0);
  await writeFile(join(scratch, 'config.yaml'), `sites: [${fleet.sites}]`);
});
afterEach(stopAll);
afterAll(async () => {
  await fleet.close();
  await rm(scratch, { recursive: true });
});

async function stopAll(): Promise<void> {
  const ended = running.map(({ child, ended: end }) => {
    child.kill('SIGTERM');
    return end();
  });
  running = [];
  expect(await Promise.all(ended)).toEqual(ended.map(() => expect.objectContaining({ code: 0 })));
}

/** The numbers of pods, in turn. */
const SCALES = [3, 4, 3].slice(0, amount({ short: 2, long: 3 }));

/** Starts the pods of a StatefulSet as processes, each with its own state, and returns their addresses. */
async function startPods({ metadata, spec }: Manifest): Promise<readonly string[]> {
  const [container] = spec.template.spec.containers;
  const pods = Array.from({ length: spec.replicas }, (_, ordinal) => {
    const state = join(scratch, `state-${ordinal}`);
    mkdirSync(state, { recursive: true });
    const argv = container.args.map((arg: string) => here(arg, state));
    return startSignalled(argv, { env: { HOSTNAME: `${metadata.name}-${ordinal}` } });
  });
  running = pods;
  const lines = await Promise.all(pods.map((pod) => pod.until(/"url":"http:\/\/127.0.0.1:\d+/)));
  return lines.map((line) => line.slice('"url":"'.length));
}

/** Returns an argument with paths and addresses of this machine. */
const here = (arg: string, state: string): string =>
  arg
    .replace('/etc/whmcs-stock-exporter', scratch)
    .replace('/var/lib/whmcs-stock-exporter', state)
    .replace(/(listen-address)=:\d+$/, '$1=127.0.0.1:0');

/** Returns which pod collects each site, and fails if several do. */
async function findOwners(addresses: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const owners = new Map<string, number>();
  for (const [ordinal, address] of addresses.entries()) {
    await askUntil(
      async () => (await fetch(`${address}/-/ready`)).ok,
      (isReady) => isReady,
    );
    const metrics = await (await fetch(`${address}/metrics`)).text();
    for (const [, site = ''] of metrics.matchAll(/^whmcs_up\{site="([^"]*)"\} 1$/gm)) {
      expect(owners.has(site)).toBe(false);
      owners.set(site, ordinal);
    }
  }
  return owners;
}

testWithHelm(
  `each site has one pod, and ${SCALES.join(', then ')} pods move only the sites that the hash moves`,
  async () => {
    const previous: ReadonlyMap<string, number>[] = [];
    for (const replicas of SCALES) {
      const workload = theOnly(
        'StatefulSet',
        renderChart('--set', `autosharding.enabled=true,replicas=${replicas},persistence.enabled=true`),
      );
      const addresses = await startPods(workload);
      const owners = await findOwners(addresses);
      expect(owners).toEqual(new Map(SITES.map((site) => [site, ownerOf(site, replicas)])));
      previous.push(owners);

      const groups: readonly { targets: string[]; labels: Record<string, string> }[] = JSON.parse(
        await (await fetch(`${addresses[0]}/sd`)).text(),
      );
      const { name } = workload.metadata;
      for (const { targets, labels } of groups)
        expect(targets).toEqual([
          `${name}-${owners.get(labels.instance ?? '')}.${name}-shards.shop.svc:10052`,
        ]);
      expect(groups).toHaveLength(SITES.length);
      await stopAll();
    }
    const [three, four, again] = previous;
    const moved = SITES.filter((site) => three?.get(site) !== four?.get(site));
    expect(moved).not.toEqual([]);
    expect(moved.map((site) => four?.get(site))).toEqual(moved.map(() => 3));
    if (again) expect(again).toEqual(three);
  },
  SEVERAL_WAITS_MS,
);
