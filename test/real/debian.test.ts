import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { readPage } from '../docs/markdown.js';
import { askUntil } from '../support/daemon.js';
import { buildLater, packDeb, readField } from '../support/debian/built-deb.js';
import { bootDebian, type DebianMachine } from '../support/debian/debian-machine.js';
import { DPKG, LINTIAN, testMachine } from '../support/debian/tools.js';
import { fault } from '../support/fault.js';
import { expectWorking, type Reply, requestScript } from '../support/smoke.js';
import { testWith } from '../support/tool.js';

const LATER = '9.0.0-1';
const SERVICE = 'whmcs-stock-exporter';
const CONFIGURE = `
cd /etc/whmcs-stock-exporter
sed -i -e 's#^WHMCS_API_URL=.*#WHMCS_API_URL=http://127.0.0.1:8080/#' \\
  -e 's#^WHMCS_API_IDENTIFIER=.*#WHMCS_API_IDENTIFIER=demo-identifier#' .env
sed -i -e 's#name: main  #name: edited#' config.yaml
echo 'ARGS="--log.level=debug --config.enable-auto-reload"' >> /etc/default/whmcs-stock-exporter
(umask 077 && printf demo-secret > secrets/api_secret)`;

let folder: string;
let deb: string;
let machine: DebianMachine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'debs-'));
  deb = packDeb(folder);
}, 300_000);
afterAll(async () => {
  await machine?.close();
  await rm(folder, { recursive: true, force: true });
});

testWith(DPKG)('the package needs a Node that is new enough, and says which', () => {
  expect(readField(deb, 'Depends')).toBe('nodejs (>= 20.18.1)');
});

testWith(DPKG, LINTIAN)('lintian has no complaint about the package', () => {
  const argv = ['--fail-on', 'error,warning', '--allow-root', deb];
  expect(execFileSync('lintian', argv, { encoding: 'utf8' })).toBe('');
});

/** Each of these tests starts from what the one before it leaves. */
testMachine('it installs on a machine with systemd, and starts nothing before it is configured', async () => {
  machine = await bootDebian({ shared: [folder, process.cwd()] });
  const output = install(deb);
  expect(output).toContain('next, edit /etc/whmcs-stock-exporter/.env');
  expect(machine.attempt('systemctl', 'is-enabled', SERVICE).output).toBe('disabled\n');
  expect(machine.attempt('systemctl', 'is-active', SERVICE).output).toBe('inactive\n');
  expect(machine.run(`man ${SERVICE} | head -n 1`)).toMatch(/^WHMCS-STOCK-EXPORTER\(1\)/);
  expect(machine.run(`systemd-analyze verify ${SERVICE}.service`)).toBe('');
  expect(machine.run(`systemd-analyze security --threshold=20 ${SERVICE}.service`)).toContain('OK');
});

fault(
  'process',
  'the Debian service starts before it is configured',
  'it fails, and its log names each variable and file that is missing',
  async () => {
    machine.run(`systemctl start ${SERVICE}`);
    const log = await askUntil(
      async () => machine.run(`journalctl --unit ${SERVICE}`),
      (text) => text.includes('Failed with result'),
    );
    expect(log).toContain('the variable WHMCS_API_IDENTIFIER is not set');
    expect(log).toMatch(
      /the file \S+api_secret, which WHMCS_API_SECRET_FILE names, can't be read \(ENOENT\)/,
    );
    machine.run(`systemctl stop ${SERVICE}`);
  },
  { tester: testMachine },
);

testMachine('root tests the connection, with a secret that only root can read', async () => {
  const shop = machine.start([SERVICE, 'simulator', '--simulator.port', '8080']);
  await shop.until(/identifier:/);
  machine.run(CONFIGURE);
  expect(machine.run(`${SERVICE} check --config.file /etc/whmcs-stock-exporter/config.yaml`)).toMatch(
    / good\n/,
  );
});

testMachine('the service works as a user of its own, who can write nothing but the state', async () => {
  machine.run(`systemctl enable --now ${SERVICE}`);
  const pid = show('MainPID');
  const status = machine.run(`cat /proc/${pid}/status`);
  expect(status).toMatch(/^Uid:\t6[0-9]{4}\t/m); // the range of users that systemd makes up
  expect(status).toMatch(/^CapEff:\t0+$/m);
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(machine.run(`cat /proc/${pid}/cmdline`)).toContain('--config.enable-auto-reload');
  const before = new Set(machine.changed());
  await expectWorking({
    request: async (method, path) => request(method, path),
    async terminate() {
      const started = performance.now();
      machine.run(`systemctl stop ${SERVICE}`);
      const ms = performance.now() - started;
      return { code: show('Result') === 'success' ? Number(show('ExecMainStatus')) : null, ms };
    },
    written: () =>
      machine
        .changed()
        .filter((path) => !before.has(path) && !path.startsWith(`/var/lib/private/${SERVICE}/`)),
    state: () => machine.run(`ls /var/lib/${SERVICE}`).trim().split('\n'),
  });
});

fault(
  'secret',
  'another user of a Debian machine looks for the secrets of the service',
  'the file, the copy of the service, its environment and its state are refused',
  () => {
    machine.run(`systemctl start ${SERVICE}`);
    const places = [
      ...[
        '/etc/whmcs-stock-exporter/secrets/api_secret',
        `/run/credentials/${SERVICE}.service/whmcs_api_secret`,
      ],
      ...[`/proc/${show('MainPID')}/environ`, `/var/lib/${SERVICE}/stock.state`],
    ];
    for (const place of places) {
      machine.run(`test -e ${place}`);
      const { code, output } = machine.attempt('setpriv', '--reuid=12345', '--clear-groups', 'cat', place);
      expect([code, output]).toEqual([1, `cat: ${place}: Permission denied\n`]);
    }
  },
  { tester: testMachine },
);

testMachine('an upgrade restarts it and keeps the configuration and the state', async () => {
  machine.run(`systemctl start ${SERVICE}`);
  const pid = show('MainPID');
  install(buildLater(deb, LATER, folder));
  expect(machine.run(`dpkg-query --show --showformat '\${Version}' ${SERVICE}`)).toBe(LATER);
  expect(machine.run('cat /etc/whmcs-stock-exporter/config.yaml')).toContain('name: edited');
  expect(machine.run('cat /etc/whmcs-stock-exporter/config.yaml.dpkg-dist')).toContain(`New in ${LATER}`);
  expect(show('MainPID')).not.toBe(pid);
  expect(show('ActiveState')).toBe('active');
  expect(machine.run(`journalctl --unit ${SERVICE}`)).toContain('restored the saved state');
});

testMachine('its timer mails a report from the state of the service, while that runs', async () => {
  machine.run(`
    printf '#!/bin/sh\\n{ echo "$@"; cat; } > /var/tmp/mail\\n' > /usr/sbin/sendmail
    chmod 755 /usr/sbin/sendmail
    mkdir -p /run/systemd/system/${SERVICE}-report.service.d
    printf '[Service]\\nExecStartPre=/bin/sh -c "! touch %%S/${SERVICE}/x"\\n' \\
      > /run/systemd/system/${SERVICE}-report.service.d/cannot-write.conf
    systemctl daemon-reload
    echo REPORT_TO=you@example.com >> /etc/default/${SERVICE}`);
  expect(machine.run(`systemd-analyze verify ${SERVICE}-report.service ${SERVICE}-report.timer`)).toBe('');
  expect(machine.run(`systemd-analyze security --threshold=20 ${SERVICE}-report.service`)).toContain('OK');
  machine.run(`systemctl enable --now ${SERVICE}-report.timer`);
  expect(machine.run('systemctl list-timers')).toMatch(/07:00:00 .*whmcs-stock-exporter-report/);
  const pid = show('MainPID');
  const { to, text } = await readMail();
  expect(to).toBe('-i -f root@localhost -- you@example.com');
  expect(text).toMatch(/^Stock: \d/);
  expect(text).not.toContain('stock.state'); // what it says of a file that it can't read
  expect([show('MainPID'), show('ActiveState')]).toEqual([pid, 'active']);
});

testMachine('a removal stops it and keeps both, and a purge leaves nothing', () => {
  machine.run(`dpkg --remove ${SERVICE}`);
  expect(machine.attempt('systemctl', 'is-active', SERVICE).output).toBe('inactive\n');
  const kept = machine.changed();
  expect(kept).toContain('/etc/whmcs-stock-exporter/secrets/api_secret');
  expect(kept).toContain('/var/lib/private/whmcs-stock-exporter/stock.state');
  machine.run(`dpkg --purge ${SERVICE}`);
  expect(machine.changed().filter((path) => path.includes('whmcs'))).toEqual([]);
});

testMachine('the npm package runs as the same service, as the page says', async () => {
  const [, block = ''] =
    /\*\*Without the package\*\*[\s\S]*?```sh\n([\s\S]*?)```/.exec(readPage('docs/install.md')) ?? [];
  machine.run(`
    mkdir -p /usr/local/lib/node_modules/${SERVICE}
    cp -r ${process.cwd()}/dist ${process.cwd()}/package.json /usr/local/lib/node_modules/${SERVICE}/
    ln -s ../lib/node_modules/${SERVICE}/dist/main.js /usr/local/bin/${SERVICE}
    cd ${process.cwd()}
    ${block.replaceAll('sudo ', '')}
    ${CONFIGURE}
    systemctl start ${SERVICE}`);
  await askUntil(
    async () => request('GET', '/-/ready'),
    ({ status }) => status === 200,
  );
});

/** Installs or upgrades the package, as apt does where nobody can answer questions. */
function install(file: string): string {
  // Images of Node bring it without Debian's package.
  const isNodePackaged = machine.attempt('dpkg-query', '--show', 'nodejs').code === 0;
  const flags = isNodePackaged ? [] : ['--ignore-depends=nodejs'];
  return machine.run(['dpkg', '--force-confdef', ...flags, '--install', file].join(' '));
}

/** Mails a report, and reads it as it leaves the machine. */
async function readMail() {
  machine.run(`rm -f /var/tmp/mail; systemctl start ${SERVICE}-report`);
  const [to = '', ...message] = machine.run('cat /var/tmp/mail').split('\n');
  return { to, text: (await simpleParser(message.join('\n'))).text };
}

const show = (property: string): string =>
  machine.run(`systemctl show --property=${property} --value ${SERVICE}`).trim();

function request(method: string, path: string): Reply {
  const { output } = machine.attempt('node', '-e', requestScript(method, `http://127.0.0.1:10052${path}`));
  return JSON.parse(output);
}
