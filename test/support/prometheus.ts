import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Prometheus = {
  /** The samples of an instant query, by their labels. */
  query(
    expression: string,
  ): Promise<readonly { readonly metric: Record<string, string>; readonly value: number }[]>;
  /** Asks again until the samples satisfy, and returns them. */
  queryUntil(
    expression: string,
    satisfied: (values: readonly number[]) => boolean,
  ): Promise<readonly number[]>;
  close(): Promise<void>;
};

/** As prometheus.io/docs/prometheus/latest/querying/api describes it. */
type QueryAnswer = {
  readonly data: {
    readonly result: readonly {
      readonly metric: Record<string, string>;
      readonly value: readonly [number, string];
    }[];
  };
};

const PATIENCE_MS = 20_000;

/** Starts a real Prometheus that scrapes a target every second. */
export async function startPrometheus(target: string): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'whmcs', static_configs: [{ targets: [target] }] }],
  };
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  await answers(`http://${address}/-/ready`, child);

  async function query(expression: string) {
    const answer = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data }: QueryAnswer = JSON.parse(await answer.text());
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  return {
    query,
    async queryUntil(expression, satisfied) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const values = (await query(expression)).map(({ value }) => value);
        if (satisfied(values)) return values;
        if (Date.now() > end)
          throw new Error(`${expression} is ${JSON.stringify(values)} after ${PATIENCE_MS} ms`);
        await sleep(200);
      }
    },
    async close() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let failed: unknown;
  child.once('error', (error) => {
    failed = error;
  });
  for (;;) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (failed !== undefined || child.exitCode !== null || Date.now() > end)
      throw new Error(`${url} does not answer: ${failed}`);
    await sleep(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
