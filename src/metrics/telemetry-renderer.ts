import type { RenderedMetric } from './render-metric.js';
import { createSegment, createSegmentSync, isSame, type Segment } from './segment.js';
import type { SiteTelemetry } from './site-telemetry.js';

type Rendered = { readonly version: number; readonly blocks: readonly RenderedMetric[] };

/** Sites whose samples are deflated together. With fewer, a change costs less, but answers are larger. */
const SITES_TOGETHER = 8;

/** The samples of some sites, and the blocks that they were joined from. */
type Samples = { readonly blocks: readonly (RenderedMetric | undefined)[]; readonly segment?: Segment };

/** A family as rendered for all sites. */
type Family = { readonly header: Segment; readonly samples: readonly Samples[] };

/**
 * Creates a renderer of all sites' telemetry, in segments by family. It renders only changes, and
 * returns the same segments while nothing changes.
 *
 * @param changes returns how often a site has changed: asking each takes long if there are many.
 */
export function createTelemetryRenderer(
  all: () => readonly SiteTelemetry[],
  changes: () => number,
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
    const version = changes();
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
    joined = { sites, version, segments: families.flatMap(listSegments) };
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

/** Joins the blocks of a family by site. */
async function joinFamily(
  sites: readonly (readonly RenderedMetric[])[],
  index: number,
  before: Family | undefined,
): Promise<Family> {
  const header = before?.header ?? createSegmentSync(Buffer.from(sites[0]?.[index]?.header ?? ''));
  const samples: Promise<Samples>[] = [];
  for (let from = 0; from < sites.length; from += SITES_TOGETHER) {
    const blocks = sites.slice(from, from + SITES_TOGETHER).map((families) => families[index]);
    samples.push(joinSamples(blocks, before?.samples[samples.length]));
  }
  return { header, samples: await Promise.all(samples) };
}

async function joinSamples(blocks: Samples['blocks'], before: Samples | undefined): Promise<Samples> {
  if (before && isSame(before.blocks, blocks)) return before;
  const text = blocks.map((block) => block?.samples ?? '').join('');
  return text === '' ? { blocks } : { blocks, segment: await createSegment(Buffer.from(text)) };
}

/** A family without samples has no header. */
function listSegments({ header, samples }: Family): readonly Segment[] {
  const segments = samples.flatMap(({ segment }) => segment ?? []);
  return segments.length === 0 ? [] : [header, ...segments];
}
