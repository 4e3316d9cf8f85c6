import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { parseExposition } from '../support/exposition.js';
import { fault } from '../support/fault.js';
import { type NameServer, startNameServer } from '../support/name-server.js';
import { OWN_RESOLVER, withOwnResolver } from '../support/own-resolver.js';
import { type Program, startProgram } from '../support/program.js';
import { writeConfig } from '../support/run-cli.js';
import { runProgram } from '../support/run-program.js';
import { testWith } from '../support/tool.js';

const tester = testWith(OWN_RESOLVER);

/** An address of this test alone, whatever else runs on the machine. */
const ADDRESS = `127.53.${process.pid & 255}.${(process.pid >> 8) & 255 || 1}`;
const RESOLV_CONF = `nameserver ${ADDRESS}\nsearch lan.test\noptions timeout:5 attempts:2\n`;

let simulator: Simulator;
const programs: Program[] = [];
const cleanUp: (() => unknown)[] = [];

beforeEach(async () => {
  simulator = await startSimulator({ shop: createShop(2) });
});
afterEach(async () => {
  for (const program of programs.splice(0)) await program.terminate();
  for (const end of cleanUp.splice(0)) await end();
  await simulator.close();
});

async function startServer(address = ADDRESS): Promise<NameServer> {
  const server = await startNameServer(address);
  cleanUp.push(server.close);
  return server;
}

/** Runs the exporter on sites by their host names. */
async function exportSites(hosts: readonly string[], resolvConf = RESOLV_CONF, hostsFile = '') {
  const { port } = new URL(simulator.url);
  const keys = 'identifier: demo-identifier, secret: demo-secret, allow_insecure_http: true';
  const sites = hosts.map((host) => `- { name: ${host}, url: "http://${host}:${port}/", ${keys} }`);
  const config = await writeConfig(`sites:\n${sites.join('\n')}\n`);
  const argv = ['dist/main.js', '--config.file', config, '--web.listen-address', '127.0.0.1:0'];
  const files = { resolvConf, hosts: `127.0.0.1 localhost\n${hostsFile}` };
  const program = startProgram(...(await withOwnResolver(files, [process.execPath, ...argv])));
  programs.push(program);
  const [, url] = await program.until(/"url":"(http:[^"]+)"/);
  const metrics = async () => parseExposition(await (await fetch(`${url}metrics`)).text());
  return { program, metrics };
}

async function upSites(metrics: () => Promise<ReadonlyMap<string, number>>): Promise<readonly string[]> {
  return [...(await metrics())].flatMap(([series, value]) => {
    const [, site] = /^whmcs_up\{site="([^"]+)"\}$/.exec(series) ?? [];
    return site !== undefined && value === 1 ? [site] : [];
  });
}

async function untilUp(metrics: Parameters<typeof upSites>[0], count: number): Promise<void> {
  while ((await upSites(metrics)).length < count) await sleep(50);
}

fault(
  'network',
  '20 sites whose names no name server answers for, beside 10 good ones',
  'every good site is read while the others still wait; their reason is dns',
  async () => {
    const nameServer = await startServer();
    const good = Array.from({ length: 10 }, (_, index) => `good${index}.test`);
    const silent = Array.from({ length: 20 }, (_, index) => `silent${index}.test`);
    for (const name of good) nameServer.addresses.set(name, '127.0.0.1');
    nameServer.isSilentAbout = (name) => name.startsWith('silent');
    const patient = RESOLV_CONF.replace('timeout:5', 'timeout:30');
    const { program, metrics } = await exportSites([...silent, ...good], patient);
    await untilUp(metrics, good.length);
    expect((await upSites(metrics)).toSorted()).toEqual(good);
    for (const name of silent) {
      await program.until(new RegExp(`"site":"${name}","reason":"dns"`));
      expect((await metrics()).get(`whmcs_collection_failures_total{site="${name}",reason="dns"}`)).toBe(1);
    }
    const { code, ms } = await program.terminate();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(30_000); // a look-up takes 60 s here
    programs.length = 0;
  },
  { tester },
);

fault(
  'network',
  'names that only the hosts file and a search domain know',
  'the sites are read',
  async () => {
    const nameServer = await startServer();
    nameServer.addresses.set('billing.lan.test', '127.0.0.1');
    const { metrics } = await exportSites(['billing', 'listed.test'], RESOLV_CONF, '127.0.0.1 listed.test\n');
    await untilUp(metrics, 2);
    expect(nameServer.asked).toContain('billing.lan.test');
    expect(nameServer.asked).not.toContain('listed.test');
  },
  { tester },
);

fault(
  'network',
  'a first name server that is dead, and a second that answers',
  'the site is read all the same',
  async () => {
    const nameServer = await startServer();
    nameServer.addresses.set('good.test', '127.0.0.1');
    const dead = ADDRESS.replace('127.53', '127.54');
    (await startServer(dead)).isSilentAbout = () => true;
    const twoServers = `nameserver ${dead}\n${RESOLV_CONF}`;
    const { metrics } = await exportSites(['good.test'], twoServers);
    await untilUp(metrics, 1);
  },
  { tester },
);

fault(
  'network',
  'check of a site whose name no name server answers for',
  'the name servers are blamed, not WHMCS',
  async () => {
    (await startServer()).isSilentAbout = () => true;
    const config = await writeConfig(`sites:
  - { name: shop, url: https://shop.test/, identifier: a, secret: b, timeout: 2s }
`);
    const argv = [process.execPath, 'dist/main.js', 'check', '--config.file', config];
    const [file, args] = await withOwnResolver({ resolvConf: RESOLV_CONF, hosts: '' }, argv);
    const { code, out } = await runProgram(file, args);
    expect(code).toBe(1);
    expect(out).toContain('✗ name resolves        no name server answered for shop.test within 1600 ms');
    expect(out).toContain('No name server answers: check /etc/resolv.conf');
  },
  { tester },
);

fault(
  'process',
  'SIGKILL while name servers are silent',
  'no process for name look-ups is left behind',
  async () => {
    const nameServer = await startServer();
    nameServer.isSilentAbout = () => true;
    const { program } = await exportSites(['silent.test']);
    while (nameServer.asked.length === 0) await sleep(20);
    const children = await readFile(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8');
    expect(children.trim()).toMatch(/^\d+$/);
    process.kill(program.pid, 'SIGKILL');
    await program.terminate();
    while (existsSync(`/proc/${children.trim()}/cmdline`)) await sleep(20);
    programs.length = 0;
  },
  { tester },
);
