const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
function renderHeader(name, type, help) {
  return `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}
# TYPE ${name} ${type}
`;
}
function renderLabels(labels) {
  let text = "";
  for (const name in labels) {
    text += `${text === "" ? "" : ","}${name}="${escapeLabelValue(String(labels[name]))}"`;
  }
  return text;
}
function renderSample(name, labels, value) {
  return labels === "" ? `${name} ${renderValue(value)}
` : `${name}{${labels}} ${renderValue(value)}
`;
}
const NEEDS_ESCAPE = /[\\"\n]/;
function escapeLabelValue(value) {
  if (!NEEDS_ESCAPE.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
function renderValue(value) {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}
export {
  CONTENT_TYPE,
  renderHeader,
  renderLabels,
  renderSample
};
