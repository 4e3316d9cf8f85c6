const LOG_LEVELS = ["debug", "info", "warn", "error"];
const LOG_FORMATS = ["auto", "json", "pretty"];
function resolveFormat(format, { interactive }) {
  if (format !== "auto") return format;
  return interactive ? "pretty" : "json";
}
export {
  LOG_FORMATS,
  LOG_LEVELS,
  resolveFormat
};
