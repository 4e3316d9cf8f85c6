import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { askUntil } from '../support/daemon.js';
import { parseExposition } from '../support/exposition.js';
import { fault } from '../support/fault.js';
import { runCli } from '../support/run-cli.js';

const LABELS = 'site="demo",product_id="42",product="Cloud Server",group="Cloud"';

test('the demo shows options, combinations and a pool, which change as it sells', async () => {
  const cli = runCli(['demo', '--web.listen-address', '127.0.0.1:0']);
  const [metrics] = await cli.until(/http:\S+\/metrics/);
  const read = async () => parseExposition(await (await fetch(metrics)).text());
  const first = await askUntil(read, (shown) =>
    shown.has('whmcs_pool_in_use{site="demo",pool="l4-cards",unit="cards"}'),
  );
  for (const series of [
    `whmcs_product_option_stock{${LABELS},option_id="4",option="Location",choice="Tokyo"}`,
    `whmcs_product_option_stock_threshold{${LABELS},option_id="4",option="Location",choice="Tokyo",severity="warning"}`,
    `whmcs_product_combination_stock{${LABELS},combination="Location=Tokyo, RAM=64 GB"}`,
    'whmcs_pool_in_use{site="demo",pool="l4-cards",unit="cards"}',
  ]) {
    expect([...first.keys()]).toContain(series);
  }
  const inUse = (shown: typeof first) =>
    [...shown].filter(([key]) => key.startsWith('whmcs_product_option_in_use')).join();
  let now = first;
  while (inUse(now) === inUse(first)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    now = await read();
  }
  expect(now.get('whmcs_unmatched_choices{site="demo"}')).toBe(0);
  expect(await cli.stop()).toBe(0);
});

for (const command of ['simulator', 'demo'])
  fault(
    'process',
    `${command} on a port of the simulated WHMCS that is taken`,
    'EADDRINUSE and the flag that names another, exit code 1',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo; // a listening TCP server has one
      const cli = runCli([command, '--simulator.port', String(port)]);
      expect(await cli.ended).toBe(1);
      expect(cli.err()).toBe(
        `whmcs-stock-exporter: can't listen on port ${port} (EADDRINUSE); choose another with --simulator.port\n`,
      );
      other.close();
    },
  );

test('a demo whose port is in use reports it and exits', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // of a TCP server it is no string
  const cli = runCli(['demo', '--web.listen-address', `127.0.0.1:${port}`]);
  expect(await cli.ended).toBe(1);
  expect(cli.err()).toContain('EADDRINUSE');
  other.close();
});
