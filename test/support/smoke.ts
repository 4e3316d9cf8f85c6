import { expect } from '@jest/globals';
import { askUntil } from './daemon.js';
import { parseExposition } from './exposition.js';

/** Two seconds, plus time for a busy machine. */
const IN_TIME_MS = 30_000;

export type Reply = { readonly status: number; readonly text: string };

/** An installed exporter that is running, with a simulated WHMCS as its site. */
export type Installed = {
  /** Calls the exporter. The status is 0 if the exporter does not answer. */
  request(method: 'GET' | 'POST', path: string): Promise<Reply>;
  /** Sends SIGTERM, and resolves with the exit code and the ms until the exporter ended. */
  terminate(): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** Returns the files that it wrote outside of its state directory. */
  written(): readonly string[];
  /** Returns the names of the files in its state directory. */
  state(): readonly string[];
};

/** Expects the least that an exporter must do after any kind of installation. */
export async function expectWorking(installed: Installed): Promise<void> {
  const get = (path: string) => installed.request('GET', path);
  await askUntil(
    () => get('/-/ready'),
    ({ status }) => status === 200,
  );
  const { text } = await askUntil(
    () => get('/metrics'),
    (reply) => /^whmcs_up\{.*\} 1$/m.test(reply.text),
  );
  expect(text).toMatch(/^whmcs_product_stock\{.*\} \d+$/m);

  const reloads = async () =>
    parseExposition((await get('/metrics')).text).get(
      'whmcs_exporter_config_last_reload_success_timestamp_seconds',
    ) ?? 0;
  const before = await reloads();
  expect(await installed.request('POST', '/-/reload')).toMatchObject({ status: 200 });
  await askUntil(reloads, (time) => time > before);

  const { code, ms } = await installed.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(IN_TIME_MS);
  expect(installed.state()).toContain('stock.state');
  expect(installed.written()).toEqual([]);
}

/** Calls an exporter that `fetch` can reach. */
export async function callExporter(method: string, url: string): Promise<Reply> {
  const reply = await fetch(url, { method }).catch(() => undefined);
  return { status: reply?.status ?? 0, text: (await reply?.text()) ?? '' };
}

/** A script for Node that calls an exporter, and prints the reply, for places that `fetch` can't reach. */
export const requestScript = (method: string, url: string): string => `
fetch('${url}', { method: '${method}' })
  .then(async (reply) => ({ status: reply.status, text: await reply.text() }), () => ({ status: 0, text: '' }))
  .then((reply) => process.stdout.write(JSON.stringify(reply)))`;
