import { groupsOf } from './groups.js';
import { createFamilyJoiner, isSame } from './joined.js';
import type { RenderedMetric } from './render-metric.js';
import { createSegment, createSegmentSync, type Segment } from './segment.js';
import type { SiteTelemetry } from './site-telemetry.js';

/** Sites whose samples are deflated together. With fewer, a change costs less, but answers are larger. */
const SITES_TOGETHER = 8;

/** Samples of some sites of a family, and the metrics that they were joined from. */
type Samples = { readonly of: readonly RenderedMetric[]; readonly segment: Segment };

/** Neighbours in the list of sites. */
type Group = {
  readonly sites: readonly SiteTelemetry[];
  /** How often the sites had changed, all together. */
  readonly version: number;
  /** In the order of the families. */
  readonly samples: readonly Samples[];
};

/**
 * Creates a renderer of all sites' telemetry, one segment per family. It renders only changes, and returns
 * the same segments while nothing changes.
 *
 * @param changes returns how often a site has changed: asking each takes long if there are many.
 */
export function createTelemetryRenderer(
  all: () => readonly SiteTelemetry[],
  changes: () => number,
): () => Promise<readonly Segment[]> {
  const renderSite = createSiteRenderer();
  const joinFamilies = createFamilyJoiner();
  let headers: readonly Segment[] = [];
  let groups: readonly Group[] = [];
  let last: {
    readonly sites?: readonly SiteTelemetry[];
    readonly version: number;
    readonly segments: readonly Segment[];
  } = { version: -1, segments: [] };
  let rendering: Promise<unknown> = Promise.resolve();

  const isCurrent = () => last.sites === all() && last.version === changes();

  async function render(): Promise<readonly Segment[]> {
    if (isCurrent()) return last.segments;
    const sites = all();
    const version = changes();
    const [one] = sites;
    if (one && headers.length === 0)
      headers = (await renderSite(one)).map(({ header }) => createSegmentSync(Buffer.from(header)));
    const before = groups;
    groups = await Promise.all(
      groupsOf(sites, SITES_TOGETHER).map((members, index) =>
        renderGroup(members, before[index], renderSite),
      ),
    );
    last = { sites, version, segments: joinFamilies(headers, groups) };
    return last.segments;
  }

  return async () => {
    if (isCurrent()) return last.segments;
    const next = rendering.then(render); // one after another, so that two never render the same change
    rendering = next.catch(() => {}); // who asked for it gets the error
    return next;
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

/** Renders sites, and each again only after a change. */
function createSiteRenderer(): (site: SiteTelemetry) => Promise<readonly RenderedMetric[]> {
  const rendered = new WeakMap<SiteTelemetry, { version: number; metrics: readonly RenderedMetric[] }>();
  return async (site) => {
    const { version } = site;
    const known = rendered.get(site);
    if (known?.version === version) return known.metrics;
    const metrics = await site.render();
    rendered.set(site, { version, metrics });
    return metrics;
  };
}

async function renderGroup(
  sites: readonly SiteTelemetry[],
  before: Group | undefined,
  renderSite: (site: SiteTelemetry) => Promise<readonly RenderedMetric[]>,
): Promise<Group> {
  const version = sites.reduce((sum, site) => sum + site.version, 0);
  if (before?.version === version && isSame(before.sites, sites)) return before;
  const metrics = await Promise.all(sites.map(renderSite));
  const families = (metrics[0] ?? []).map((_, family) => metrics.flatMap((all) => all[family] ?? []));
  const samples = await Promise.all(
    families.map((of, family) => deflateSamples(of, before?.samples[family])),
  );
  return { sites, version, samples };
}

async function deflateSamples(of: readonly RenderedMetric[], before: Samples | undefined): Promise<Samples> {
  if (before && isSame(before.of, of)) return before;
  return { of, segment: await createSegment(Buffer.from(of.map(({ samples }) => samples).join(''))) };
}
