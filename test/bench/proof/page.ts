import { type Bar, judge } from './bars.js';
import { writeFigure, writeTable } from './figures.js';
import type { Results } from './results.js';
import {
  deriveCosts,
  type Needs,
  PRODUCTS_PER_SITE,
  SITES_PER_SHARD,
  scale,
  type UnitCosts,
} from './scale.js';
import type { Scrapes } from './scrape-rounds.js';
import { OURS, type Serving } from './serving.js';

const FLEETS = [10, 1_000, 10_000];

/** Writes the results of a run as a part of a page. */
export function writePage(results: Results): string {
  const costs = results.isQuick ? undefined : deriveCosts(results); // few series do not show the cost of many
  return [
    writeOrigin(results),
    writeBars(judge(results)),
    ...results.failures.map((failure) => wrap(`Not measured: ${failure}`)),
    ...(results.serving.length > 0 ? [writeServing(results.serving)] : []),
    ...writeDatabase(results),
    ...writePrometheus(results),
    ...(costs ? [writeScale(costs)] : []),
  ].join('\n\n');
}

function writeOrigin({ measured, isQuick, versions }: Results): string {
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const kind = isQuick ? 'A quick run, which only shows that the benchmark works' : 'Measured';
  const runs = [...new Set(Object.values(measured).map(writeRun))].map((run) => {
    const parts = Object.keys(measured).filter((part) => writeRun(measured[part]) === run);
    return parts.length === Object.keys(measured).length ? run : `${parts.join(', ')} ${run}`;
  });
  return wrap(`${kind} ${runs.join('; ')}: ${listed.join(', ')}.`);
}

const writeRun = (run: Results['measured'][string] | undefined): string =>
  run ? `on ${run.date} (load average before ${run.load.toFixed(1)})` : '';

/** Writes each promise as a row. */
export function writeBars(bars: readonly Bar[]): string {
  const rows = bars.map(({ name, value, limit, unit, isMet }) => {
    const relation = unit === '×' && limit >= 40 ? 'at least' : 'at most';
    return [
      name,
      `${writeFigure(value)} ${unit}`,
      `${relation} ${writeFigure(limit)} ${unit}`,
      isMet ? 'pass' : 'short',
    ];
  });
  return writeTable(['promise', 'measured', 'limit', ''], rows);
}

function writeServing(serving: readonly Serving[]): string {
  const rows = serving.flatMap(({ node, series, spaced, backToBack, rss }) =>
    Object.keys(spaced).map((name) => [
      ...[writeFigure(series), node, name],
      ...[
        writeScrapes(spaced[name]),
        writeScrapes(backToBack[name]),
        `${writeFigure(rss[name] ?? Number.NaN)} MiB`,
      ],
    ]),
  );
  const head = ['series', 'Node', 'server', 'after a pause', 'back to back', 'memory'];
  return `Scrapes: the median, the 99th percentile, and the CPU time, in ms.\n\n${writeTable(head, rows)}`;
}

const writeScrapes = (scrapes: Scrapes | undefined): string =>
  scrapes ? [scrapes.p50, scrapes.p99, scrapes.cpu].map(writeFigure).join(' / ') : '';

/** Compares with an exporter that reads the database, which needs access to it. */
function writeDatabase({ database, serving }: Results): readonly string[] {
  if (!database) return [];
  const { products, cpuMs, databaseCpuMs, scrapeCpuMs } = database;
  const [ours] = serving.filter((one) => one.sites * one.products === products);
  const rows = [
    ['sql_exporter', writeFigure(cpuMs), writeFigure(databaseCpuMs), writeFigure(scrapeCpuMs)],
    ...(ours
      ? [
          [
            OURS,
            writeFigure(ours.collectCpuMs * products),
            '',
            writeFigure(ours.spaced[OURS]?.cpu ?? Number.NaN),
          ],
        ]
      : []),
  ];
  const text = `CPU time of collecting ${writeFigure(products)} products once, and of a scrape, in ms:`;
  return [`${text}\n\n${writeTable(['exporter', 'collection', 'of MariaDB', 'scrape'], rows)}`];
}

function writePrometheus({ prometheus, rules }: Results): readonly string[] {
  if (!prometheus) return [];
  const share = 100_000 / prometheus.series;
  const rows = [
    ['`scrape_duration_seconds`', `${writeFigure(prometheus.scrapeSeconds)} s`],
    ['CPU time of a scrape', `${writeFigure(prometheus.cpuMs * share)} ms per 100,000 series`],
    ['memory', `${writeFigure(prometheus.memoryMiB * share)} MiB per 100,000 series`],
    ['disk, a scrape every 30 s', `${writeFigure(2_880 * prometheus.sampleBytes)} bytes per series and day`],
    ['index', `${writeFigure(prometheus.indexBytes)} bytes per series and block`],
    ...(rules
      ? [
          ['10,000 products: rules', `${writeFigure(rules.corePercent)} % of a core`],
          ['10,000 products: all else', `${writeFigure(rules.restPercent)} % of a core`],
        ]
      : []),
  ];
  const text = `What ${writeFigure(prometheus.series)} series cost Prometheus ${prometheus.version}:`;
  return [`${text}\n\n${writeTable(['', 'measured'], rows)}`];
}

function writeScale(costs: UnitCosts): string {
  const fleets = FLEETS.map((sites) => scale(costs, sites));
  const row = (name: string, value: (needs: Needs) => string) => [name, ...fleets.map(value)];
  const table = writeTable(
    ['', ...FLEETS.map((sites) => `${writeFigure(sites)} sites`)],
    [
      row('exporters', ({ shards }) => String(shards)),
      row('series', ({ series }) => writeFigure(Math.round(series))),
      row('memory of an exporter', ({ memoryMiB }) => `${writeFigure(memoryMiB)} MiB`),
      row('CPU of all exporters', ({ corePercent }) => `${writeFigure(corePercent)} % of a core`),
      row('API calls', ({ callsPerSecond }) => `${writeFigure(callsPerSecond)} per second`),
      row('memory of Prometheus', ({ prometheusMiB }) => `${writeFigure(prometheusMiB)} MiB`),
      row('disk of Prometheus', ({ diskGiB }) => `${writeFigure(diskGiB)} GiB per day`),
    ],
  );
  const calls = Number(costs.callsPerCollection.toFixed(1));
  const units = wrap(
    `What fleets need, computed from this run: ${PRODUCTS_PER_SITE} products per site, ` +
      `${writeFigure(costs.seriesPerProduct)} series per product and ${writeFigure(costs.seriesPerSite)} per ` +
      `site, ${writeFigure(costs.bytesPerSeries)} bytes of memory per series beyond ` +
      `${writeFigure(costs.baseMiB)} MiB. A site is collected each minute, which takes ` +
      `${writeFigure(calls)} API ${calls === 1 ? 'call' : 'calls'} and ` +
      `${writeFigure(costs.collectCpuMsPerProduct)} ms of CPU time per product, and an exporter is scraped ` +
      `every 30 s. It has at most ${writeFigure(SITES_PER_SHARD)} sites.`,
  );
  return `${units}\n\n${table}`;
}

/** Breaks a text into lines of at most 110 columns. */
function wrap(text: string): string {
  return text.replace(/(.{1,109}\S)(?:\s+|$)/g, '$1\n').trimEnd();
}
