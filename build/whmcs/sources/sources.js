import { createNameRedactor } from "../../config/known-secrets.js";
import { createAutoSource } from "./auto.js";
import { createClassicSource } from "./classic.js";
import { createCompanionSource } from "./companion.js";
import { redactSource } from "./redacted-source.js";
import { createReport } from "./report.js";
import { createStoreSource } from "./store.js";
function createSources({
  site,
  client,
  redact = createNameRedactor(site),
  log
}) {
  const report = createReport(site.name, log);
  const deps = { site, client, report };
  return {
    companion: redactSource(createCompanionSource(deps), redact),
    store: redactSource(createStoreSource(deps), redact),
    classic: redactSource(createClassicSource(deps), redact)
  };
}
function createSource(deps) {
  const { site, log, now, memory, failed } = deps;
  const sources = createSources(deps);
  if (site.source !== "auto") {
    return { ...sources[site.source], memory: () => memory ?? { worked: [] } };
  }
  return createAutoSource({
    sources: [sources.companion, sources.store, sources.classic],
    memory,
    now,
    chosen: (source, before) => log.info(
      { site: site.name, source: source.name, before: before?.name },
      "stock is read from this source"
    ),
    failed(source, { reason, message }) {
      log.warn(
        { site: site.name, source: source.name, reason, error: message },
        "a source fails, and a lesser one stands in for it"
      );
      failed?.(reason);
    }
  });
}
export {
  createSource,
  createSources
};
