import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Returns a registry's document for a package. npm requests it to find fixed versions. */
const describePackage = (path = '') => {
  const name = path.slice(1);
  return { name, 'dist-tags': {}, versions: { '1.0.0': { name, version: '1.0.0' } } };
};

/** Runs the script with a registry on this machine that answers about vulnerabilities as given. */
async function advise(status: number, body: unknown) {
  const registry = createServer((request, response) => {
    request.resume();
    const [code, answer] = request.method === 'POST' ? [status, body] : [200, describePackage(request.url)];
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  closing.push(() => registry.close());
  const { port } = registry.address() as AddressInfo;
  const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/` };
  return new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const argv = ['scripts/run.js', 'scripts/advisories.ts'];
    execFile(process.execPath, argv, { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

test('lists known vulnerabilities, and fails if the registry does not answer', async () => {
  const advisory = {
    id: 1,
    url: 'https://github.com/advisories/GHSA-x',
    title: 'Everything is open',
    severity: 'high',
    vulnerable_versions: '<99',
  };
  const [good, bad, refused] = await Promise.all([
    advise(200, {}),
    advise(200, { express: [advisory] }),
    advise(405, {}),
  ]);
  expect(good).toEqual({ code: 0, out: 'no known vulnerabilities\n', err: '' });
  expect(bad).toMatchObject({ code: 1, err: '' });
  expect(bad.out).toContain('(high): Everything is open, https://github.com/advisories/GHSA-x\n');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toMatch(/^not checked: the npm registry did not report .*405/);
});
