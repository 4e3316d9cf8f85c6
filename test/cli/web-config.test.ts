import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { beforeEach, describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { createCertificate } from '../support/certificates.js';
import { fault } from '../support/fault.js';
import { ask } from '../support/raw-http.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const SITES = 'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]';
const HASH = bcrypt.hashSync('pass-marker', 4);
const RIGHT = { Authorization: `Basic ${Buffer.from('ann:pass-marker').toString('base64')}` };

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'web-config-')), 'web.yml');
});

/** Starts an exporter with a web configuration. */
async function start(text: string) {
  await writeFile(file, text);
  const config = await writeConfig(SITES);
  const cli = runCli([
    '--config.file',
    config,
    '--web.config.file',
    file,
    '--web.listen-address',
    '127.0.0.1:0',
  ]);
  const [, url = ''] = await cli.until(/"url":"(https?:[^"]+)"/);
  const get = (headers = {}) => ask(`${url}metrics`, { headers });
  return { cli, url, get, status: async (headers = {}) => (await get(headers)).status };
}

const successful = (text: string): string | undefined =>
  /^whmcs_exporter_web_config_last_reload_successful (\d)$/m.exec(text)?.[1];

test('users that are added to the file must log in, without a restart', async () => {
  const { cli, status } = await start('');
  expect(cli.err()).toContain('the web configuration is empty: there is no login and no TLS');
  expect(await status()).toBe(200);
  await writeFile(file, `basic_auth_users: { ann: ${HASH} }`);
  await cli.until(/web configuration reloaded/);
  expect([await status(), await status(RIGHT)]).toEqual([401, 200]);
  await cli.stop();
});

fault(
  'configuration',
  'the file of --web.config.file loses its text',
  'the login stays, until {} removes it',
  async () => {
    const { cli, status } = await start(`basic_auth_users: { ann: ${HASH} }`);
    await writeFile(file, '\n');
    await cli.until(/reload of the web configuration failed/);
    expect(cli.err()).toContain(`${file} is empty; restore it, or write {} to it`);
    expect([await status(), await status(RIGHT)]).toEqual([401, 200]);
    await writeFile(file, '{}');
    await cli.until(/web configuration reloaded/);
    expect(await status()).toBe(200);
    await cli.stop();
  },
);

test('a link that is swapped, as Kubernetes does, is followed', async () => {
  const [first, second] = [`${file}.1`, `${file}.2`];
  await writeFile(first, '');
  await writeFile(second, `basic_auth_users: { ann: ${HASH} }`);
  const { cli, status } = await start('');
  await rm(file);
  await symlink(first, file);
  await symlink(second, `${file}.new`);
  await rename(`${file}.new`, file);
  await cli.until(/web configuration reloaded/);
  expect(await status()).toBe(401);
  await cli.stop();
});

fault(
  'configuration',
  'the file of --web.config.file becomes invalid, then valid',
  'the last valid one stays in use, the log and a metric say so, once; no secret shows',
  async () => {
    const { cli, get } = await start(`basic_auth_users: { ann: ${HASH} }`);
    const shown = async () => successful((await get(RIGHT)).body.toString());
    expect(await shown()).toBe('1');
    await writeFile(file, 'basic_auth_users: { ann: pass-marker }\n');
    await cli.until(/reload of the web configuration failed/);
    while ((await shown()) !== '0') await pause(100); // the metrics are sampled once a second
    expect((await get(RIGHT)).status).toBe(200);
    await writeFile(file, `basic_auth_users: { bob: ${HASH} }`);
    await cli.until(/web configuration reloaded/);
    expect((await get(RIGHT)).status).toBe(401);
    expect(cli.err().split('reload of the web configuration failed')).toHaveLength(2);
    expect(cli.err()).not.toMatch(/pass-marker|\$2b\$/);
    await cli.stop();
  },
);

fault(
  'configuration',
  'a certificate is missing when it is renewed',
  'the last one stays in use until it is there',
  async () => {
    const { cert, key } = await createCertificate('first');
    await writeFile(`${file}.crt`, cert);
    await writeFile(`${file}.key`, key);
    const { cli, url } = await start('tls_server_config: { cert_file: web.yml.crt, key_file: web.yml.key }');
    expect(url).toMatch(/^https:/);
    expect(await subjectOf(url)).toBe('first');
    await rm(`${file}.crt`);
    await cli.until(/web\.yml\.crt can't be read \(ENOENT\)/);
    expect(await subjectOf(url)).toBe('first');
    const second = await createCertificate('second');
    await writeFile(`${file}.crt`, second.cert);
    await writeFile(`${file}.key`, second.key);
    await cli.until(/web configuration reloaded/);
    expect(await subjectOf(url)).toBe('second');
    await cli.stop();
  },
);

describe('a web configuration that is invalid', () => {
  test('ends serve at its start, and --config.check', async () => {
    await writeFile(file, 'tls_server_config: { cert_file: no.crt, key_file: no.key }');
    const config = await writeConfig(SITES);
    for (const flags of [[], ['--config.check']]) {
      const cli = runCli([
        ...flags,
        '--config.file',
        config,
        '--web.config.file',
        file,
        '--web.listen-address',
        ':0',
      ]);
      expect(await cli.ended).toBe(1);
      expect(cli.err()).toContain(`configuration is invalid:\n${file}:1:33: tls_server_config.cert_file: `);
    }
  });
});

test('without the flag no metric of a web configuration is exposed', async () => {
  const cli = runCli(['--config.file', await writeConfig(SITES), '--web.listen-address', '127.0.0.1:0']);
  const [, url] = await cli.until(/"url":"(http:[^"]+)"/);
  expect((await ask(`${url}metrics`)).body.toString()).not.toContain('web_config');
  await cli.stop();
});

describe('hash-password', () => {
  const hash = (input: string) => runCli(['hash-password'], {}, false, input);

  test('prints a hash that the login accepts', async () => {
    const cli = hash('pass wörd');
    expect(await cli.ended).toBe(0);
    expect(cli.out()).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}\n$/);
    expect(await bcrypt.compare('pass wörd', cli.out().trim())).toBe(true);
    expect(cli.err()).toBe('');
  });

  test.each([
    ['', 'expected a password'],
    ['x'.repeat(73), 'up to 72 bytes'],
    ['ü'.repeat(37), 'up to 72 bytes'],
    ['a\0b', 'one line of text'],
    ['a\nb', 'one line of text'],
  ])('refuses %j', async (input, message) => {
    const cli = hash(input);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(message);
    expect(cli.out()).toBe('');
  });

  test('takes no password as an argument, which other users of the machine could read', async () => {
    expect(await runCli(['hash-password', 'secret']).ended).toBe(1);
  });
});

/** Returns the name in the certificate of a server. */
const subjectOf = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { rejectUnauthorized: false, agent: false }, (answer) => {
      const { subject } = (answer.socket as TLSSocket).getPeerCertificate(); // node:https opens no other
      resolve(String(subject.CN));
      answer.resume();
    });
    sent.on('error', reject).end();
  });
