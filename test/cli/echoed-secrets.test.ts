import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { ENCODINGS } from '../support/encodings.js';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const SECRETS = {
  ID: 'marker-identifier+Zq1/"x"',
  SECRET: 'marker-secret+Zq2&<%41>',
  KEY: "marker-access'Zq3\\n!",
  HOOK: 'marker-webhook~Zq4$$ ü',
};
const FORMS = Object.values(SECRETS).flatMap((secret) =>
  Object.values(ENCODINGS).map((encoded) => encoded(secret)),
);

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

/** A WHMCS whose errors hold whatever it is given. */
async function startEchoing() {
  let message = '';
  const server = createServer((_request, response) =>
    response.end(JSON.stringify({ result: 'error', message })),
  );
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  cleanUp.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    say(text: string) {
      message = text;
    },
  };
}

const configOf = (url: string) => `sites:
  - name: main
    url: ${url}
    identifier: "\${ID}"
    secret: "\${SECRET}"
    access_key: "\${KEY}"
    webhook: { secret: "\${HOOK}" }
`;

for (const args of [
  ...['--web.external-url=', '--web.external-url ', '--web.externalurl=', '--web.listen-address '],
  ...['--web.telemetry-path=', '--web.route-prefix ', '--config.file ', '--log.level ', ''],
  ...['--collector.shard 0/2 --collector.shard-address ', 'check ', 'healthcheck --web.listen-address='],
  ...['report --site ', 'simulator --simulator.port ', 'rules --runbook-url ', 'rules --dashboard-url='],
  ...['rules --interval '],
])
  fault('secret', `an address with a password after "${args}"`, 'an error with its host alone', async () => {
    const file = await writeConfig(
      'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]',
    );
    const config = /^(--(web|coll)|check|report)/.test(args) ? ['--config.file', file] : [];
    for (const password of ['marker', 'mar@ker', "mar'ker", 'mar ker', 'mar"ker', "mar'. ker", 'mar/ker']) {
      const words = args.split(' ');
      const cli = runCli([
        ...words.slice(0, -1),
        `${words.at(-1)}ftp://u:${password}@host.test/{}`,
        ...config,
      ]);
      expect(await cli.ended).toBe(1);
      expect(cli.err()).toContain('://<secret>@host.test/');
      expect(cli.out() + cli.err()).not.toMatch(/mar.{0,4}ker/);
    }
  });

test('what is no user or password in an argument stays in errors', async () => {
  for (const url of ['https://shop.test:8080/@ann', 'https://shop.test/, write to ann@shop.test']) {
    const cli = runCli(['rules', `--label-site=${url}`]);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(url);
  }
});

fault(
  'secret',
  'WHMCS answers errors that hold a secret in any form',
  'logs, pages, metrics and check without it',
  async () => {
    const whmcs = await startEchoing();
    const file = await writeConfig(configOf(whmcs.url));
    for (const form of FORMS) {
      whmcs.say(`request ${form} refused`);
      const json = runCli(['check', '--json', '--config.file', file], SECRETS);
      expect(await json.ended).toBe(1);
      const shown = json.out() + json.err();
      expect(shown).toContain('WHMCS answered: request');
      expect(shown).not.toMatch(/marker|Zq\d/);
      expect(shown).not.toContain(form);
      expect(shown).toContain('refused');
    }
    whmcs.say(
      FORMS.map((form) => `no ${form} here`)
        .join(', ')
        .slice(0, 4_000),
    );
    const check = runCli(['check', '--config.file', file], SECRETS);
    await check.ended;
    const serve = runCli(
      ['--config.file', file, '--web.listen-address', '127.0.0.1:0', '--log.level', 'debug'],
      SECRETS,
    );
    const [, url] = await serve.until(/"url":"(http:[^"]+)"/);
    await serve.until(/"site":"main"[^\n]*WHMCS answered/);
    const pages = await Promise.all(
      ['', 'metrics', '-/ready'].map(async (path) => (await fetch(`${url}${path}`)).text()),
    );
    await serve.stop();
    const shown = [check.out(), check.err(), serve.out(), serve.err(), ...pages].join('\n');
    expect(shown).toContain('<secret>');
    expect(shown).not.toMatch(/marker|Zq\d/);
  },
);
