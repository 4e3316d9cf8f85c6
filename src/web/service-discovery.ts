import type { RequestHandler } from 'express';
import { sendJson } from './send-json.js';

export type DiscoveryDeps = {
  /** The names of all sites, those of other shards too. */
  readonly names: () => readonly string[];
  /** Returns the address of the shard that collects a site; undefined if this exporter collects all. */
  readonly shards: ShardAddresses | undefined;
  readonly externalUrl: URL | undefined;
  readonly routePrefix: string;
  readonly telemetryPath: string;
  /** Whether this exporter is served over TLS. */
  readonly isSecure: () => boolean;
};

export type ShardAddresses = {
  /** The addresses of all shards: a host and a port, perhaps with a scheme before. */
  readonly all: readonly string[];
  readonly ownerOf: (site: string) => string;
};

type Target = { readonly host: string; readonly labels: Readonly<Record<string, string>> };

type TargetGroup = { readonly targets: readonly string[]; readonly labels: Readonly<Record<string, string>> };

/**
 * Answers Prometheus's HTTP service discovery (prometheus.io/docs/prometheus/latest/http_sd) with a target
 * per site, or with `role=exporter` with a target per exporter, which has what belongs to no site.
 */
export function serveDiscovery(deps: DiscoveryDeps): RequestHandler {
  return (request, response) => {
    // Without an external address, targets use the Host header of the request.
    const { host = '' } = request.headers;
    if (!deps.externalUrl && !deps.shards && !URL.canParse(`http://${host}`))
      return sendJson(response, 400, { error: 'expected the header Host, such as exporter:10052' });
    const role = new URLSearchParams(request.url.split('?')[1]).get('role') ?? 'site';
    const own = targetOf(deps, host);
    if (role === 'site') return sendJson(response, 200, listSites(deps, own));
    if (role === 'exporter') return sendJson(response, 200, listExporters(deps, own));
    sendJson(response, 400, { error: 'expected role=site or role=exporter' });
  };
}

/** `__tmp_hash` is what prometheus-operator divides targets among its shards by. */
const listSites = (deps: DiscoveryDeps, own: Target): readonly TargetGroup[] =>
  deps.names().map((site) => {
    const { host, labels } = deps.shards ? shardTarget(deps, deps.shards.ownerOf(site)) : own;
    return {
      targets: [host],
      labels: {
        ...labels,
        __param_target: site,
        instance: site,
        __meta_whmcs_site: site,
        __tmp_hash: site,
      },
    };
  });

/** Prometheus drops labels that are empty, so the target has a parameter of another name. */
const listExporters = (deps: DiscoveryDeps, own: Target): readonly TargetGroup[] =>
  (deps.shards ? deps.shards.all.map((address) => shardTarget(deps, address)) : [own]).map(
    ({ host, labels }) => ({
      targets: [host],
      labels: { ...labels, __param_target: '', __param_role: 'exporter', __tmp_hash: host },
    }),
  );

/** Returns this exporter as Prometheus knows it: by its external address, or as it was just asked. */
function targetOf(deps: DiscoveryDeps, asked: string): Target {
  const { externalUrl, routePrefix, telemetryPath } = deps;
  if (!externalUrl) return toTarget(asked, deps.isSecure(), routePrefix + telemetryPath);
  const path = externalUrl.pathname.replace(/\/+$/, '') + telemetryPath;
  const isSecure = externalUrl.protocol === 'https:';
  const host = externalUrl.port === '' ? `${externalUrl.host}:${isSecure ? 443 : 80}` : externalUrl.host;
  return toTarget(host, isSecure, path);
}

function shardTarget({ isSecure, routePrefix, telemetryPath }: DiscoveryDeps, address: string): Target {
  const [, scheme, host = address] = /^(?:(https?):\/\/)?([^/]*)/.exec(address) ?? [];
  return toTarget(host, scheme === undefined ? isSecure() : scheme === 'https', routePrefix + telemetryPath);
}

const toTarget = (host: string, isSecure: boolean, path: string): Target => ({
  host,
  labels: { ...(isSecure && { __scheme__: 'https' }), __metrics_path__: path },
});
