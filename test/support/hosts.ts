import { createServer } from 'node:http';
import { listenOn } from './listen-on.js';

/** A host of a cluster, with bytes of memory and virtual processors. */
export type Host = {
  readonly name: string;
  readonly memory: number;
  readonly used: number;
  readonly vcpus: number;
};

/**
 * Serves the series of hosts as prometheus-pve-exporter and openstack-exporter do. A failed host only has
 * `pve_up`.
 */
export async function startHosts(hosts: readonly Host[]) {
  const failed = new Set<string>();
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/plain; version=0.0.4');
    answer.end(render(hosts, failed));
  });
  const { port, close } = await listenOn(server);
  return { target: `127.0.0.1:${port}`, fail: (name: string) => void failed.add(name), close };
}

function render(hosts: readonly Host[], failed: ReadonlySet<string>): string {
  return hosts
    .flatMap(({ name, memory, used, vcpus }) => {
      const node = `id="node/${name}"`;
      const cloud = `hostname="${name}",resourcetype="VCPU"`;
      if (failed.has(name)) return [`pve_up{${node}} 0`];
      return [
        `pve_up{${node}} 1`,
        `pve_memory_size_bytes{${node}} ${memory}`,
        `pve_memory_usage_bytes{${node}} ${used}`,
        `openstack_placement_resource_total{${cloud}} ${vcpus}`,
        `openstack_placement_resource_allocation_ratio{${cloud}} 4`,
        `openstack_placement_resource_reserved{${cloud}} 2`,
        `openstack_placement_resource_usage{${cloud}} ${vcpus}`,
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}
