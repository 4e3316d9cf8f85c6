import { pino, stdTimeFunctions } from "pino";
import { systemClock } from "../collector/clock.js";
import { usesColors } from "./io.js";
import { shorten } from "./log-fields.js";
import { createLogLimit } from "./log-limit.js";
const MOST_UNREAD = 1e6;
async function createLogger({ level, format }, deps) {
  const { io, redact, clock = systemClock } = deps;
  const isAdmitted = createLogLimit(clock, io.signal);
  let dropped = 0;
  const destination = {
    write(line) {
      if (io.unread() > MOST_UNREAD) {
        dropped += 1;
        return;
      }
      const missing = dropped;
      dropped = 0;
      if (missing > 0) logger.warn({ lines: missing }, "log lines were dropped because nothing read the log");
      io.err(line);
    }
  };
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) }
  };
  const logger = pino(
    options,
    format === "json" ? destination : await prettyDestination(destination, usesColors(io))
  );
  const log = (level2) => (fields, message) => {
    if (!logger.isLevelEnabled(level2)) return;
    const { site } = fields;
    const summarize = (missed) => logger[level2]({ site, lines: missed }, `\u2026 ${missed} more like this within a minute: ${message}`);
    if (isAdmitted(`${level2} ${site} ${message}`, summarize))
      logger[level2](shorten(fields, redact), message);
  };
  return { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
}
async function prettyDestination(destination, colorize) {
  const { default: pinoPretty } = await import("pino-pretty");
  const format = pinoPretty.prettyFactory({ colorize, translateTime: "SYS:HH:MM:ss", singleLine: true });
  return { write: (line) => destination.write(format(line)) };
}
export {
  createLogger
};
