import { afterEach, expect } from '@jest/globals';
import { Shop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { fault } from '../support/fault.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator;
let cli: CliRun;
afterEach(async () => {
  await cli.stop();
  await simulator.close();
});

const HOSTILE = 'KVM\u001b[2J \u009b31m\u202eBG 2\u2066 \u200bGB\u00ad\u2028\u{e0041}\ud800\r\n\u0007';
const NAMES = [HOSTILE, `${'x'.repeat(2 ** 20)}${HOSTILE}`, '\u200b', '=cmd|A1 ${HOME}'];

/** A shop in which everything that has a name has a hostile one. */
async function openShop(): Promise<string> {
  const shop = new Shop();
  for (const [index, name] of NAMES.entries()) {
    shop.addGroup(index + 1, name);
    const values = NAMES.map((choice, value) => ({
      id: index * 10 + value + 1,
      name: choice,
      monthly: '0.00',
    }));
    const options = [{ id: index + 1, name, kind: 'dropdown' as const, values }];
    shop.addProduct({ groupId: index + 1, name, monthly: '1.00', module: name, quantity: 5, options });
  }
  simulator = await startSimulator({ shop, companion: true });
  return writeConfig(`sites:
  - name: main
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret
    products: [{ id: 1, options: { nothing: { such: 1 } } }, { id: 2, options: { nothing: { such: 1 } } }]
`);
}

function expectHarmless(text: string): void {
  const harm = /[^\P{Cc}\n\t]|\p{Cf}|\p{Default_Ignorable_Code_Point}|\p{Surrogate}|\u2028/u;
  expect(harm.exec(text)?.index).toBeUndefined();
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(10_000);
}

for (const command of ['check', 'discover']) {
  fault(
    'api',
    `${command} of a WHMCS with hostile names`,
    'an output that is harmless on a terminal',
    async () => {
      cli = runCli([command, '--config.file', await openShop()]);
      await cli.ended;
      expect(cli.out()).toContain('KVM [2J 31mBG 2 GB');
      expectHarmless(cli.out().replace(/^\uFEFF/, '') + cli.err()); // a table begins with a byte order mark
    },
  );
}

fault('api', 'serve with a WHMCS with hostile names', 'harmless metrics, page and log', async () => {
  const flags = ['--web.listen-address', '127.0.0.1:0', '--log.level', 'debug'];
  cli = runCli(['--config.file', await openShop(), ...flags]);
  const [, url = ''] = await cli.until(/"url":"(http[^"]+)"/);
  await cli.until(/a limit has no effect/);
  for (const path of ['', 'metrics', '-/ready']) expectHarmless(await (await fetch(url + path)).text());
  expectHarmless(cli.err());
});
