/** What libraries in CommonJS expect of Node and a module does not have. It stands at the top of every part of the bundle. */
const COMMONJS_GLOBALS = `import { createRequire as createBundleRequire } from 'node:module';
import { dirname as bundleDirname } from 'node:path';
import { fileURLToPath as bundleFileURLToPath } from 'node:url';
const require = createBundleRequire(import.meta.url);
const __filename = bundleFileURLToPath(import.meta.url);
const __dirname = bundleDirname(__filename);`;

/** How a program is bundled with its libraries, for esbuild. */
export const bundleOptions = {
  bundle: true,
  splitting: true, // a command loads only what it needs
  chunkNames: 'parts/[name]-[hash]',
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  banner: { js: COMMONJS_GLOBALS },
  legalComments: 'none', // their whole texts are in THIRD-PARTY-LICENSES.txt
  logLevel: 'warning',
};
