import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askUntil, startDaemon } from './daemon.js';
import type { Pair } from './pair.js';

type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: number };

export type Prometheus = {
  readonly url: string;
  /** Repeats an instant query until its values satisfy, and returns its samples. */
  queryUntil(
    expression: string,
    satisfied: (values: readonly number[]) => boolean,
  ): Promise<readonly Sample[]>;
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

/** What it does with what it scrapes. */
type Alerting = {
  /** The texts of rule files. */
  readonly rules: readonly string[];
  /** Host and port. */
  readonly alertmanager: string;
};

/** Starts the Prometheus of a pair, which scrapes a target, or several, every second. */
export async function startPrometheus(
  pair: Pair,
  target: string | readonly string[],
  alerting?: Alerting,
): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    scrape_configs: [{ job_name: 'whmcs', static_configs: [{ targets: [target].flat() }] }],
    ...(alerting && {
      rule_files: ['*.rules.yml'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alerting.alertmanager] }] }] },
    }),
  };
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  for (const [index, text] of (alerting?.rules ?? []).entries())
    await writeFile(join(folder, `${index}.rules.yml`), text);
  const daemon = await startDaemon(pair.file('prometheus'), [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
  ]);

  async function query(expression: string): Promise<readonly Sample[]> {
    const answer = await fetch(`${daemon.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data }: QueryAnswer = JSON.parse(await answer.text());
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  return {
    url: daemon.url,
    queryUntil: (expression, satisfied) =>
      askUntil(
        () => query(expression),
        (samples) => satisfied(samples.map(({ value }) => value)),
      ),
    async close() {
      await daemon.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
