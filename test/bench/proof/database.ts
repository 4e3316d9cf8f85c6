import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.js';
import { MARIADB, startMariadb } from '../../support/mariadb.js';
import { runSql } from '../companion-shop.js';
import { openScraper } from '../scraper.js';
import { sumOf } from './exporter.js';
import { peerProgram } from './peers.js';
import { Closers, cpuOf, start } from './processes.js';
import { median } from './quantile.js';

/** What sql_exporter needs to collect products from the database. Times in ms of CPU. */
export type Database = {
  readonly products: number;
  /** Of a collection. */
  readonly cpuMs: number;
  readonly databaseCpuMs: number;
  /** Of a scrape. */
  readonly scrapeCpuMs: number;
};

const SETTLE_MS = 3_000;
const SCRAPES = 9;

/** Whether both programs are installed. */
export const hasDatabase = (): boolean =>
  peerProgram('prometheus-sql-exporter') !== undefined &&
  spawnSync(MARIADB.program, ['--version']).status === 0;

/** Returns the SQL for a table with the fields of `GetProducts`. Extensions of WHMCS read such a table. */
const fill = (products: number) => `USE shop;
  CREATE TABLE tblproducts (id int PRIMARY KEY, gid int, name text, stockcontrol int, qty int);
  INSERT INTO tblproducts SELECT seq, seq % 40, CONCAT('Cloud server no. ', seq), 1, seq % 50
    FROM seq_1_to_${products}`;

const QUERIES = ['qty', 'stockcontrol'].map((column) => ({
  name: `product_${column}`,
  help: `${column} of each product`,
  labels: ['product_id', 'product', 'product_group'],
  values: [column],
  query: `SELECT CAST(id AS CHAR) AS product_id, name AS product, CAST(gid AS CHAR) AS product_group,
    CAST(${column} AS DOUBLE) AS ${column} FROM tblproducts`,
}));

/** Measures sql_exporter, which queries a real MariaDB once a second. */
export async function measureDatabase(products: number, seconds: number): Promise<Database> {
  const closers = new Closers();
  try {
    const mariadb = closers.keep(await startMariadb());
    runSql(mariadb.socket, fill(products));
    const folder = mkdtempSync(join(tmpdir(), 'sql-exporter-'));
    closers.keep({ close: () => rmSync(folder, { recursive: true, force: true }) });
    const connections = [`mysql://root:@unix(${mariadb.socket})/shop`];
    const jobs = [{ name: 'stock', interval: '1s', connections, queries: QUERIES }];
    writeFileSync(join(folder, 'config.yml'), JSON.stringify({ jobs }));
    const host = `127.0.0.1:${await freePort()}`; // it does not print a port that it chose itself
    const flags = [`-config.file=${folder}/config.yml`, `-web.listen-address=${host}`];
    const exporter = closers.keep(
      await start(peerProgram('prometheus-sql-exporter') ?? '', flags, {
        seek: (line) => (line.includes('"Listening"') ? line : undefined),
      }),
    );
    await sleep(SETTLE_MS);
    while (!(await isListening(host))) await sleep(100); // it says so before it does
    const scraper = closers.keep(await openScraper(`http://${host}/metrics`));
    const before = [exporter.cpuMs(), cpuOf(mariadb.pid), await countQueries(host)] as const;
    await sleep(1_000 * seconds);
    const [cpu, databaseCpu] = [exporter.cpuMs() - before[0], cpuOf(mariadb.pid) - before[1]];
    const collections = ((await countQueries(host)) - before[2]) / QUERIES.length;
    const scrapes: number[] = [];
    for (let number = 0; number < SCRAPES; number += 1) {
      const start = exporter.cpuMs();
      await scraper.scrape();
      scrapes.push(exporter.cpuMs() - start);
    }
    const [cpuMs, databaseCpuMs] = [cpu / collections, databaseCpu / collections];
    return { products, cpuMs, databaseCpuMs, scrapeCpuMs: median(scrapes) };
  } finally {
    await closers.close();
  }
}

const isListening = (host: string): Promise<boolean> =>
  fetch(`http://${host}/metrics`).then(
    ({ ok }) => ok,
    () => false,
  );

const countQueries = async (host: string): Promise<number> =>
  sumOf(await (await fetch(`http://${host}/metrics`)).text(), 'sql_exporter_queries_total');
