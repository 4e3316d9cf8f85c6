import { afterEach, expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { siteFile } from '../support/check-site.js';
import { fault } from '../support/fault.js';
import { startProgram } from '../support/program.js';
import { runProgram } from '../support/run-program.js';

let simulator: Simulator;
afterEach(() => simulator.close());

fault(
  'process',
  'an action that is called for each of 60 products, 20 at a time',
  'no warning of Node about a leak, from any command',
  async () => {
    simulator = await startSimulator({ shop: createShop(60), companion: true });
    simulator.faults.latencyMs = 100;
    const keys = ['companion: { action: GetProductDetails, parameter: productid }', 'concurrency: 20'];
    const config = ['--config.file', await siteFile(simulator.url, keys)];
    const checked = await runProgram(process.execPath, ['dist/main.js', 'check', ...config]);
    expect(checked).toMatchObject({ code: 0, err: '', out: expect.stringContaining('60 products') });
    expect(simulator.mostAtOnce()).toBeGreaterThan(10);
    const discovered = await runProgram(process.execPath, ['dist/main.js', 'discover', ...config]);
    expect(discovered).toMatchObject({ code: 0, err: 'site shop: 60 products\n' });
    expect(simulator.mostAtOnce()).toBeLessThanOrEqual(20);
    const served = ['dist/main.js', ...config, '--web.listen-address', '127.0.0.1:0', '--log.level', 'debug'];
    const serve = startProgram(process.execPath, served);
    await serve.until(/"msg":"collected"/);
    await serve.terminate();
    expect(serve.output()).not.toMatch(/warning/i);
  },
);
