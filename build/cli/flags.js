import { InvalidArgumentError, Option } from "commander";
import { LOG_FORMATS, LOG_LEVELS, resolveFormat } from "./log-options.js";
const withConfig = (command) => command.option("--config.file <path>", "configuration file; .env beside it is read too", "config.yaml");
const withAddress = (command, { env }) => command.option(
  "--web.listen-address <address>",
  "address to listen on; WEB_LISTEN_ADDRESS sets it too",
  env.WEB_LISTEN_ADDRESS || ":10052"
);
const withWeb = (command, io) => withAddress(command, io).option("--web.telemetry-path <path>", "path of the metrics", "/metrics").option("--web.max-requests <number>", "scrapes at once, 0 for no limit", wholeNumber, 40).option("--web.disable-exporter-metrics", "leave out the process_ and nodejs_ metrics").option("--web.disable-reload", "refuse POST /-/reload; SIGHUP still reloads");
const withLog = (command) => command.addOption(new Option("--log.level <level>", "least severe to log").choices(LOG_LEVELS).default("info")).addOption(
  new Option("--log.format <format>", "form of the log; auto is pretty on a terminal, otherwise json").choices(LOG_FORMATS).default("auto")
);
const withPort = (command) => command.option(
  "--simulator.port <number>",
  "port of the simulated WHMCS, 0 for a free one",
  wholeNumber,
  0
);
const serveOptions = (flags, io) => ({
  listenAddress: flags["web.listenAddress"],
  telemetryPath: flags["web.telemetryPath"],
  maxRequests: flags["web.maxRequests"],
  exporterMetrics: flags["web.disableExporterMetrics"] !== true,
  reloadByHttp: flags["web.disableReload"] !== true,
  log: { level: flags["log.level"], format: resolveFormat(flags["log.format"], io) }
});
function wholeNumber(text) {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("A whole number is needed.");
  return Number(text);
}
export {
  serveOptions,
  withAddress,
  withConfig,
  withLog,
  withPort,
  withWeb
};
