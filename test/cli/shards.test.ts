import { afterEach, describe, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { sign } from '../../src/web/signature.js';
import { fault } from '../support/fault.js';
import { freePort } from '../support/free-port.js';
import { ask } from '../support/raw-http.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const SECRET = 'shared-secret-of-the-webhook';
const SITES = ['a', 'b', 'c', 'd', 'e', 'f'];

function siteOf(name: string, { url }: Pick<Simulator, 'url'>): string {
  const credentials = 'identifier: demo-identifier, secret: demo-secret';
  return `{ name: ${name}, url: "${url}", ${credentials}, webhook: { secret: ${SECRET} } }`;
}

/** Starts two exporters that share the sites, on loopback addresses of which the last numbers differ. */
async function startShards(...flags: string[]) {
  const simulator = await startSimulator({ shop: createShop(2) });
  cleanUp.push(() => simulator.close());
  const file = await writeConfig(`sites: [${SITES.map((name) => siteOf(name, simulator)).join(', ')}]`);
  const port = await freePort();
  const address = `127.9.9.{shard}:${port}`;
  const shards: { cli: CliRun; root: string }[] = [];
  for (const index of [0, 1]) {
    const own = ['--collector.shard', `${index}/2`, '--collector.shard-address', address];
    const listen = [
      '--web.listen-address',
      address.replace('{shard}', String(index)),
      '--log.level',
      'debug',
    ];
    const cli = runCli(['--config.file', file, ...own, ...listen, ...flags]);
    await cli.until(/"listening"/);
    cleanUp.push(() => cli.stop());
    shards.push({ cli, root: `http://127.9.9.${index}:${port}` });
  }
  const read = async (root: string, path: string) => (await ask(root + path)).body.toString();
  const sitesOf = async (root: string) => [
    ...new Set(
      [...(await read(root, '/metrics')).matchAll(/^whmcs_collections_total\{site="(\w)"\}/gm)].map(
        ([, name = '']) => name,
      ),
    ),
  ];
  return { shards, read, sitesOf };
}

/** Headers, and the exporter's own series without values, which change from one scrape to the next. */
const seriesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^(# |whmcs_)/.test(line))
    .map((line) => (line.startsWith('# ') ? line : line.slice(0, line.lastIndexOf(' '))));

test('shards collect every site once, and each lists all of them with their owners', async () => {
  const { shards, read, sitesOf } = await startShards();
  const owned = await Promise.all(shards.map(({ root }) => sitesOf(root)));
  expect(owned.flat().toSorted()).toEqual(SITES);
  const lists = await Promise.all(shards.map(({ root }) => read(root, '/sd')));
  expect(lists[0]).toBe(lists[1]);
  for (const { targets, labels } of JSON.parse(lists[0] ?? '')) {
    const index = owned.findIndex((names) => names.includes(labels.instance));
    expect(targets).toEqual([new URL(shards[index]?.root ?? '').host]);
    expect(labels).toEqual({
      __metrics_path__: '/metrics',
      ...{ __param_target: labels.instance, __meta_whmcs_site: labels.instance, __tmp_hash: labels.instance },
      instance: labels.instance,
    });
    const view = await read(`http://${targets[0]}`, `/metrics?target=${labels.__param_target}`);
    expect(view).toContain(`whmcs_collections_total{site="${labels.instance}"}`);
  }
  const exporters = JSON.parse(await read(shards[1]?.root ?? '', '/sd?role=exporter'));
  expect(exporters.map(({ targets }: { targets: string[] }) => `http://${targets[0]}`)).toEqual(
    shards.map(({ root }) => root),
  );
  for (const [index, { root }] of shards.entries()) {
    const own = await read(root, '/metrics?role=exporter');
    expect(own).toContain(`whmcs_exporter_shard_info{shard="${index}",shards="2"} 1\n`);
    expect(own).not.toContain('whmcs_collections_total');
    expect(seriesOf(own)).toEqual(seriesOf(await read(root, '/metrics?target=')));
  }
});

describe('a webhook call at the wrong shard', () => {
  async function call(root: string, site: string, headers: Record<string, string> = {}, secret = SECRET) {
    const at = String(Math.floor(Date.now() / 1000));
    const nonce = `0123456789abcdef${Math.random().toString(36).slice(2)}`;
    const body = Buffer.from(
      JSON.stringify({ event: 'OrderPaid', product_ids: [1], time: Number(at), nonce }),
    );
    const signature = { 'X-Stock-Timestamp': at, 'X-Stock-Signature': sign(secret, at, body) };
    return (
      await ask(`${root}/webhooks/whmcs/${site}`, {
        method: 'POST',
        body,
        headers: { ...signature, ...headers },
      })
    ).status;
  }

  test('is forwarded to the owner, once, and answered with its answer', async () => {
    const { shards, sitesOf } = await startShards('--web.route-prefix', '/x');
    const [one, two] = shards.map(({ cli, root }) => ({ cli, root: `${root}/x` }));
    const [site = ''] = await sitesOf(two?.root ?? '');
    expect(site).not.toBe('');
    expect(await call(one?.root ?? '', site)).toBe(202);
    await two?.cli.until(/"webhook call accepted"/);
    expect(one?.cli.err()).not.toContain('webhook call accepted');
    expect(await call(one?.root ?? '', site, {}, 'another-secret-of-a-webhook')).toBe(401);
    expect(await call(one?.root ?? '', site, { 'X-Stock-Forwarded': '1' })).toBe(404);
    expect(await call(one?.root ?? '', 'unknown')).toBe(404);
  });

  fault(
    'process',
    'the shard that collects the site of a webhook call is down',
    'status 502, and the log names it',
    async () => {
      const { shards, sitesOf } = await startShards();
      const [one, two] = shards;
      const [site = ''] = await sitesOf(two?.root ?? '');
      await two?.cli.stop();
      expect(await call(one?.root ?? '', site)).toBe(502);
      expect(one?.cli.err()).toContain('the shard that collects the site does not take its call');
    },
  );
});

describe('the flags of shards', () => {
  const FLAGS = ['--collector.shard-address', 'exporter-{shard}.exporter:10052'];
  const start = async (flags: readonly string[], env: Record<string, string> = {}) =>
    runCli(
      [
        '--config.file',
        await writeConfig(`sites: [${siteOf('main', { url: 'https://shop.test/' })}]`),
        '--web.listen-address',
        '127.0.0.1:0',
        ...flags,
      ],
      env,
    );

  test('auto takes the ordinal of HOSTNAME, as a StatefulSet counts', async () => {
    const cli = await start(['--collector.shard', 'auto', '--collector.shards', '3', ...FLAGS], {
      HOSTNAME: 'whmcs-exporter-2',
    });
    const [, root = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    expect((await ask(`${root}metrics`)).body.toString()).toContain(
      'whmcs_exporter_shard_info{shard="2",shards="3"} 1\n',
    );
    await cli.stop();
  });

  test.each<[string, string[], Record<string, string>]>([
    ['--collector.shard: expected auto', ['--collector.shard', '2', ...FLAGS], {}],
    [
      'expected 0/4 to 3/4, because shards count from 0, found 4/4',
      ['--collector.shard', '4/4', ...FLAGS],
      {},
    ],
    ['expected 1 to 1000 shards, found 0', ['--collector.shard', '0/0', ...FLAGS], {}],
    ['--collector.shards: expected 4', ['--collector.shard', '1/4', '--collector.shards', '3', ...FLAGS], {}],
    ['needs --collector.shards', ['--collector.shard', 'auto', ...FLAGS], { HOSTNAME: 'x-0' }],
    [
      'expected a HOSTNAME with a number',
      ['--collector.shard', 'auto', '--collector.shards', '2', ...FLAGS],
      { HOSTNAME: 'host' },
    ],
    [
      'expected 0/2 to 1/2',
      ['--collector.shard', 'auto', '--collector.shards', '2', ...FLAGS],
      { HOSTNAME: 'x-2' },
    ],
    [
      '--collector.shard-address: expected an address such as exporter-{shard}',
      ['--collector.shard', '0/2'],
      {},
    ],
    [
      'found "exporter:10052"',
      ['--collector.shard', '0/2', '--collector.shard-address', 'exporter:10052'],
      {},
    ],
    ['need --collector.shard', ['--collector.shards', '2'], {}],
    ['need --collector.shard', FLAGS, {}],
  ])('%s', async (message, flags, env) => {
    const cli = await start([...flags, '--config.check'], env);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(message);
  });

  test('an exporter that collects all sites exposes no shard, and lists itself as it was asked', async () => {
    const cli = await start([]);
    const [, root = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    expect((await ask(`${root}metrics`)).body.toString()).not.toContain('shard');
    const { body, headers } = await ask(`${root}sd`, { headers: { Host: 'exporter.example:1234' } });
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(body.toString())).toMatchObject([{ targets: ['exporter.example:1234'] }]);
    expect((await ask(`${root}sd?role=x`)).status).toBe(400);
    for (const Host of ['a b', 'a"b<>', '[::1'])
      expect([Host, (await ask(`${root}sd`, { headers: { Host } })).status]).toEqual([Host, 400]);
    await cli.stop();
  });

  test('an external address is the one of all targets', async () => {
    const cli = await start(['--web.external-url', 'https://example.com/stock']);
    const [, root = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    const [site] = JSON.parse((await ask(`${root}stock/sd`)).body.toString());
    expect(site).toMatchObject({
      targets: ['example.com:443'],
      labels: { __scheme__: 'https', __metrics_path__: '/stock/metrics', __param_target: 'main' },
    });
    await cli.stop();
  });
});
