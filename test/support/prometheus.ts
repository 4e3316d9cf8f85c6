import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askUntil, startDaemon } from './daemon.js';
import type { Pair } from './pair.js';

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly metric: Labels; readonly value: number };

/** A series with its samples: Unix times in ms, and values. */
type Samples = {
  readonly metric: Labels;
  readonly samples: readonly { readonly at: number; readonly value: number }[];
};

export type Prometheus = {
  readonly url: string;
  /** Stops it and starts it again on the same data, at another address. */
  restart(): Promise<void>;
  /** Repeats an instant query until its values satisfy, and returns its samples. */
  queryUntil(
    expression: string,
    satisfied: (values: readonly number[]) => boolean,
  ): Promise<readonly Sample[]>;
  /** Evaluates an instant query at a Unix time in ms; now by default. */
  query(expression: string, at?: number): Promise<readonly Sample[]>;
  /** Returns every sample of a selector's series in the last hour, as scraped or recorded. */
  samples(selector: string): Promise<readonly Samples[]>;
  close(): Promise<void>;
};

/** As prometheus.io/docs/prometheus/latest/querying/api describes it. */
type Point = readonly [seconds: number, value: string];
type QueryAnswer<T> = { readonly data: { readonly result: readonly (T & { readonly metric: Labels })[] } };

/** What it does with what it scrapes. */
type Alerting = {
  /** The texts of rule files. */
  readonly rules: readonly string[];
  /** Host and port. */
  readonly alertmanager: string;
  /** The interval at which firing alerts are sent again; by default Prometheus's own. */
  readonly resendDelay?: string;
};

/** A job as the configuration of Prometheus has it. */
export type ScrapeJob = { readonly job_name: string; readonly [key: string]: unknown };

const isJob = (target: string | ScrapeJob): target is ScrapeJob => typeof target === 'object';

function jobsOf(target: string | readonly string[] | readonly ScrapeJob[]): readonly ScrapeJob[] {
  const targets: readonly (string | ScrapeJob)[] = [target].flat();
  const jobs = targets.filter(isJob);
  return jobs.length > 0 ? jobs : [{ job_name: 'whmcs', static_configs: [{ targets }] }];
}

/** Starts the Prometheus of a pair, which scrapes a target, or several, or what jobs say, every second. */
export async function startPrometheus(
  pair: Pair,
  target: string | readonly string[] | readonly ScrapeJob[],
  alerting?: Alerting,
): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    scrape_configs: jobsOf(target),
    ...(alerting && {
      rule_files: ['*.rules.yml'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alerting.alertmanager] }] }] },
    }),
  };
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  for (const [index, text] of (alerting?.rules ?? []).entries())
    await writeFile(join(folder, `${index}.rules.yml`), text);
  const start = () =>
    startDaemon(pair.file('prometheus'), [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      ...(alerting?.resendDelay ? [`--rules.alert.resend-delay=${alerting.resendDelay}`] : []),
    ]);
  let daemon = await start();

  async function ask<T>(query: string, at: number | undefined): Promise<QueryAnswer<T>['data']['result']> {
    const params = new URLSearchParams({ query, ...(at === undefined ? {} : { time: String(at / 1000) }) });
    const answer = await fetch(`${daemon.url}/api/v1/query?${params}`);
    const { data }: QueryAnswer<T> = JSON.parse(await answer.text());
    return data.result;
  }

  async function query(expression: string, at?: number): Promise<readonly Sample[]> {
    const result = await ask<{ readonly value: Point }>(expression, at);
    return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  return {
    get url() {
      return daemon.url;
    },
    query,
    async restart() {
      await daemon.close();
      daemon = await start();
    },
    async samples(selector) {
      const result = await ask<{ readonly values: readonly Point[] }>(`${selector}[1h]`, undefined);
      return result.map(({ metric, values }) => ({
        metric,
        samples: values.map(([seconds, value]) => ({ at: Math.round(seconds * 1000), value: Number(value) })),
      }));
    },
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
