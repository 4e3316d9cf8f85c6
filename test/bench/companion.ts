// Runs the companion's action on MariaDB, in shops of 500 products with 6 options each, and prints the CPU
// time of the database, the memory of PHP, the wall time, and the longest wait of a writer meanwhile.
//
//   node scripts/run.js test/bench/companion.ts [SERVICES,...] [FOLDER]
//
// FOLDER is the companion to measure, deploy/whmcs by default. Fails if a limit is missed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { type Mariadb, startMariadb } from '../support/mariadb.js';
import { type BenchShop, fillShop, PRODUCTS } from './companion-shop.js';

const [counts = '10000,100000,200000', folder = 'deploy/whmcs'] = process.argv.slice(2);
const MEBIBYTE = 2 ** 20;
const MEMORY_LIMIT_MIB = 32;
const CATALOGUE_LIMIT_MS = 150;
/** Of one core, for an exporter with the default intervals and 50 configured products. */
const LOAD_LIMIT_PERCENT = 1;
/** /proc counts CPU time in hundredths of a second. */
const TICK_MS = 10;

const configured = Array.from({ length: 50 }, (_, index) => 1 + index * (PRODUCTS / 50)).join(',');
const REQUESTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  catalogue: { usage: '0' },
  'full count': {},
  'count without combinations': { combinations: '0' },
  'count of 50 products': { productids: configured, combinations: '0' },
  'history of 120 days': { usage: '0', history: '120' },
};

/** How often an exporter makes a request, in ms. */
const EVERY_MS: Readonly<Record<string, number>> = {
  catalogue: 60_000,
  'count of 50 products': 300_000,
  'history of 120 days': 86_400_000,
};

const cpuMs = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

/** Updates services without pause. Returns a function that ends it and returns the longest update, in ms. */
function write(socket: string, services: number): () => Promise<number> {
  const client = spawn('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root', '-N', '-n', 'shop']);
  const answers = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  let isOver = false;
  let longest = 0;
  const loop = (async () => {
    for (let id = 1; !isOver; id = 1 + ((id + 6_151) % services)) {
      const start = performance.now();
      client.stdin.write(`UPDATE tblhosting SET qty = 1, notes = NOW(6) WHERE id = ${id}; SELECT 1;\n`);
      await answers.next();
      longest = Math.max(longest, performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    client.stdin.end();
    await once(client, 'close');
  })();
  return async () => {
    isOver = true;
    await loop;
    return longest;
  };
}

async function call(mariadb: Mariadb, fields: Readonly<Record<string, string>>) {
  const php = spawn('php', ['test/bench/companion-call.php', folder], {
    env: { ...process.env, DATABASE: JSON.stringify(mariadb.connection), FIELDS: JSON.stringify(fields) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([php.stdout.toArray(), once(php, 'close')]);
  return JSON.parse(Buffer.concat(output).toString() || '{}');
}

const mariadb = await startMariadb();
const print = (...cells: readonly (string | number)[]) =>
  process.stdout.write(`${cells.map((cell) => String(cell).padEnd(20)).join('')}\n`);
const missed: string[] = [];
try {
  print(
    'shop',
    'request',
    'wall ms',
    'database CPU ms',
    'PHP CPU ms',
    'PHP MiB',
    'longest write ms',
    'answer kB',
  );
  for (const isIndexed of [true, false]) {
    for (const services of counts.split(',').map(Number)) {
      const shop: BenchShop = { services, isIndexed };
      fillShop(mariadb.socket, shop);
      let load = 0;
      for (const [name, fields] of Object.entries(REQUESTS)) {
        const stop = write(mariadb.socket, services);
        await call(mariadb, fields);
        const longest = await stop();
        const before = cpuMs(mariadb.pid);
        const { millis, cpuMillis, peakBytes, answerBytes, problem } = await call(mariadb, fields);
        const cpu = cpuMs(mariadb.pid) - before;
        const peak = peakBytes / MEBIBYTE;
        load += (cpu + cpuMillis) / (EVERY_MS[name] ?? Number.POSITIVE_INFINITY);
        const title = `${services}${isIndexed ? '' : ', no indexes'}`;
        print(
          title,
          name,
          millis,
          cpu,
          cpuMillis,
          peak,
          longest.toFixed(1),
          Math.round(answerBytes / 1000),
          problem ?? '',
        );
        if (!(peak < MEMORY_LIMIT_MIB)) missed.push(`${title}, ${name}: ${peak} MiB`);
        if (name === 'catalogue' && !(millis < CATALOGUE_LIMIT_MS)) missed.push(`${title}: ${millis} ms`);
      }
      const percent = 100 * load;
      print(`steady load with 50 products configured: ${percent.toFixed(2)} % of a core`);
      if (services <= 100_000 && !(percent < LOAD_LIMIT_PERCENT)) missed.push(`${percent} % of a core`);
    }
  }
} finally {
  await mariadb.close();
}
if (missed.length > 0) throw new Error(`limits missed: ${missed.join('; ')}`);
