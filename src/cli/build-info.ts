import packageJson from '../../package.json' with { type: 'json' };

/** The revision that the bundle was built from; the bundler sets it. */
declare const BUNDLED_REVISION: string | undefined;

/**
 * Returns the version, revision and Node version of this build. WHMCS_STOCK_EXPORTER_REVISION overrides the
 * revision in the bundle.
 */
export function readBuild(env: Readonly<Record<string, string | undefined>>) {
  const bundled = typeof BUNDLED_REVISION === 'string' ? BUNDLED_REVISION : 'unknown';
  return {
    version: packageJson.version,
    revision: env.WHMCS_STOCK_EXPORTER_REVISION ?? bundled,
    node_version: process.version,
  };
}
