import packageJson from "../../package.json" with { type: "json" };
function readBuild(env) {
  const bundled = typeof BUNDLED_REVISION === "string" ? BUNDLED_REVISION : "unknown";
  return {
    version: packageJson.version,
    revision: env.WHMCS_STOCK_EXPORTER_REVISION ?? bundled,
    node_version: process.version
  };
}
export {
  readBuild
};
