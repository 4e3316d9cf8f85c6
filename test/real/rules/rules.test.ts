import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_OPTIONS } from '../../../src/rules/rule-options.js';
import { PAIRS } from '../../support/pair.js';
import { exposedLabels } from './exposed.js';
import { namesIn } from './expression.js';
import { alerts, promtool, RULE_FILES, RULES_FOLDER, rules } from './promtool.js';

const RUNBOOKS = join(RULES_FOLDER, '../runbooks');
const ANNOTATIONS = ['summary', 'description', 'runbook_url', 'dashboard_url'];
const PROMETHEUS_ADDS = ['job', ...DEFAULT_OPTIONS.replicaLabels];
const OF_ALERTS = ['alertname', 'alertstate', 'severity', 'category'];
const OF_PRODUCTS = ['site', 'product_id', 'product', 'group'];
/** Metrics of Prometheus and Alertmanager, and of what the exporter exposes only after some time. */
const OF_OTHERS = new Map<string, readonly string[]>([
  ['prometheus_rule_evaluation_failures_total', ['rule_group']],
  ['prometheus_notifications_dropped_total', []],
  ['alertmanager_notifications_failed_total', ['integration', 'reason']],
  ['whmcs_source_in_trouble', ['site', 'source', 'reason']],
  ['whmcs_exporter_persistence_failures_total', []],
  ['whmcs_exporter_persistence_owner', []],
  ['whmcs_exporter_persistence_set_aside_total', []],
  ['whmcs_exporter_shard_info', ['shard', 'shards']],
  ['whmcs_pool_sellout_probability', ['site', 'pool', 'unit', 'within']],
  ['whmcs_product_room', OF_PRODUCTS],
  ['whmcs_capacity_query_known', ['site', 'query']],
  ['whmcs_product_sellout_probability', [...OF_PRODUCTS, 'within']],
  ['whmcs_product_option_sellout_probability', [...OF_PRODUCTS, 'option_id', 'option', 'choice', 'within']],
  ['whmcs_product_combination_sellout_probability', [...OF_PRODUCTS, 'combination', 'within']],
]);

describe.each(PAIRS)('promtool of the $name Prometheus finds no fault', (pair) => {
  const tested = pair.testWith('promtool');

  tested('in the rules', () => {
    const { status, output } = promtool(pair, 'check', 'rules', '--lint=all', '--lint-fatal', ...RULE_FILES);
    expect(output).not.toMatch(/error|warn/i);
    expect(status).toBe(0);
  });

  tested('in the example configuration', () => {
    const { status, output } = promtool(pair, 'check', 'config', join(RULES_FOLDER, 'prometheus.yml'));
    expect(output).toContain('2 rule files found');
    expect(status).toBe(0);
  });
});

describe.each(alerts)('$alert', ({ alert = '', labels = {}, annotations = {}, for: lasting = '' }) => {
  test('has a severity and a category', () => {
    expect(labels.severity).toMatch(/^(critical|warning|info|none|\{\{ \$labels\.severity \}\})$/);
    expect(labels.category).toMatch(/^(stock|site|exporter)$/);
  });

  test('has no label that depends on its value', () => {
    expect(JSON.stringify(labels)).not.toMatch(/\$value|\.Value/);
  });

  test('has a summary, a description, a runbook and a dashboard', () => {
    const inTables = /OutOfStock|StockLow|RunningOut|Oversold|Restocked|NearlyUsedUp|Room/.test(alert)
      ? ['left']
      : [];
    expect(Object.keys(annotations)).toEqual([...ANNOTATIONS, ...inTables]);
    expect(annotations.runbook_url).toBe(`${DEFAULT_OPTIONS.runbookUrl}/${alert.toLowerCase()}.md`);
    expect(annotations.dashboard_url).toMatch(/^http:\/\/localhost:3000\/d\/whmcs-/);
  });

  test('has a runbook of five parts', () => {
    const file = join(RUNBOOKS, `${alert.toLowerCase()}.md`);
    expect(existsSync(file)).toBe(true);
    const headings = readFileSync(file, 'utf8').match(/^#+ .*$/gm);
    expect(headings).toEqual([
      `# ${alert}`,
      ...['Meaning', 'Impact', 'Diagnosis', 'Fix', 'Silence'].map((part) => `## ${part}`),
    ]);
  });

  test('waits for two scrapes', () => {
    if (alert === 'WHMCSWatchdog') return;
    const [, count = '0', unit = ''] = /^(\d+)([mh])$/.exec(lasting) ?? [];
    expect(Number(count) * { m: 60, h: 3600 }[unit as 'm' | 'h']).toBeGreaterThanOrEqual(60);
  });
});

test('every runbook belongs to an alert and is in the index', () => {
  const names = alerts.map(({ alert = '' }) => `${alert.toLowerCase()}.md`);
  const index = readFileSync(join(RUNBOOKS, 'README.md'), 'utf8');
  expect(new Set(readdirSync(RUNBOOKS))).toEqual(new Set(['README.md', ...names]));
  const indexed = [...index.matchAll(/\]\((\w+\.md)\)/g)].map(([, name]) => name);
  expect(new Set(indexed)).toEqual(new Set(names));
});

describe('what a real exporter exposes', () => {
  let exposed: Awaited<ReturnType<typeof exposedLabels>>;
  beforeAll(async () => {
    exposed = await exposedLabels();
  });
  const recorded = new Map(rules.map(({ record = '', expr }) => [record, expr]));

  /** Returns the labels that a series can have: its own, and those of the series it is recorded from. */
  function labelsOf(name: string, above: readonly string[] = []): readonly string[] {
    const expr = recorded.get(name);
    if (expr === undefined) return [...(exposed.get(name) ?? OF_OTHERS.get(name) ?? [])];
    if (above.includes(name)) return []; // it refers to its own past
    const added = [...expr.matchAll(/label_replace\([^)]*?"(\w+)"/g)].map(([, label = '']) => label);
    const from = new Set(namesIn(expr).selectors.map((selector) => selector.name));
    return [...added, ...[...from].flatMap((one) => labelsOf(one, [...above, name]))];
  }

  test.each(rules)('has every metric and label of $record$alert', ({ expr, annotations = {} }) => {
    const { selectors, groupings } = namesIn(expr);
    const metrics = selectors.filter(({ name }) => name !== 'up' && name !== 'ALERTS');
    expect(selectors.length > 0 || expr === 'vector(1)').toBe(true);
    for (const { name, labels } of metrics) {
      expect(exposed.has(name) || recorded.has(name) || OF_OTHERS.has(name) ? '' : name).toBe('');
      expect(labelsOf(name)).toEqual(expect.arrayContaining([...labels]));
    }
    const known = [...PROMETHEUS_ADDS, ...OF_ALERTS, ...metrics.flatMap(({ name }) => labelsOf(name))];
    const told = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(known).toEqual(expect.arrayContaining([...groupings, ...told]));
  });

  test('this test covers every name in the rules', () => {
    const named = rules.flatMap(({ expr }) => expr.match(/\b[a-z_]*(?:whmcs_|:)[a-z_:][a-z0-9_:]*/g) ?? []);
    const seen = new Set(rules.flatMap(({ expr }) => namesIn(expr).selectors.map(({ name }) => name)));
    expect(named.filter((name) => !seen.has(name))).toEqual([]);
  });
});
