import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseExposition } from '../support/exposition.js';
import { install, pack } from '../support/packed.js';
import { type Program, startProgram } from '../support/program.js';
import { runProgram } from '../support/run-program.js';

/** Every command has a test here that runs it as installed. */
const COMMANDS = [
  'serve',
  'check',
  'discover',
  'import',
  'healthcheck',
  'hash-password',
  'rules',
  'demo',
  'simulator',
];
const WEB_FLAGS = [
  ...['--web.telemetry-path', '/stock', '--web.max-requests', '2'],
  ...['--web.disable-exporter-metrics', '--web.disable-reload'],
  ...['--web.external-url', 'http://localhost/x', '--web.route-prefix', '/'],
  ...['--web.health-listen-address', '127.0.0.1:0'],
];
const ANY_PORT = ['--web.listen-address', '127.0.0.1:0'];

let folder: string;
let program: string;
let simulator: Program;
/** A good configuration of a site that the simulator answers for. */
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  program = await install(pack(folder), join(folder, 'installed'));
  simulator = start('simulator', '--simulator.port', '0', '--simulator.profile', '8.12');
  const [, url, identifier, secret] = await simulator.until(
    /Simulated WHMCS 8\.12: (\S+)\nidentifier: (\S+)\nsecret: +(\S+)\n/,
  );
  config = await configure('config.yaml', [
    `{ name: eu, url: "${url?.replace('127.0.0.1', 'localhost')}", identifier: ${identifier}, secret: ${secret} }`,
  ]);
});
afterAll(async () => {
  expect((await simulator?.terminate())?.code).toBe(0);
  await rm(folder, { recursive: true, force: true });
});

/** The flags that each command was run with. */
const used = new Map<string, Set<string>>(COMMANDS.map((command) => [command, new Set(['--help'])]));

function note(argv: readonly string[]): void {
  const command = argv.find((word) => used.has(word)) ?? 'serve';
  for (const word of argv) if (word.startsWith('--')) used.get(command)?.add(word);
}

function run(...argv: string[]) {
  note(argv);
  return runProgram(program, argv, { cwd: folder });
}

function start(...argv: string[]): Program {
  note(argv);
  return startProgram(program, argv);
}

async function configure(name: string, sites: readonly string[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `sites:\n${sites.map((site) => `  - ${site}\n`).join('')}`);
  return file;
}

describe('as installed from the package', () => {
  test('--version and --help print on the standard output', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^whmcs-/) });
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    const [, commands = ''] = help.out.split('\nCommands:\n');
    const listed = [...commands.matchAll(/^ {2}(\w\S*)/gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== 'report')).toEqual([...COMMANDS, 'help']); // test/cli/report runs it
  });

  test.each(COMMANDS)('%s --help prints its flags', async (command) => {
    const { code, out, err } = await run(command, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Usage: whmcs-stock-exporter ${command} `);
    expect(out).not.toMatch(/\[object|default: [[{]/);
  });

  test('rules prints rules with the addresses, labels and intervals of an installation', async () => {
    const own = [
      ...['--runbook-url', 'https://wiki.test/whmcs/', '--dashboard-url', 'https://grafana.test'],
      ...['--label-job', 'scrape', '--label-site', 'exported_site', '--label-replica', 'instance,zone'],
      ...['--interval', 'whmcs-stock=1m'],
    ];
    const alerts = await run('rules', '--only', 'alert', ...own);
    expect(alerts).toMatchObject({ code: 0, err: '' });
    expect(alerts.out).toContain('runbook_url: https://wiki.test/whmcs/whmcssitedown.md');
    expect(alerts.out).toContain('https://grafana.test/d/whmcs-site?var-site={{ $labels.exported_site }}');
    const resource = await run('rules', '--format', 'prometheusrule', '--name', 'stock', ...own);
    expect(resource.out).toMatch(/^apiVersion: monitoring.coreos.com\/v1\nkind: PrometheusRule\n/);
    expect(resource.out).toContain('min without (instance, zone) (');
    expect(resource.out).toContain('- name: whmcs-stock\n      interval: 1m\n');
    expect(alerts.out).toContain('(job {{ $labels.scrape }})');
    expect(alerts.out).not.toMatch(/\$labels\.(job|site)\b/);
  });

  test.each([
    ['whmcs-none', []],
    ['foo', []],
    ['foo', ['--only', 'alert']],
  ])('rules lists the groups instead of setting the interval of %s %j', async (group, flags) => {
    const refused = await run('rules', '--interval', `${group}=1m`, ...flags);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`no group of rules is called ${group}; the groups are whmcs-trust, `);
    expect(refused.err).toContain(', whmcs-delivery-alerts\n');
  });

  test.each([
    ['--runbook-url', 'wiki.test', 'Expected an http(s) address.'],
    ['--dashboard-url', 'ftp://grafana.test', 'Expected an http(s) address.'],
    ['--label-job', 'scrape-job', 'Expected the name of a label.'],
    ['--label-site', '', 'Expected the name of a label.'],
    ['--label-replica', 'instance,,pod', 'Expected the name of a label.'],
    ['--interval', 'whmcs-stock=soon', 'Expected a group and a duration'],
    ['--interval', 'whmcs-stock=0s', 'Expected a group and a duration'],
    ['--interval', '1m', 'Expected a group and a duration'],
    ['--name', 'Stock Rules', 'Expected a Kubernetes name'],
    ['--only', 'all', 'Allowed choices are recording, alert.'],
    ['--format', 'json', 'Allowed choices are prometheus, prometheusrule.'],
  ])('rules refuses %s %j', async (flag, value, reason) => {
    const { code, out, err } = await run('rules', flag, value);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(reason);
  });

  test('serve --config.check checks the configuration', async () => {
    const { code, out } = await run('--config.check', '--config.file', config);
    expect({ code, out }).toEqual({ code: 0, out: `${config} is valid: 1 site (eu)\n` });
    const bad = await configure('bad.yaml', ['{ name: eu }']);
    const refused = await run('serve', '--config.check', '--config.file', bad);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('bad.yaml:2:5: sites[0]');
  });

  test('serve serves stock, and healthcheck finds it alive until it is gone', async () => {
    const log = ['--log.level', 'debug', '--log.format', 'json'];
    const kept = [
      ...['--persistence.file', join(folder, 'stock.state'), '--collector.shard', '0/1'],
      ...['--config.enable-auto-reload', '--config.auto-reload-interval', '1h'],
      ...['--collector.shards', '1', '--collector.shard-address', 'exporter-{shard}:10052'],
    ];
    const web = ['--web.config.file', join(folder, 'headers.yml')];
    await writeFile(
      join(folder, 'headers.yml'),
      'http_server_config: { headers: { X-Frame-Options: deny } }',
    );
    const serve = start('serve', '--config.file', config, ...ANY_PORT, ...WEB_FLAGS, ...web, ...log, ...kept);
    const [, url = ''] = await serve.until(/"url":"(http:[^"]+)"/);
    await serve.until(/"site is up"/);
    const series = parseExposition(await (await fetch(new URL('stock', url))).text());
    expect(series.get('whmcs_up{site="eu"}')).toBe(1);
    expect([...series.keys()].some((key) => key.startsWith('whmcs_product_stock{site="eu"'))).toBe(true);
    expect([...series.keys()].some((key) => key.startsWith('process_'))).toBe(false);

    const address = ['--web.listen-address', new URL(url).host];
    expect(await run('healthcheck', ...address)).toEqual({ code: 0, out: '', err: '' });
    expect((await fetch(new URL('-/reload', url), { method: 'POST' })).status).toBe(403);
    process.kill(serve.pid, 'SIGHUP');
    await serve.until(/"configuration reloaded"/);
    expect((await serve.terminate()).code).toBe(0);
    expect((await run('healthcheck', ...address)).code).toBe(1);
    expect((await run('healthcheck', '--web.health-listen-address', new URL(url).host)).code).toBe(1);
  });

  test('check passes a good site, fails a bad one, and tests those that are named', async () => {
    const good = await run('check', '--config.file', config);
    expect(good).toMatchObject({ code: 0, err: '', out: expect.stringContaining('credentials accepted') });
    const bad = await configure('dead.yaml', [
      '{ name: dead, url: "http://127.0.0.1:9/", identifier: x, secret: y }',
    ]);
    const failed = await run('check', '--json', '--config.file', bad);
    expect(failed).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(failed.out)).toMatchObject({ ok: false, sites: [{ site: 'dead', ok: false }] });
    const named = await run('check', 'dead', '--config.file', bad);
    expect(named).toMatchObject({ code: 1, out: expect.stringContaining('dead') });
  });

  test('discover creates a table, refreshes it and moves limits into it, and import changes it', async () => {
    const site = (await readFile(config, 'utf8')).replace(
      ' }\n',
      ', limits: table.csv, products: PRODUCTS }\n',
    );
    const moving = join(folder, 'moving.yaml');
    const write = (products: string) => writeFile(moving, site.replace('PRODUCTS', products));
    await write('[{ id: 42, options: { Location: { Tokyo: 17 } } }]');
    const flags = ['--config.file', moving];
    const printed = await run('discover', ...flags);
    expect(printed).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^site,product,name,.*\n(.*\n)+eu,42,Cloud/),
    });
    const table = join(folder, 'table.csv');
    const created = await run('discover', '--output', table, '--move', ...flags);
    expect(created).toMatchObject({ code: 0, out: '', err: expect.stringContaining('delete: ') });
    expect(await readFile(table, 'utf8')).toMatch(/^eu,42,Cloud Server,Location,Tokyo,,17,,,/m);

    await write('[]');
    const rows = join(folder, 'rows.csv');
    await writeFile(rows, 'product,option,choice,capacity\nCloud Server,Location,Tokyo,18\n');
    expect(await run('import', '--dry-run', ...flags, rows)).toMatchObject({
      code: 0,
      out: expect.stringContaining('+eu,42,Cloud Server,Location,Tokyo,,18'),
    });
    expect(await run('import', ...flags, rows)).toMatchObject({ code: 0 });
    await appendFile(rows, 'Cloud Server,Location,Tokyo,many\n');
    const partial = await run('import', '--offline', '--partial', ...flags, rows);
    expect(partial).toMatchObject({ code: 1, err: expect.stringContaining('rows.csv:3') });
    expect(await run('discover', '--output', table, '--prune', ...flags)).toMatchObject({ code: 0 });
    expect(await readFile(table, 'utf8')).toMatch(/^eu,42,Cloud Server,Location,Tokyo,,18,,,/m);
    expect(await run('serve', '--config.check', ...flags)).toMatchObject({ code: 0, err: '' });
  });

  test('demo sells from a simulated WHMCS, to who knows the password of hash-password', async () => {
    note(['hash-password']);
    const hashed = await runProgram(program, ['hash-password'], { input: 'pass\n' });
    expect(hashed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\$2b\$10\$\S{53}\n$/) });
    const users = join(folder, 'users.yml');
    await writeFile(users, `basic_auth_users: { ann: ${hashed.out.trim()} }`);
    const log = ['--log.level', 'info', '--log.format', 'pretty', '--web.config.file', users];
    const demo = start('demo', ...ANY_PORT, ...WEB_FLAGS, ...log, '--simulator.port', '0');
    const [metrics] = await demo.until(/http:\S+\/stock/);
    await demo.until(/site is up/);
    const login = (password: string) => ({
      headers: { Authorization: `Basic ${Buffer.from(`ann:${password}`).toString('base64')}` },
    });
    expect((await fetch(metrics, login('wrong'))).status).toBe(401);
    const series = parseExposition(await (await fetch(metrics, login('pass'))).text());
    expect(series.get('whmcs_up{site="demo"}')).toBe(1);
    expect((await demo.terminate()).code).toBe(0);
  });

  test.each(COMMANDS)('%s was run with every flag that it has', async (command) => {
    const { out } = await run(command, '--help');
    const flags = [...out.matchAll(/^ +(?:-\w, )?(--[\w.-]+)/gm)].map(([, flag = '']) => flag);
    expect(flags.filter((flag) => !used.get(command)?.has(flag))).toEqual([]);
  });
});
