import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import type { Shop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { freePort } from '../support/free-port.js';
import { type Receivers, startReceivers } from '../support/receivers.js';
import { runProgram } from '../support/run-program.js';
import { ALLOWED, STAND_INS } from './stand-ins.js';

/** What a reader has, in a folder: a clone, and a machine with a WHMCS and a mail server to talk to. */
export type Machine = {
  /** Runs commands in the clone, or where earlier ones changed to. */
  run(commands: string): Promise<{ readonly code: number | null; readonly output: string }>;
  /** What the WHMCS sells. */
  readonly shop: Shop;
  readonly receivers: Receivers;
  close(): Promise<void>;
};

/** The ports that the pages name, and the variables of the addresses that stand for them here. */
const ADDRESSES = { 10052: 'EXPORTER', 9090: 'PROMETHEUS', 9093: 'ALERTMANAGER' };

const FOLDERS = ['home', 'bin', 'log', 'etc/prometheus', 'etc/whmcs-stock-exporter/secrets'];
/** Files that the Debian package installs, by the path at which it does. */
const INSTALLED: Readonly<Record<string, string>> = {
  'etc/whmcs-stock-exporter/config.yaml': 'config.yaml',
  'etc/whmcs-stock-exporter/.env': 'deploy/systemd/whmcs-stock-exporter.env',
  'usr/lib/systemd/system/whmcs-stock-exporter.service': 'deploy/systemd/whmcs-stock-exporter.service',
};
const CLONED = ['config.yaml', '.env.example', 'deploy', 'grafana/dashboards', 'grafana/provisioning'];

export async function createMachine(): Promise<Machine> {
  const root = await mkdtemp(join(tmpdir(), 'machine-'));
  const clone = join(root, 'clone');
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true });
  for (const path of CLONED) await cp(path, join(clone, path), { recursive: true });
  for (const [path, source] of Object.entries(INSTALLED)) await cp(source, join(root, path));
  for (const [name, script] of Object.entries(STAND_INS))
    await writeFile(join(root, 'bin', name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`, {
      mode: 0o755,
    });
  for (const name of ALLOWED) {
    const path = execFileSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();
    await symlink(path, join(root, 'bin', name));
  }

  const shop = createDemoShop();
  const simulator = await startSimulator({ shop });
  const receivers = await startReceivers({
    ...{ user: 'alertmanager@example.com', password: 'a mail password', token: 'a-pager-token' },
  });
  const addresses = new Map<string, string>();
  for (const [port, name] of Object.entries(ADDRESSES))
    addresses.set(port, `127.0.0.1:${await freePort()}`).set(name, addresses.get(port) ?? '');
  const here = (text: string) =>
    text.replaceAll(/localhost:(\d+)/g, (all, port: string) => addresses.get(port) ?? all);
  const example = join(clone, 'deploy/prometheus/prometheus.yml');
  await writeFile(example, here(await readFile(example, 'utf8')));

  const env = {
    ROOT: root,
    HOME: join(root, 'home'),
    PATH: join(root, 'bin'),
    MAIN: join(process.cwd(), 'dist/main.js'),
    WHMCS: simulator.url,
    SMTP: receivers.smtp,
    ...Object.fromEntries(Object.values(ADDRESSES).map((name) => [name, addresses.get(name) ?? ''])),
  };
  let folder = clone;

  return {
    shop,
    receivers,
    async run(commands) {
      const script = `${here(commands).replaceAll(' /etc/', ` ${root}/etc/`)}\npwd > "$ROOT/folder"\n`;
      const { code, out, err } = await runProgram('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
        ...{ cwd: folder, env },
      });
      if (code === 0) folder = (await readFile(join(root, 'folder'), 'utf8')).trim();
      return { code, output: out + err };
    },
    async close() {
      const pids = await readFile(join(root, 'pids'), 'utf8').catch(() => '');
      for (const pid of pids.split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
      await simulator.close();
      await receivers.close();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
