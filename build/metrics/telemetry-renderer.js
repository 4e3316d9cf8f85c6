import { createSegmentSync, EMPTY_SEGMENT } from "./segment.js";
function createTelemetryRenderer(all) {
  const rendered = /* @__PURE__ */ new WeakMap();
  let joined = {
    version: -1,
    segment: EMPTY_SEGMENT
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
function joinFamilies(sites) {
  return (sites[0] ?? []).map(({ header }, family) => {
    const samples = sites.map((blocks) => blocks[family]?.samples ?? "").join("");
    return samples === "" ? "" : header + samples;
  }).join("");
}
export {
  createTelemetryRenderer
};
