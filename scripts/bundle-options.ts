import type { BuildOptions } from 'esbuild';
import { requireHttp } from './require-http.js';

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
  // Node keeps all source text in memory, two bytes a character. Names stay, so that traces can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 110,
  // undici's cookies look at it, which makes Node compile its own undici, too.
  define: { 'globalThis.Headers': 'undefined' },
  plugins: [requireHttp],
  alias: {
    'body-parser': './scripts/bundled/body-parser.cjs',
    'node:http2': './scripts/bundled/http2.cjs',
    'prom-client': './scripts/bundled/prom-client.cjs',
    undici: './scripts/bundled/undici.cjs',
  },
  legalComments: 'none', // the full texts are in THIRD-PARTY-LICENSES.txt
  logLevel: 'warning',
} satisfies BuildOptions;
