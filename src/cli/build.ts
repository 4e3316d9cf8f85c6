import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageJson = z.object({ version: z.string() });

/** Which build this is: the package's version, and the revision that whoever built it wrote into the environment. */
export function readBuild(env: Readonly<Record<string, string | undefined>>) {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return {
    version: packageJson.parse(JSON.parse(text)).version,
    revision: env.WHMCS_STOCK_EXPORTER_REVISION ?? 'unknown',
    node_version: process.version,
  };
}
