import type { RenderedMetric } from './render-metric.js';
import { createSegment, EMPTY_SEGMENT, isSame, type Segment } from './segment.js';
import type { SiteTelemetry } from './site-telemetry.js';

type Rendered = { readonly version: number; readonly blocks: readonly RenderedMetric[] };

/** A family as rendered for all sites, and the blocks that it was joined from. */
type Family = { readonly blocks: readonly (RenderedMetric | undefined)[]; readonly segment: Segment };

/**
 * Creates a renderer of all sites' telemetry, one segment per family. It renders only changes, and
 * returns the same segments while nothing changes.
 */
export function createTelemetryRenderer(
  all: () => readonly SiteTelemetry[],
): () => Promise<readonly Segment[]> {
  const rendered = new WeakMap<SiteTelemetry, Rendered>();
  let families: readonly Family[] = [];
  let joined: {
    readonly sites?: readonly SiteTelemetry[];
    readonly version: number;
    readonly segments: readonly Segment[];
  } = { version: -1, segments: [] };

  return async () => {
    const sites = all();
    const version = sites.reduce((sum, site) => sum + site.version, 0);
    if (joined.sites === sites && joined.version === version) return joined.segments;
    for (const site of sites) {
      const { version } = site;
      if (rendered.get(site)?.version !== version)
        rendered.set(site, { version, blocks: await site.render() });
    }
    const blocks = sites.map((site) => rendered.get(site)?.blocks ?? []);
    const before = families;
    families = await Promise.all(
      (blocks[0] ?? []).map((_, index) => joinFamily(blocks, index, before[index])),
    );
    joined = { sites, version, segments: families.map(({ segment }) => segment) };
    return joined.segments;
  };
}

/** Creates a renderer of one site's telemetry. One segment deflates faster than many small ones. */
export function createSiteTelemetryRenderer(site: SiteTelemetry): () => Promise<Segment> {
  let rendered: { readonly version: number; readonly segment: Segment } | undefined;
  return async () => {
    const { version } = site;
    if (rendered?.version === version) return rendered.segment;
    const blocks = await site.render();
    const text = blocks.map(({ header, samples }) => (samples === '' ? '' : header + samples)).join('');
    const segment = await createSegment(Buffer.from(text));
    rendered = { version, segment };
    return segment;
  };
}

/** Joins the blocks of a family by site, under one header. */
async function joinFamily(
  sites: readonly (readonly RenderedMetric[])[],
  index: number,
  before: Family | undefined,
): Promise<Family> {
  const blocks = sites.map((families) => families[index]);
  if (before && isSame(before.blocks, blocks)) return before;
  let samples = '';
  for (const block of blocks) samples += block?.samples ?? '';
  const text = samples === '' ? '' : (blocks[0]?.header ?? '') + samples;
  return { blocks, segment: text === '' ? EMPTY_SEGMENT : await createSegment(Buffer.from(text)) };
}
