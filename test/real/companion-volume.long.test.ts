import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import { fillShop, runSql } from '../bench/companion-shop.js';
import { fault } from '../support/fault.js';
import { amount } from '../support/long.js';
import { MARIADB, type Mariadb, startMariadb } from '../support/mariadb.js';
import { testWith } from '../support/tool.js';
import { PHP } from '../support/whmcs-shop.js';

const tester = testWith(PHP, MARIADB);

const SERVICES = amount({ short: 8_000, long: 200_000 });
const COUNTED = ['Pending', 'Active', 'Suspended'];

type Answer = {
  readonly result: string;
  readonly problem: string | null;
  readonly notes: readonly string[];
  readonly digest: string;
  readonly units: number;
};

let mariadb: Mariadb;
let first: Answer;
beforeAll(async () => {
  if (tester !== plainTest) return;
  mariadb = await startMariadb();
  fillShop(mariadb.socket, { services: SERVICES, isIndexed: true });
  first = call({});
});
afterAll(async () => mariadb?.close());

const sql = (statement: string) => runSql(mariadb.socket, `USE shop; ${statement}`);

/** Counts with at most 32 MiB of memory. */
function call(fields: Readonly<Record<string, string>>, username = 'root'): Answer {
  const run = ['-d', 'memory_limit=32M', 'test/bench/companion-call.php', 'deploy/whmcs'];
  const { stdout, stderr } = spawnSync('php', run, {
    env: {
      ...process.env,
      DATABASE: JSON.stringify({ ...mariadb.connection, username }),
      FIELDS: JSON.stringify(fields),
    },
  });
  expect(String(stderr)).toBe('');
  return JSON.parse(String(stdout));
}

tester(`${SERVICES} services of 500 products are counted within 32 MiB`, () => {
  const list = COUNTED.map((status) => `'${status}'`).join();
  const units = Number(sql(`SELECT COUNT(*) FROM tblhosting WHERE domainstatus IN (${list})`));
  expect(first).toMatchObject({ result: 'success', problem: null, units });
});

tester(`units sold in ${SERVICES} services are listed by choice within 32 MiB, as far back as fits`, () => {
  const ids = Array.from({ length: 500 }, (_, index) => index + 1).join();
  sql('UPDATE tblhosting SET regdate = CURDATE() - INTERVAL (id * 7 % 1100) DAY');
  const answer = call({ usage: '0', history: '1100', historychoices: ids });
  expect(answer).toMatchObject({ result: 'success', historyProblem: null });
});

for (const [injected, statement] of [
  ['keeps services in MyISAM', 'ALTER TABLE tblhosting ENGINE = MyISAM'],
  ['keeps options of services in MyISAM', 'ALTER TABLE tblhostingconfigoptions ENGINE = MyISAM'],
  ['has no indexes', 'ALTER TABLE tblhostingconfigoptions DROP KEY relid_configid'],
  ['cuts concatenated texts at 64 bytes', 'SET GLOBAL group_concat_max_len = 64'],
])
  fault(
    'stock',
    `a database that ${injected}`,
    'the companion counts the same',
    () => {
      sql(statement ?? '');
      expect(call({})).toEqual({ ...first, ...ofRun });
    },
    { tester },
  );

/** What differs from run to run, such as the digits of the time that the answer contains. */
const ofRun = Object.fromEntries(
  ['cpuMillis', 'millis', 'baseBytes', 'peakBytes', 'answerBytes'].map((name) => [name, expect.any(Number)]),
);

tester('the companion needs no permission but SELECT', () => {
  sql('CREATE USER reader@localhost; GRANT SELECT ON shop.* TO reader@localhost');
  expect(call({ history: '30' }, 'reader')).toMatchObject({ result: 'success', digest: first.digest });
});

tester('what changes while the companion reads is not in its answer', () => {
  sql("SET GLOBAL tx_isolation = 'READ-COMMITTED'"); // some hosts prefer it
  const script = `
    define('WHMCS', true);
    require 'Illuminate/Database/autoload.php';
    class_alias('Illuminate\\\\Database\\\\Capsule\\\\Manager', 'WHMCS\\\\Database\\\\Capsule');
    require 'deploy/whmcs/modules/addons/stock_exporter/lib/autoload.php';
    foreach (['default', 'writer'] as $name) {
        $capsule = $capsule ?? new WHMCS\\Database\\Capsule();
        $capsule->addConnection(json_decode(getenv('DATABASE'), true), $name);
    }
    $capsule->setAsGlobal();
    echo json_encode(StockExporter\\Database\\Snapshot::read(function () use ($capsule) {
        $before = $capsule->table('tblproducts')->sum('qty');
        $capsule->getConnection('writer')->table('tblproducts')->update(['qty' => 1]);
        return [$before === $capsule->table('tblproducts')->sum('qty')];
    }));`;
  const { stdout, stderr } = spawnSync('php', ['-r', script], {
    env: { ...process.env, DATABASE: JSON.stringify(mariadb.connection) },
  });
  expect([String(stdout), String(stderr)]).toEqual(['[true]', '']);
});
