import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { Closers, type Measured, start, startScript } from './processes.js';

/** The built program, and the simulated installations that it collects. */
export type Exporter = Measured & {
  /** The address of the metrics. */
  readonly url: string;
  /** The time from its start until it was ready, in ms. */
  readonly readyMs: number;
  /** Reloads with other keys of each site, or without one site. Returns the HTTP status. */
  reload(keysOf?: (index: number) => Readonly<Record<string, unknown>>, without?: number): Promise<number>;
};

export type ExporterSetup = {
  readonly urls: readonly string[];
  /** Keys of every site. */
  readonly keys?: Readonly<Record<string, unknown>>;
  /** Other keys of the configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly flags?: readonly string[];
  /** The Node that runs it. */
  readonly node?: string;
};

/** Starts simulated installations in a separate process. */
export async function startShops(
  sites: number,
  products: number,
  latencyMs = 0,
): Promise<Measured & { readonly urls: readonly string[] }> {
  const shops = await startScript('shops.ts', [sites, products, latencyMs]);
  return { ...shops, urls: JSON.parse(shops.found) };
}

/** Starts the built program on some sites, and resolves once it is ready. */
export async function startExporter(setup: ExporterSetup): Promise<Exporter> {
  const { urls, keys = {}, config = {}, flags = [], node = process.execPath } = setup;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const closers = new Closers();
  closers.keep({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const credentials = { identifier: 'demo-identifier', secret: 'demo-secret' };
  const file = join(folder, 'config.yaml');
  const configure = (keysOf = (_: number) => ({}), without?: number) => {
    const sites = urls.map((url, index) => {
      return { name: `site-${index}`, url, ...credentials, source: 'classic', ...keys, ...keysOf(index) };
    });
    writeFileSync(file, JSON.stringify({ ...config, sites: sites.filter((_, index) => index !== without) }));
  };
  configure();
  const started = performance.now();
  const argv = ['dist/main.js', 'serve', '--config.file', file, '--web.listen-address', '127.0.0.1:0'];
  try {
    const program = await start(node, [...argv, ...flags], { stream: 'stderr', seek: addressIn });
    closers.keep(program);
    const msSinceStart = () => performance.now() - started;
    // A long start is polled less often, so that the polls do not add to what is measured.
    while (!(await fetch(`${program.found}-/ready`)).ok) await sleep(Math.max(20, msSinceStart() / 50));
    const readyMs = msSinceStart();
    return {
      ...program,
      url: `${program.found}metrics`,
      readyMs,
      async reload(keysOf, without) {
        configure(keysOf, without);
        return (await fetch(`${program.found}-/reload`, { method: 'POST' })).status;
      },
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

const addressIn = (line: string) => /"url":"(http:[^"]+)"/.exec(line)?.[1];

/** Returns an exposition as it is sent: `fetch` would decompress it. */
export function readBytes(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
      resolve(Buffer.concat(await response.toArray()));
    })
      .on('error', reject)
      .end();
  });
}

export const readText = async (url: string): Promise<string> => gunzipSync(await readBytes(url)).toString();

/** Sites that are not collected by then never will be. */
const PATIENCE_MS = 5 * 60_000;

/** Returns the exposition once all sites have been collected. On a slow machine it is ready before that. */
export async function readComplete(url: string, sites: number): Promise<string> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const text = await readText(url);
    if (sumOf(text, 'whmcs_up') === sites) return text;
    await sleep(1_000);
  }
  throw new Error(`not all of ${sites} sites were collected`);
}

/** Returns the number of series in an exposition, or of those that match. */
export const countSeries = (text: string, pattern = /./): number =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && pattern.test(line)).length;

/** Returns the sum of all series of a metric. */
export function sumOf(text: string, metric: string): number {
  const values = text.matchAll(new RegExp(`^${metric}(?:\\{.*\\})? (\\S+)$`, 'gm'));
  return [...values].reduce((sum, [, value]) => sum + Number(value), 0);
}
