import { expect } from '@jest/globals';
import { askUntil } from './daemon.js';
import { parseExposition } from './exposition.js';

/** Two seconds, and what a busy machine may add. */
const IN_TIME_MS = 30_000;

export type Reply = { readonly status: number; readonly text: string };

/** An exporter that runs as it was installed, with a site that is a simulated WHMCS. */
export type Installed = {
  /** Calls the exporter. A status of 0 stands for an exporter that does not answer. */
  request(method: 'GET' | 'POST', path: string): Promise<Reply>;
  /** Sends SIGTERM, and resolves with the exit code and how many ms the end took. */
  terminate(): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** Returns what it has written outside of its state. */
  written(): readonly string[];
  /** Returns the names of the files of its state. */
  state(): readonly string[];
};

/** What an exporter must do at least, however it was installed. */
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
