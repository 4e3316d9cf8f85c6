import { afterEach, expect, test } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { readPage } from '../docs/markdown.js';
import { runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

const [, section = ''] = readPage('docs/whmcs.md').split('## Which actions the role needs\n');
const [table = ''] = section.split('\n## ');
const documented = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, action = '']) => action);

const LIMITS =
  'pools: [{ name: cards, capacity: 48, draws: [{ product: 43, option: GPU, choices: { 1x L4: 1 } }] }]';

test.each([
  ['with the companion', true, documented.filter((action) => action !== 'GetClientsProducts')],
  ['without the companion', false, documented.filter((action) => action !== 'GetProductDetails')],
])('%s a role needs only the documented actions', async (_, companion, roles) => {
  simulator = await startSimulator({ shop: createDemoShop(), companion, roles });
  const file = await writeConfig(`sites:
  - name: shop
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret
    ${LIMITS}
`);
  for (const command of ['check', 'report']) {
    const cli = runCli([command, '--config.file', file]);
    expect([command, await cli.ended, cli.err()]).toEqual([command, 0, '']);
  }
  const isOfApi = (action: string) => !action.startsWith('store/'); // the storefront takes no credential
  const called = simulator.requests.map(({ action }) => action).filter(isOfApi);
  expect(documented).toEqual(expect.arrayContaining(called));
  expect(called).toEqual(expect.arrayContaining(roles));
});
