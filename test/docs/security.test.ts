import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readPage } from './markdown.js';

const rows = [...readPage('SECURITY.md').matchAll(/^\| \*\*(.+?)\*\*: .+ \| .+ \| (.+) \|$/gm)].map(
  ([, threat = '', tests = '']) => ({ threat, tests }),
);

test('the threat model covers what an exporter with credentials and a port is exposed to', () => {
  const table = readPage('SECURITY.md').match(/^\|.*\|$/gm) ?? [];
  expect(table).toHaveLength(rows.length + 2); // a head and a line
  expect(rows.map(({ threat }) => threat)).toEqual(
    expect.arrayContaining([
      ...['Secrets', 'SSRF', 'Webhook', 'Reload', 'XSS', 'Log injection', 'ReDoS', 'Supply chain'],
      ...['Denial of service by clients', 'Denial of service by WHMCS'],
    ]),
  );
});

describe.each(rows)('$threat', ({ tests }) => {
  test('is tested in files that exist and are run', () => {
    expect(tests).toMatch(/^`test\/[\w./-]+\.test\.ts`(?:, `test\/[\w./-]+\.test\.ts`)*$/);
    const paths = [...tests.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
