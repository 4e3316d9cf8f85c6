import { encodeEnd, encodeStart } from "./encoding.js";
import { renderFamilyHeader, renderSamples } from "./family.js";
import { createLiveRenderer } from "./live-renderer.js";
import { optionFamilies } from "./option-families.js";
import { joinSegments } from "./page.js";
import { movementFamilies, productFamilies } from "./product-families.js";
import { createSegment, createSegmentSync } from "./segment.js";
import { SiteTelemetry } from "./site-telemetry.js";
import { createStockSubject } from "./stock-subject.js";
import { createTelemetryRenderer } from "./telemetry-renderer.js";
const LARGE_BYTES = 2 ** 20;
function createExposition({ reasons, live, now }) {
  const slots = /* @__PURE__ */ new Map();
  const published = /* @__PURE__ */ new Map();
  let telemetry = [];
  const productHeaders = productFamilies.map(headerSegment);
  const optionHeaders = optionFamilies.map(headerSegment);
  const movementHeaders = movementFamilies.map(headerSegment);
  const renderTelemetry = createTelemetryRenderer(() => telemetry);
  const renderLive = createLiveRenderer(live, now);
  const encoded = /* @__PURE__ */ new Map();
  let stockPage;
  function currentStockPage() {
    const time = now();
    if (stockPage && time < stockPage.expiresAt) return stockPage.page;
    const sites = [...published.values()];
    const fresh = (what) => sites.filter(({ expiresAt }) => time < expiresAt[what]);
    const page = joinSegments([
      ...joinFamilies(
        productHeaders,
        fresh("products").map(({ products }) => products)
      ),
      ...joinFamilies(
        optionHeaders,
        fresh("options").map(({ options }) => options)
      ),
      ...joinFamilies(
        movementHeaders,
        sites.map(({ movement }) => movement)
      )
    ]);
    const ends = sites.flatMap(({ expiresAt }) => [expiresAt.products, expiresAt.options]);
    stockPage = { page, expiresAt: Math.min(...ends.filter((end) => time < end)) };
    return page;
  }
  function withdraw(site) {
    published.delete(site);
    stockPage = void 0;
  }
  function listTelemetry() {
    telemetry = [...slots.values()].map((slot) => slot.telemetry);
  }
  const createSlot = (site) => ({
    telemetry: new SiteTelemetry(site, reasons),
    async publish(snapshot, movement, expiresAt, signal) {
      const subject = createStockSubject(snapshot, movement);
      const budget = { left: snapshot.seriesLimit, dropped: 0 };
      const [products, moved, options] = await Promise.all(
        [productFamilies, movementFamilies, optionFamilies].map(
          (families) => renderSegments(families, subject, budget)
        )
      );
      if (signal.aborted) return budget.dropped;
      published.set(site, {
        products: products ?? [],
        options: options ?? [],
        movement: moved ?? [],
        expiresAt
      });
      stockPage = void 0;
      return budget.dropped;
    },
    withdraw: () => withdraw(site),
    remove() {
      withdraw(site);
      slots.delete(site);
      listTelemetry();
    }
  });
  return {
    slot(site) {
      const slot = slots.get(site) ?? createSlot(site);
      slots.set(site, slot);
      listTelemetry();
      return slot;
    },
    async parts(encoding) {
      const sites = await renderTelemetry();
      const exporter = await renderLive();
      const stock = currentStockPage();
      const ready = encoded.get(encoding);
      if (ready?.stock === stock && ready.sites === sites && ready.exporter === exporter) return ready.parts;
      const start = ready?.stock === stock ? ready.start : encodeStart(stock, encoding);
      const sitesPage = joinSegments([sites], stock);
      const end = encodeEnd([sitesPage, joinSegments([exporter], sitesPage)], encoding);
      const parts = start.length < LARGE_BYTES ? [Buffer.concat([start, end])] : [start, end];
      encoded.set(encoding, { stock, sites, exporter, start, parts });
      return parts;
    }
  };
}
const headerSegment = (family) => createSegmentSync(renderFamilyHeader(family));
const renderSegments = (families, subject, budget) => Promise.all(families.map((family) => createSegment(renderSamples(family, subject, budget))));
function joinFamilies(headers, sites) {
  return headers.flatMap((header, family) => {
    const samples = sites.flatMap((segments) => segments[family] ?? []).filter(({ text }) => text.length > 0);
    return samples.length > 0 ? [header, ...samples] : [];
  });
}
export {
  createExposition
};
