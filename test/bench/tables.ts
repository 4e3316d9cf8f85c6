// Times the commands of the built program on a table of 10 000 rows, of a simulated WHMCS of 1 000 products
// with an option of nine choices each. Prints the wall-clock and the CPU time of each command, the start of
// the program included, and fails if one takes 3 s.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProductOption } from '../../src/simulator/product-option.js';
import { Shop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';

const PRODUCTS = 1_000;
const CHOICES = 9;
const BAR_MS = 3_000;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const main = join(process.cwd(), 'dist/main.js');
const at = (name: string) => join(folder, name);
let failed = false;
/** Has a program print the CPU time that it used, in ms, as its last line. */
const METER = `data:text/javascript,process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(String.fromCharCode(10) + Math.round((user + system) / 1000));
})`;

/** Runs a command of the program on the configuration, and prints how long it takes. */
async function time(what: string, ...argv: readonly string[]): Promise<void> {
  const started = performance.now();
  const args = ['--import', METER, main, ...argv, '--config.file', at('config.yaml')];
  const child = spawn(process.execPath, args, { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  const ms = Math.round(performance.now() - started);
  failed ||= code !== 0 || ms >= BAR_MS;
  const [last = '', cpu = ''] = output.split('\n').filter(Boolean).slice(-2);
  process.stdout.write(
    `${String(ms).padStart(6)} ms, CPU ${cpu.padStart(4)} ms  ${what}: exit code ${code}, ${last}\n`,
  );
}

function createShop(): Shop {
  const shop = new Shop();
  for (let product = 1; product <= PRODUCTS; product += 1) {
    const values = Array.from({ length: CHOICES }, (_, index) => ({
      ...{ id: product * 100 + index, name: `Location ${index}`, monthly: '0' },
    }));
    const options: readonly ProductOption[] = [{ id: product, name: 'Location', kind: 'dropdown', values }];
    shop.addProduct({ groupId: 1, name: `Server ${product}`, monthly: '1', quantity: product, options });
  }
  return shop;
}

/** Writes a table with another capacity in every row of a choice. */
function changeRows(name: string, capacity: number): void {
  const rows = readFileSync(at('stock.csv'), 'utf8').replace(/^(.*,Location \d,,)\d*,/gm, `$1${capacity},`);
  writeFileSync(at(name), rows);
}

const simulator = await startSimulator({ shop: createShop(), companion: true });
try {
  const site = { name: 'a', url: simulator.url, identifier: 'demo-identifier', secret: 'demo-secret' };
  writeFileSync(at('config.yaml'), JSON.stringify({ sites: [{ ...site, limits: 'stock.csv' }] }));
  await time('discover --output creates', 'discover', '--output', at('stock.csv'));
  changeRows('stock.csv', 5);
  await time('--config.check reads', 'serve', '--config.check');
  await time('discover --output refreshes', 'discover', '--output', at('stock.csv'));
  changeRows('changes.csv', 6);
  await time('import --dry-run shows', 'import', '--dry-run', at('changes.csv'));
  await time('import --offline writes', 'import', '--offline', at('changes.csv'));
  changeRows('changes.csv', 7);
  await time('import writes', 'import', at('changes.csv'));
  writeFileSync(at('wrong.csv'), `product,warning\n${'Servre,1\n'.repeat(PRODUCTS * (CHOICES + 1))}`);
  await time('import --partial reports', 'import', '--partial', at('wrong.csv'));
} finally {
  await simulator.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
