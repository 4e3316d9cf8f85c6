import type { BuildOptions } from 'esbuild';

/** Globals that CommonJS libraries expect and ES modules lack. They start every part of the bundle. */
const COMMONJS_GLOBALS = `import { createRequire as createBundleRequire } from 'node:module';
import { dirname as bundleDirname } from 'node:path';
import { fileURLToPath as bundleFileURLToPath } from 'node:url';
const require = createBundleRequire(import.meta.url);
const __filename = bundleFileURLToPath(import.meta.url);
const __dirname = bundleDirname(__filename);`;

/** How esbuild bundles a program with its libraries. */
export const bundleOptions = {
  bundle: true,
  splitting: true, // a command loads only what it needs
  chunkNames: 'parts/[name]-[hash]',
  platform: 'node',
  target: 'node20.18',
  preserveSymlinks: true, // a linked node_modules gives the same bundle
  format: 'esm',
  banner: { js: COMMONJS_GLOBALS },
  legalComments: 'none', // the full texts are in THIRD-PARTY-LICENSES.txt
  logLevel: 'warning',
} satisfies BuildOptions;
