import { siteMetrics } from "./site-metrics.js";
import { createMetrics } from "./telemetry-table.js";
import { renderHeader, renderLabels, renderSample } from "./text-format.js";
const SITE_TASKS = ["collection", "refresh", "usage", "version"];
class SiteTelemetry {
  /** @param reasons why a call or a collection may fail: their series stand at 0 from the start. */
  constructor(site, reasons) {
    this.site = site;
    this.reasons = reasons;
    this.#metrics.collections.inc({ site }, 0);
    this.#metrics.inFlight.set({ site }, 0);
    this.#metrics.dropped.set({ site }, 0);
    this.#metrics.lossesUnconfirmed.inc({ site }, 0);
    this.#metrics.usageCountsFailed.set({ site }, 0);
    this.#metrics.slow.set({ site }, 0);
    for (const reason of this.reasons) this.#metrics.collectionFailures.inc({ site, reason }, 0);
    for (const task of SITE_TASKS) this.#metrics.unexpected.inc({ site, task }, 0);
  }
  site;
  reasons;
  /** Grows with every change. */
  version = 0;
  #metrics = createMetrics(siteMetrics);
  #actions = /* @__PURE__ */ new Set();
  /** Starts the series of API actions at 0, so that a first error shows as a rate. */
  declareActions(actions) {
    this.version += 1;
    const { site } = this;
    for (const action of actions) {
      this.#begin(action);
      for (const reason of this.reasons) this.#metrics.errors.inc({ site, action, reason }, 0);
    }
  }
  /** Starts the series of an action except its errors, which an action that is only tried may never need. */
  #begin(action) {
    if (this.#actions.has(action)) return;
    this.#actions.add(action);
    const { site } = this;
    for (const counter of [this.#metrics.requests, this.#metrics.retries, this.#metrics.bytes])
      counter.inc({ site, action }, 0);
    this.#metrics.duration.zero({ site, action });
  }
  collectionStarted() {
    this.version += 1;
    this.#metrics.collections.inc({ site: this.site });
  }
  collectionEnded({ seconds, endedAt, reason }) {
    this.version += 1;
    const { site } = this;
    this.#metrics.up.set({ site }, reason === void 0 ? 1 : 0);
    this.#metrics.collectionDuration.set({ site }, seconds);
    this.#metrics.lastAttempt.set({ site }, endedAt);
    if (reason === void 0) this.#metrics.lastSuccess.set({ site }, endedAt - seconds);
    else this.#metrics.collectionFailures.inc({ site, reason });
  }
  /** Counts a failure of a source that another stands in for: the collection succeeds all the same. */
  sourceFailed(reason) {
    this.version += 1;
    this.#metrics.collectionFailures.inc({ site: this.site, reason });
  }
  /** @param info labels of `whmcs_site_info`; they replace those before. */
  identified(info) {
    this.version += 1;
    this.#metrics.info.reset();
    this.#metrics.info.set({ site: this.site, ...info }, 1);
  }
  intervalChanged(seconds) {
    this.version += 1;
    this.#metrics.interval.set({ site: this.site }, seconds);
  }
  seriesDropped(series) {
    this.version += 1;
    this.#metrics.dropped.set({ site: this.site }, series);
  }
  /** Counts a reading that lacked so many products that it is not believed yet. */
  lossUnconfirmed() {
    this.version += 1;
    this.#metrics.lossesUnconfirmed.inc({ site: this.site });
  }
  usageCountsFailed(products) {
    this.version += 1;
    this.#metrics.usageCountsFailed.set({ site: this.site }, products);
  }
  speedChanged(isSlow) {
    this.version += 1;
    this.#metrics.slow.set({ site: this.site }, isSlow ? 1 : 0);
  }
  /** Counts an error that ended a task and is not a failure of the site. */
  unexpectedError(task) {
    this.version += 1;
    this.#metrics.unexpected.inc({ site: this.site, task });
  }
  requestStarted(action) {
    this.version += 1;
    this.#begin(action);
    this.#metrics.requests.inc({ site: this.site, action });
    this.#metrics.inFlight.inc({ site: this.site });
  }
  requestEnded(action, {
    seconds,
    bytes,
    reason
  }) {
    this.version += 1;
    const { site } = this;
    this.#metrics.inFlight.dec({ site });
    this.#metrics.duration.observe({ site, action }, seconds);
    this.#metrics.bytes.inc({ site, action }, bytes);
    if (reason !== void 0) this.#metrics.errors.inc({ site, action, reason });
  }
  retried(action) {
    this.version += 1;
    this.#metrics.retries.inc({ site: this.site, action });
  }
  /** Renders every family of the site, in the same order for all sites. */
  async render() {
    const rendered = await Promise.all(Object.values(this.#metrics).map((metric) => metric.get()));
    return rendered.map(({ name, help, type, values }) => ({
      name,
      header: renderHeader(name, type.toString(), help),
      samples: values.map(
        (sample) => renderSample(
          "metricName" in sample ? String(sample.metricName) : name,
          renderLabels(sample.labels),
          sample.value
        )
      ).join("")
    }));
  }
}
export {
  SITE_TASKS,
  SiteTelemetry
};
