import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { cachedFolder, newerProgram } from '../../support/cached-folder.js';
import { measureCollecting } from './collecting.js';
import { hasDatabase, measureDatabase } from './database.js';
import { EXTENTS } from './extents.js';
import { peerProgram } from './peers.js';
import { measurePrometheus } from './prometheus-cost.js';
import type { Results } from './results.js';
import { measureRules } from './rules.js';
import { measureServing } from './serving.js';
import { measureStalls } from './stalls.js';
import { measureStarting } from './starting.js';
import { measureWebhook } from './webhook.js';

export const PARTS = [
  'serving',
  'stalls',
  'collecting',
  'database',
  'starting',
  'webhook',
  'prometheus',
  'rules',
] as const;

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Measures some parts. Reports and skips programs that are not installed. A measurement that fails is
 * reported among the results, and the others are still made.
 */
export async function measure(parts: ReadonlySet<string>, kind: keyof typeof EXTENTS): Promise<Results> {
  const extent = EXTENTS[kind];
  const nodes = findNodes();
  const versions = readVersions(nodes);
  const hasPrometheus = existsSync(newerProgram('prometheus'));
  if (!hasPrometheus) say('no Prometheus to measure: run scripts/newer-prometheus');
  for (const name of ['prometheus-pushgateway', 'prometheus-node-exporter'])
    if (peerProgram(name) === undefined) say(`no ${name} to compare with: run scripts/bench-peers`);

  const failures: string[] = [];
  const [date, load] = [new Date().toISOString().slice(0, 10), loadavg()[0] ?? Number.NaN];

  /** Runs the measurements of a part one after the other. */
  async function each<S, T>(
    part: (typeof PARTS)[number],
    setups: readonly S[],
    run: (setup: S) => Promise<T> | T,
  ) {
    const measured: T[] = [];
    for (const setup of parts.has(part) ? setups : []) {
      const name = `${part} ${JSON.stringify(setup)}`;
      say(name);
      try {
        measured.push(await run(setup));
      } catch (error) {
        say(`failed: ${inspect(error)}`);
        failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    return measured;
  }

  const cases = nodes.flatMap((node, index) =>
    extent.cases.map((one) => ({ node, one: { ...one, peers: one.peers && index === 0 } })),
  );
  const serving = await each('serving', cases, ({ node, one }) => measureServing(one, extent.effort, node));
  const onEach = <S>(setups: readonly S[]) =>
    nodes.flatMap((node) => setups.map((setup) => ({ node, setup })));
  const stalls = await each('stalls', onEach(extent.bigShops), ({ node, setup }) =>
    measureStalls(setup, extent.stallSeconds, node),
  );
  const collecting = await each('collecting', onEach(extent.manySites), ({ node, setup }) =>
    measureCollecting(setup, node),
  );
  if (!hasDatabase())
    say('no sql_exporter to compare with: scripts/bench-peers, apt-get install mariadb-server');
  const [database] = await each('database', hasDatabase() ? [extent.database] : [], (setup) =>
    measureDatabase(setup.products, setup.seconds),
  );
  const starting = await each('starting', nodes, (node) => measureStarting(extent.starts, node));
  const webhook = await each('webhook', nodes, (node) => measureWebhook(extent.sales, node));
  // Side by side: both take minutes, little of the processor, and are judged by the time it gives to each.
  const [[prometheus], [rules]] = await Promise.all([
    each('prometheus', hasPrometheus ? [extent.prometheus] : [], (setup) =>
      measurePrometheus(setup, setup.seconds),
    ),
    each('rules', hasPrometheus ? [extent.ruleMinutes] : [], measureRules),
  ]);
  return {
    measured: Object.fromEntries([...parts].map((part) => [part, { date, load }])),
    isQuick: kind === 'quick',
    versions,
    failures,
    ...{ serving, stalls, collecting, starting, webhook },
    ...(database && { database }),
    ...(prometheus && { prometheus }),
    ...(rules && { rules }),
  };
}

/** Returns the Node that runs the benchmark, and Node 24 if it is there. */
function findNodes() {
  const other = join(cachedFolder('OTHER_NODE', 'other-node'), 'node_modules/.bin/node');
  const nodes = [process.execPath, other].map((file) => ({ file, version: versionOf(file, /v(\S+)/) }));
  if (nodes[1]?.version === undefined) say('no second Node to measure: run scripts/other-node');
  return nodes.flatMap(({ file, version }) => (version === undefined ? [] : [{ file, version }]));
}

function readVersions(nodes: readonly { readonly version: string }[]): Readonly<Record<string, string>> {
  const [processor] = cpus();
  const programs = {
    pushgateway: peerProgram('prometheus-pushgateway'),
    node_exporter: peerProgram('prometheus-node-exporter'),
    Prometheus: newerProgram('prometheus'),
  };
  const versions = Object.entries(programs).flatMap(([name, file]) => {
    const version = file === undefined ? undefined : versionOf(file, /version ([\d.]+)/);
    return version === undefined ? [] : [[name, version]];
  });
  return {
    Node: nodes.map(({ version }) => version).join(' and '),
    ...Object.fromEntries(versions),
    Linux: release(),
    'machine with': `${cpus().length} cores (${processor?.model.trim() ?? ''})`,
  };
}

function versionOf(file: string, pattern: RegExp): string | undefined {
  const { stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return pattern.exec(`${stdout}${stderr}`)?.[1];
}
