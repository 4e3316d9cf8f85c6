import { createSegmentSync, EMPTY_SEGMENT, type Segment } from './segment.js';
import type { SiteTelemetry, TelemetryBlock } from './site-telemetry.js';

type Rendered = { readonly version: number; readonly families: readonly TelemetryBlock[] };

/**
 * Creates a renderer of all sites' telemetry. It renders the sites that changed, and returns the same segment
 * while none did.
 */
export function createTelemetryRenderer(all: () => readonly SiteTelemetry[]): () => Promise<Segment> {
  const rendered = new WeakMap<SiteTelemetry, Rendered>();
  let joined: { sites?: readonly SiteTelemetry[]; version: number; segment: Segment } = {
    version: -1,
    segment: EMPTY_SEGMENT,
  };

  return async () => {
    const sites = all();
    const total = sites.reduce((sum, { version }) => sum + version, 0);
    if (joined.sites === sites && joined.version === total) return joined.segment;
    for (const site of sites) {
      const { version } = site;
      if (rendered.get(site)?.version !== version)
        rendered.set(site, { version, families: await site.render() });
    }
    const segment = createSegmentSync(joinFamilies(sites.map((site) => rendered.get(site)?.families ?? [])));
    joined = { sites, version: total, segment };
    return segment;
  };
}

/** Joins blocks by family, then by site, each header once. */
function joinFamilies(sites: readonly (readonly TelemetryBlock[])[]): string {
  return (sites[0] ?? [])
    .map(({ header }, family) => {
      const samples = sites.map((blocks) => blocks[family]?.samples ?? '').join('');
      return samples === '' ? '' : header + samples;
    })
    .join('');
}
