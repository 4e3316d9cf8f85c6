import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { askUntil, SEVERAL_WAITS_MS } from '../../support/daemon.js';
import { fault } from '../../support/fault.js';
import { startHastened } from '../../support/hastened-alertmanager.js';
import { amount } from '../../support/long.js';
import { PAIRS, type Pair } from '../../support/pair.js';
import { startPrometheus } from '../../support/prometheus.js';
import { startScriptedExporter } from '../../support/scripted-exporter.js';
import { shortenedRules } from '../../support/shortened-rules.js';
import { testWith } from '../../support/tool.js';

const SITES = ['main', ...Array.from({ length: 9 }, (_, index) => `shop-${index}`)];
const RUNNING_OUT = 'WHMCSProductStockRunningOut';

/**
 * The group on running out is evaluated every ten seconds, so a restart takes over one of its slots. An
 * exporter is down after five seconds, so that a scrape which a busy machine delays is not reported.
 */
const SLOWER = { 'whmcs-running-out': 30, 'whmcs-exporter-alerts': 36 };
/** For how long Alertmanager keeps an alert that it hears nothing of: four intervals of its group. */
const KEPT_MS = 40_000;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

/** Two exporters that read the same sites, Prometheus and Alertmanager. */
async function alerting(pair: Pair) {
  const exporters = [
    await startScriptedExporter(SITES, 0.6),
    await startScriptedExporter(SITES, 0.6),
  ] as const;
  for (const { close } of exporters) cleanUp.push(close);
  const { alertmanager, receivers, close } = await startHastened(pair, { firstWait: '4s' });
  cleanUp.push(close);
  const rules = (await shortenedRules(SLOWER)).map((text) =>
    text.replace(/("alert":"WHMCSExporterAbsent".*?"for":)"\w+"/, '$1"10s"'),
  );
  const folder = await mkdtemp(join(tmpdir(), 'targets-'));
  cleanUp.push(() => rm(folder, { recursive: true }));
  const setTargets = (targets: readonly string[]) =>
    writeFile(join(folder, 'targets.json'), JSON.stringify([{ targets }]));
  await setTargets(exporters.map(({ host }) => host));
  const prometheus = await startPrometheus(
    pair,
    [{ job_name: 'stock', file_sd_configs: [{ files: [join(folder, 'targets.json')] }] }],
    { rules, alertmanager: new URL(alertmanager.url).host, resendDelay: '5s' },
  );
  cleanUp.push(() => prometheus.close());
  await prometheus.queryUntil(
    'count(instance_site:whmcs_site:seen_timestamp_seconds and instance_site:whmcs_stock:trusted_age_seconds)',
    ([count]) => count === exporters.length * SITES.length,
  );
  const firing = async (alertname: string, count: number) => {
    await prometheus.queryUntil(
      `count(ALERTS{alertname="${alertname}", alertstate="firing"}) or vector(0)`,
      ([value]) => value === count,
    );
  };
  /** The sites that each page about an alert names. */
  const pages = (alertname: string, status: string) =>
    receivers.pages
      .filter((page) => page.status === status && page.alerts[0]?.labels.alertname === alertname)
      .map(({ alerts }) => alerts.map(({ labels }) => labels.site ?? '').sort((a, b) => a.localeCompare(b)));
  const paged = (alertname: string) =>
    askUntil(
      async () => pages(alertname, 'firing'),
      (all) => all.length > 0,
    );
  return { exporters, alertmanager, prometheus, receivers, setTargets, firing, pages, paged };
}

type Alerting = Awaited<ReturnType<typeof alerting>>;

/** One of two exporters goes down and comes back. */
async function loseOneExporter({ exporters, receivers, firing, pages }: Alerting): Promise<void> {
  exporters[1].isDown = true;
  await askUntil(
    async () => receivers.slack.map(({ title }) => title),
    (titles) => titles.some((title) => /^\[WARNING\] .*exporter is down/i.test(title)),
  );
  exporters[1].isDown = false;
  await firing('WHMCSExporterDown', 0);
  expect(pages('WHMCSExporterDown', 'firing')).toEqual([]);
}

/** Prometheus restarts, which takes it over a slot of the group on running out. */
async function restartPrometheus({ alertmanager, prometheus, receivers }: Alerting): Promise<void> {
  const kept = async () =>
    (await alertmanager.alerts()).find(({ labels }) => labels.alertname === RUNNING_OUT)?.startsAt;
  const firing = `ALERTS{alertname="${RUNNING_OUT}", alertstate="firing"}`;
  const startsAt = await askUntil(kept, (time) => time !== undefined);
  await prometheus.restart();
  const restarted = Date.now();
  await prometheus.queryUntil(`timestamp(${firing})`, ([seconds = 0]) => 1000 * seconds > restarted);
  const [{ samples = [] } = {}] = await prometheus.samples(firing);
  const last = samples.findLast(({ at }) => at < restarted)?.at ?? 0;
  const next = samples.find(({ at }) => at > restarted)?.at ?? 0;
  if (next - last > KEPT_MS) return; // a machine so busy that Alertmanager waited in vain
  expect(await kept()).toBe(startsAt);
  expect(receivers.slack.filter(({ title }) => title.startsWith('[RESOLVED] main: running out'))).toEqual([]);
}

/** WHMCS refuses the credentials of both exporters for one site. */
async function refuseCredentials({ exporters, firing, pages, paged }: Alerting): Promise<void> {
  for (const exporter of exporters) exporter.fail(['shop-0'], 'auth');
  await paged('WHMCSCredentialsRefused');
  await firing('WHMCSSiteDown', 0);
  expect(pages('WHMCSCredentialsRefused', 'firing')).toEqual([['shop-0']]);
}

/** A network takes down all other sites. */
async function loseNetwork({ exporters, receivers, firing, pages, paged }: Alerting): Promise<void> {
  const others = SITES.filter((site) => site !== 'shop-0');
  for (const exporter of exporters) exporter.fail(others, 'connect');
  await firing('WHMCSSiteDown', others.length);
  await paged('WHMCSSiteDown');
  expect(pages('WHMCSSiteDown', 'firing')).toEqual([others]);
  const told = `[CRITICAL] WHMCS cannot be read (${others.length})`;
  await askUntil(
    async () => receivers.slack.map(({ title }) => title),
    (titles) => titles.includes(told),
  );
}

/** Both exporters are removed from the targets. */
async function removeExporters({ setTargets, firing, pages, paged }: Alerting): Promise<void> {
  await setTargets([]);
  await firing('WHMCSExporterAbsent', SITES.length);
  await paged('WHMCSExporterAbsent');
  expect(pages('WHMCSExporterAbsent', 'firing')).toEqual([SITES]);
}

async function loseOneAfterAnother(pair: Pair): Promise<void> {
  const surroundings = await alerting(pair);
  await loseOneExporter(surroundings);
  await restartPrometheus(surroundings);
  await refuseCredentials(surroundings);
  await loseNetwork(surroundings);
  await removeExporters(surroundings);
}

/** The short form uses the newer pair alone. Most of it is waiting, so both run at once. */
const pairs = PAIRS.slice(-amount({ short: 1, long: PAIRS.length }));

fault(
  'process',
  'of two exporters one goes down, then Prometheus restarts, WHMCS rejects the credentials of both, the network ' +
    'of ten sites is lost, and both exporters are removed from the targets',
  'a warning, no end of what fired before, and one page for each cause, which names its sites',
  async () => void (await Promise.all(pairs.map(loseOneAfterAnother))),
  {
    tester: testWith(
      ...pairs.flatMap((pair) =>
        (['prometheus', 'prometheus-alertmanager'] as const).map((program) => ({
          program: pair.file(program),
          remedy: 'see CONTRIBUTING.md',
        })),
      ),
    ),
    limitMs: SEVERAL_WAITS_MS,
  },
);
