import packageJson from '../../package.json' with { type: 'json' };

/** Set by the bundle: the revision it was made from. */
declare const BUNDLED_REVISION: string | undefined;

/** Which build this is: the package's version, and the revision, which the environment may tell better than the bundle does. */
export function readBuild(env: Readonly<Record<string, string | undefined>>) {
  const bundled = typeof BUNDLED_REVISION === 'string' ? BUNDLED_REVISION : 'unknown';
  return {
    version: packageJson.version,
    revision: env.WHMCS_STOCK_EXPORTER_REVISION ?? bundled,
    node_version: process.version,
  };
}
