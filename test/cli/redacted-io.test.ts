import { expect, test } from '@jest/globals';
import { redactIo } from '../../src/cli/redacted-io.js';
import { Secret } from '../../src/config/secrets/secret.js';
import { fault } from '../support/fault.js';
import { MARKERS, siteConfig } from '../support/site.js';
import { UNCHANGED_ENGINE } from '../support/unchanged-engine.js';

function redacted() {
  const written: string[] = [];
  const write = (text: string) => {
    written.push(text);
  };
  const outside = {
    env: {},
    out: write,
    err: write,
    unread: () => 0,
    readSecret: async () => '',
    interactive: false,
    onHangup() {},
    engine: UNCHANGED_ENGINE,
    signal: new AbortController().signal,
  };
  return { written, ...redactIo(outside) };
}

test('output, errors and logs show no secret of the configuration', () => {
  const { written, io, learn, redact } = redacted();
  learn({ collector: { concurrency: 1 }, sites: [siteConfig()] });
  io.out(`found ${MARKERS.identifier}\n`);
  io.err(`${JSON.stringify({ error: `no ${MARKERS.secret}` })}\n`);
  expect(written).toEqual(['found <secret>\n', '{"error":"no <secret>"}\n']);
  expect(redact(MARKERS.accessKey)).toBe('<secret>');
});

fault(
  'secret',
  'a secret is replaced by a reload, and an answer shows the old one',
  'neither of the two',
  () => {
    const { written, io, learn } = redacted();
    const config = (secret: string) => ({
      collector: { concurrency: 1 },
      sites: [siteConfig({ secret: new Secret(secret) })],
    });
    learn(config('marker-of-yesterday'));
    learn(config('marker-of-today'));
    io.err('marker-of-yesterday, marker-of-today\n');
    expect(written).toEqual(['<secret>, <secret>\n']);
  },
);
