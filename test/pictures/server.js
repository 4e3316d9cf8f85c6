import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { build } from 'esbuild';
import { dataGridForReact18 } from './react-18.js';

const here = (path) => new URL(path, import.meta.url).pathname;
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const FOLDERS = {
  '/dashboards/': here('../../grafana/dashboards'),
  '/public/build/': here('node_modules/@grafana/ui/dist/public'),
  // Where Grafana's own style looks for its fonts.
  '/public/fonts/inter/': here('node_modules/@fontsource/inter/files'),
};
const WEIGHTS = { Regular: 400, Medium: 500 };
const PAGE = `<!doctype html><meta charset="utf-8"><title>Dashboard</title><link rel="stylesheet" href="/main.css">
<script>window.__grafana_public_path__ = '/public/';</script><style>body { margin: 0 }</style><div id="root"></div><script type="module" src="/main.js"></script>`;

/** Serves the page on loopback, with Grafana's files and the Prometheus it asks. */
export async function startServer(prometheus) {
  const bundle = await bundled();
  const server = createServer((request, response) => {
    answer(request.url, bundle, prometheus).then(
      ({ status = 200, type, body }) => response.writeHead(status, { 'Content-Type': type }).end(body),
      (error) => response.writeHead(404, { 'Content-Type': 'text/plain' }).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [here('page/main.jsx')],
    outdir: here('bundle'),
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.woff': 'dataurl', '.woff2': 'dataurl', '.svg': 'dataurl', '.ttf': 'empty' },
    nodePaths: [here('node_modules')],
    logLevel: 'error',
    plugins: [dataGridForReact18],
  });
  return new Map(outputFiles.map(({ path, contents }) => [`/main${extname(path)}`, contents]));
}

async function answer(url, bundle, prometheus) {
  const { pathname, search } = new URL(url, 'http://page');
  const type = TYPES[extname(pathname)] ?? 'text/html';
  if (pathname === '/') return { type, body: PAGE };
  if (bundle.has(pathname)) return { type, body: bundle.get(pathname) };
  if (pathname.startsWith('/api/')) return asked(`${prometheus}${pathname}${search}`);
  const [prefix, folder] = Object.entries(FOLDERS).find(([start]) => pathname.startsWith(start)) ?? [];
  if (!folder) throw new Error(`nothing at ${pathname}`);
  const path = normalize(pathname.slice(prefix.length)).replace(
    /^Inter-(\w+)\./,
    (_, name) => `inter-latin-${WEIGHTS[name]}-normal.`,
  );
  if (path.startsWith('..')) throw new Error(`nothing at ${pathname}`);
  return { type, body: await readFile(join(folder, path)) };
}

async function asked(url) {
  const reply = await fetch(url);
  return { status: reply.status, type: 'application/json', body: Buffer.from(await reply.arrayBuffer()) };
}
