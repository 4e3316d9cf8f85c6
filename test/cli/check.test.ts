import { afterEach, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const simulators: Simulator[] = [];
afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.close();
});

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ shop: createDemoShop(), ...options });
  simulators.push(simulator);
  return simulator;
}

async function check(url: string, keys = '', secret = 'demo-secret', flags: readonly string[] = []) {
  const file = await writeConfig(`sites:
  - name: shop
    url: ${url}
    identifier: demo-identifier
    secret: ${secret}
    ${keys}
`);
  const cli = runCli(['check', '--config.file', file, ...flags]);
  const code = await cli.ended;
  return { code, out: cli.out(), err: cli.err(), said: cli.out().replace(/\s+/g, ' ') };
}

describe('check', () => {
  test('of a working site shows a tick and a time per step, and exits with 0', async () => {
    const { url } = await start({ quirks: { showsStockControl: true } });
    const { code, out } = await check(url);
    expect(
      out.replace(/\d+(\.\d+)? ms/g, 'N ms').replace(/:\d{4,5}|port \d+/g, ''),
    ).toBe(`shop  http://127.0.0.1/includes/api.php
  - name resolves        127.0.0.1 is an address
  ✓ TCP connects         , from 127.0.0.1  (N ms)
  - TLS is good          plain HTTP to this machine
  ✓ WHMCS answers        with JSON, as expected  (N ms)
  ✓ credentials accepted WHMCS accepts the identifier and secret
  ✓ IP address allowed   WHMCS accepts this address
  ✓ actions permitted    GetProducts
  ✓ source of stock      classic, the best that answers (companion: not available, store: not available)
      The companion, an addon for WHMCS (deploy/whmcs), reports every sale within a second.
  ✓ catalogue read       44 products: 35 stock-controlled, 9 unlimited, 0 unknown  (N ms)
  ✓ WHMCS version        8.12.1
  good

`);
    expect(code).toBe(0);
  });

  test('compares configured options and pools with WHMCS', async () => {
    const keys = `products:
      - id: 42
        options: { Location: { Tokio: 30 }, RAM: { 64 GB: 9 } }
        combinations: [{ when: { Location: Tokyo, RAM: 64 GB }, capacity: 6 }]
    pools: [{ name: cards, capacity: 48, draws: [{ product: 43, option: GPU, choices: { 1x L4: 1, 2x L4: 2, 4x L4: 4 } }] }]`;
    const { url, settings } = await start({ companion: true });
    const byCompanion = await check(url, keys);
    expect(byCompanion.said).toMatch(
      /! options and pools \d+ choices, 1 combination, 1 pool; units in use counted by the companion \([\d.]+ ms\) product 42 \(Cloud Server\): Location: choice "Tokio" is not there; nearest: "Tokyo"/,
    );
    expect(byCompanion.code).toBe(0);
    const counted = await check(url, `source: classic\n    ${keys.replace('Tokio', 'Tokyo')}`);
    expect(counted.said).toContain('units in use counted by GetClientsProducts');
    expect(counted.said).toMatch(/✓ options and pools/);
    settings.roles = ['GetProducts', 'WhmcsDetails'];
    const ungranted = await check(url, keys);
    expect(ungranted.said).toMatch(
      /! options and pools units in use are unknown: .*getclientsproducts.* Tick GetClientsProducts in an API role .* The companion \(deploy\/whmcs\) counts units without GetClientsProducts\./,
    );
  });

  test('says which sources answer, and what the companion would add', async () => {
    const old = await start({ profile: '7.8' });
    const without = await check(old.url);
    expect(without.said).toContain(
      '✓ source of stock classic, the best that answers (companion: not available, store: not available) The companion, an addon for WHMCS (deploy/whmcs), reports the stock of 44 products that is unknown now, and every sale within a second.',
    );
    old.settings.companion = true;
    const withIt = await check(old.url);
    expect(withIt.said).toContain('✓ actions permitted GetProductDetails');
    expect(withIt.said).toContain(
      '✓ source of stock companion, the best that answers (store: not available, classic: answers) ✓ catalogue read 44 products: 35 stock-controlled, 9 unlimited, 0 unknown',
    );
    const unused = await check(old.url, 'source: classic');
    expect(unused.said).toContain(
      'classic, as configured (companion: answers, store: not available) The companion',
    );
    expect(unused.said).toContain('It answers: set source: auto.');
    old.settings.roles = ['GetProducts', 'WhmcsDetails'];
    const ungranted = await check(old.url);
    expect(ungranted.said).toMatch(
      /classic, the best that answers \(companion: not granted.*If it is already installed: Tick GetProductDetails in an API role/,
    );
    old.settings.roles = ['GetProducts', 'WhmcsDetails', 'GetProductDetails'];
    old.faults.action = 'GetProductDetails';
    old.faults.fault = { kind: 'status', status: 200, body: '{"result":"error","message":"No id given"}' };
    const own = await check(old.url);
    expect(own.said).toContain('classic, the best that answers (companion: api_error');
    expect(own.said).toContain(
      '(GetProductDetails: WHMCS answered: No id given). If that is an action of yours that returns one product per call, set companion.parameter to its field for the product id.',
    );
    const nine = await start({ profile: '9.0' });
    expect((await check(nine.url)).said).toContain(
      '✓ source of stock store, the best that answers (companion: not available, classic: answers)',
    );
  });

  test('prints the same as JSON', async () => {
    const { url } = await start({ roles: ['GetProducts'] });
    const { code, out } = await check(url, '', 'demo-secret', ['--json']);
    const { ok, sites } = JSON.parse(out);
    expect([code, ok, sites[0].site]).toEqual([0, true, 'shop']);
    expect(
      sites[0].steps.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`),
    ).toEqual([
      'dns skipped',
      'tcp ok',
      'tls skipped',
      'http ok',
      'credentials ok',
      'ip ok',
      'actions ok',
      'source ok',
      'catalogue warning',
      'version skipped',
    ]);
  });

  test.each<[string, Partial<SimulatorOptions>, (simulator: Simulator) => void, string, string[]]>([
    [
      'a forbidden address',
      { allowedIps: ['203.0.113.9'] },
      () => {},
      '✗ IP address allowed GetProducts',
      [
        'Invalid IP 127.0.0.1',
        'Add 127.0.0.1 in Configuration > System Settings > General Settings',
        '7.x: Setup > General Settings > Security',
      ],
    ],
    [
      'a missing role',
      { roles: [] },
      () => {},
      '✗ actions permitted',
      [
        'Tick GetProducts in an API role',
        'Manage API Credentials (7.x: Setup > Staff Management > Manage API Credentials)',
      ],
    ],
    [
      'an HTML page',
      {},
      ({ faults }) => {
        faults.fault = { kind: 'page' };
      },
      '✗ WHMCS answers',
      ['HTTP 200 with a page of markup', 'not a maintenance page, a login page or a firewall challenge'],
    ],
    [
      'a firewall',
      {},
      ({ faults }) => {
        faults.fault = { kind: 'status', status: 403 };
      },
      '✗ WHMCS answers',
      ['something in front of WHMCS refused', 'Cloudflare, mod_security or fail2ban'],
    ],
    [
      'a redirect',
      {},
      ({ faults }) => {
        faults.fault = {
          kind: 'status',
          status: 301,
          headers: { Location: 'https://shop.test/includes/api.php' },
        };
      },
      '✗ WHMCS answers',
      ['redirects to https://shop.test/includes/api.php', "Set the site's url to the target of the redirect"],
    ],
  ])('of %s names cause and remedy', async (_, options, spoil, step, words) => {
    const simulator = await start(options);
    spoil(simulator);
    const { code, said } = await check(simulator.url);
    expect(code).toBe(1);
    expect(said).toContain(step.replace(' GetProducts', ''));
    for (const part of words) expect(said).toContain(part);
    expect(said.match(/✗/g)).toHaveLength(1);
  });

  test('of a wrong secret names cause and remedy', async () => {
    const { url } = await start();
    const { code, said } = await check(url, '', 'wrong');
    expect(code).toBe(1);
    expect(said).toContain('✓ WHMCS answers');
    expect(said).toContain('✗ credentials accepted WhmcsDetails: WHMCS answered: Authentication Failed');
    expect(said).toContain(
      'Compare identifier and secret with the pair in Configuration > System Settings > Manage API Credentials',
    );
  });

  test('of a path doubled by a rewrite rule names cause and remedy', async () => {
    const { url, faults } = await start();
    faults.fault = {
      kind: 'status',
      status: 200,
      body: '{"result":"error","message":"An admin user is required"}',
    };
    const { code, said } = await check(url);
    expect(code).toBe(1);
    expect(said).toContain('as a doubled path does');
  });

  test('of a doubled path or plain http in the configuration stops there', async () => {
    const doubled = await check('https://shop.test/includes/api.php/includes/api.php');
    expect([doubled.code, doubled.err]).toEqual([
      1,
      expect.stringContaining('includes/api.php is in the address twice'),
    ]);
    const plain = await check('http://shop.test/');
    expect([plain.code, plain.err]).toEqual([
      1,
      expect.stringContaining('http:// would send the API secret in clear'),
    ]);
  });

  test('of a self-signed certificate names tls.ca_file; with the file it shows issuer and days', async () => {
    const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const { url } = await start({ tls: { key: pems.private, cert: pems.cert } });
    const refused = await check(url);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('✗ TLS is good DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(refused.said).toContain("set the site's tls.ca_file to it");
    const caFile = await writeConfig(pems.cert);
    const trusted = await check(url, `tls: { ca_file: ${caFile} }`);
    expect(trusted.code).toBe(0);
    expect(trusted.said).toMatch(/✓ TLS is good TLSv1\.3, issued by 127\.0\.0\.1, 3\d\d days left/);
  });

  test('of a closed port and of an unknown name shows which it is', async () => {
    const { url, close } = await start();
    await close();
    simulators.length = 0;
    const dead = await check(url);
    expect(dead.said).toMatch(/✗ TCP connects ECONNREFUSED.*No web server listens there/);
    const unknown = await check('https://whmcs.invalid/');
    expect(unknown.said).toMatch(/✗ name resolves (ENOTFOUND|EAI_AGAIN).*getent hosts whmcs\.invalid/);
    expect([dead.code, unknown.code]).toEqual([1, 1]);
  });

  test('of a site that takes two seconds warns, and fails if the timeout is shorter', async () => {
    const { url, faults } = await start();
    faults.latencyMs = 2_000;
    const slow = await check(url);
    expect(slow.code).toBe(0);
    expect(slow.said).toMatch(
      /! WHMCS answers slow to answer \(\d{4,} ms\) Every API call is a full PHP request/,
    );
    faults.fault = { kind: 'hang' };
    const late = await check(url, 'timeout: 8s');
    expect(late.code).toBe(1);
    expect(late.said).toContain('✗ WHMCS answers WhmcsDetails: no answer within 8000 ms');
    expect(late.said).toContain("raise the site's timeout");
  });
});

describe('check of several sites', () => {
  async function checkSites(names: readonly string[], argv: readonly string[], dead: readonly string[] = []) {
    const { url } = await start();
    const gone = await start();
    await gone.close();
    const sites = names.map(
      (name) =>
        `  - { name: ${name}, url: "${dead.includes(name) ? gone.url : url}", identifier: demo-identifier, secret: demo-secret }`,
    );
    const cli = runCli([
      'check',
      '--config.file',
      await writeConfig(`sites:\n${sites.join('\n')}\n`),
      ...argv,
    ]);
    return { code: await cli.ended, out: cli.out(), err: cli.err() };
  }
  const tested = (out: string) => [...out.matchAll(/^(\S+) {2}http/gm)].map(([, name]) => name);

  test('reports them in order and ends with the number that passed', async () => {
    const { code, out } = await checkSites(['eu', 'us', 'asia'], []);
    expect(tested(out)).toEqual(['eu', 'us', 'asia']);
    expect(out.trimEnd().split('\n').at(-1)).toBe('3 of 3 sites good');
    expect(code).toBe(0);
  });

  fault(
    'configuration',
    'two of three sites that cannot be reached',
    'a last line that names them',
    async () => {
      const { code, out } = await checkSites(['eu', 'us', 'asia'], [], ['eu', 'asia']);
      expect(out.trimEnd().split('\n').at(-1)).toBe('1 of 3 sites good; failed: eu, asia');
      expect(code).toBe(1);
    },
  );

  test('tests only the named sites', async () => {
    const one = await checkSites(['eu', 'us', 'asia'], ['us'], ['eu']);
    expect(tested(one.out)).toEqual(['us']);
    expect(one.out).not.toContain('sites good');
    expect(one.code).toBe(0);
    const two = await checkSites(['eu', 'us', 'asia'], ['asia', 'us'], ['eu']);
    expect(tested(two.out)).toEqual(['us', 'asia']);
    expect(two.out).toContain('2 of 2 sites good\n');
  });

  test('in JSON contains only the named sites', async () => {
    const { out } = await checkSites(['eu', 'us'], ['us', '--json']);
    expect(JSON.parse(out)).toMatchObject({ ok: true, sites: [{ site: 'us' }] });
  });

  fault('configuration', 'a site that is not in the configuration', 'the nearest names', async () => {
    const { code, out, err } = await checkSites(['eu-west', 'eu-east', 'us'], ['us', 'eu-wets']);
    expect(err).toMatch(
      /^whmcs-stock-exporter: no site "eu-wets" in \S+config\.yaml; nearest: eu-west, eu-east/,
    );
    expect(out).toBe('');
    expect(code).toBe(1);
  });
});
