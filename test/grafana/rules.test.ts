import { describe, expect, test } from '@jest/globals';
import { committedDashboards, type Panel } from '../support/dashboard.js';

/**
 * The rules of Grafana's dashboard-linter that apply here. Left out: `job` and `instance` on dashboards about
 * stock, because recorded series have no instance.
 */
const dashboards = await committedDashboards();
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };
const CORE_PANELS = ['table', 'stat', 'timeseries', 'state-timeline', 'heatmap', 'bargauge'];

describe.each(dashboards)('$uid', ({ uid, editable, templating, annotations, panels, ...dashboard }) => {
  test('is read-only, with a description', () => {
    expect(editable).toBe(false);
    expect(dashboard.description).toMatch(/\.$/);
  });

  test('has the data source as its first variable', () => {
    const [first] = templating.list;
    expect(first).toMatchObject({
      name: 'datasource',
      label: 'Data source',
      type: 'datasource',
      query: 'prometheus',
    });
  });

  test('refreshes its variables when the time range changes', () => {
    for (const variable of templating.list.filter(({ type }) => type === 'query'))
      expect(variable).toMatchObject({ refresh: 2 });
  });

  test('uses that data source everywhere', () => {
    const json = JSON.stringify({ templating, annotations, panels });
    expect(json).not.toMatch(/\$\{DS_|__inputs/);
    for (const { datasource } of panels) expect(datasource).toEqual(DATA_SOURCE);
    for (const { datasource } of panels.flatMap(({ targets }) => targets))
      expect(datasource).toEqual(DATA_SOURCE);
    for (const { target } of annotations.list) expect(target.datasource).toEqual(DATA_SOURCE);
  });

  test('marks alerts on at most one panel, and the overview on none', () => {
    for (const { target, filter } of annotations.list) {
      expect(target.expr).toMatch(/^max_over_time\(ALERTS\{alertname=~"WHMCS\.\+", alertstate="firing"/);
      expect(filter.exclude).toBe(false);
      expect(panels.filter(({ id }) => filter.ids.includes(id))).toEqual([
        expect.objectContaining({ type: 'timeseries' }),
      ]);
    }
    expect(annotations.list).toHaveLength(uid === 'whmcs-overview' ? 0 : 1);
  });

  test('has no green, which people who confuse it with red cannot tell from it', () => {
    expect(JSON.stringify(panels)).not.toMatch(/"[a-z-]*green"/);
  });
});

const panels = dashboards.flatMap(({ uid, panels }) => panels.map((panel) => ({ uid, ...panel })));

/** Returns the function calls on counters, with their arguments. */
const counted = (expr: string) => [
  ...expr.matchAll(/\b(rate|irate|increase|changes)\((\w+)(?:\{[^}]*\})?\[([^\]]+)\]/g),
];

describe.each(panels)('$uid, $title', (panel: Panel) => {
  const { type, title, description, targets, fieldConfig } = panel;
  const queries = targets.map(({ expr }) => expr);

  test('is a panel type that Grafana includes', () => {
    expect(CORE_PANELS).toContain(type);
  });

  test('has a title, and a description in a sentence', () => {
    expect(title).toMatch(/^[A-Z]/);
    expect(description).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('has a unit', () => {
    expect(fieldConfig.defaults.unit).not.toBe('');
  });

  test('has queries, each with its own reference', () => {
    expect(queries.length).toBeGreaterThan(0);
    for (const expr of queries) expect(expr.trim()).not.toBe('');
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  test('queries counters over ranges with enough scrapes', () => {
    for (const [, name, metric, span] of queries.flatMap(counted)) {
      expect(`${name} of ${metric} over ${span}`).toMatch(/over \$__(rate_interval|range)$/);
      if (targets.some(({ range }) => range)) expect(span).toBe('$__rate_interval');
    }
  });

  test('sums counters only after rate, and never shows a raw counter', () => {
    for (const expr of queries) {
      const calls = expr.match(/\b(rate|irate|increase)\(/g) ?? [];
      const added =
        expr.match(/\b(sum|max|avg)(?: (?:by|without) \([^)]*\))? ?\((rate|irate|increase)\(/g) ?? [];
      expect(added.length).toBe(calls.length);
      const counters = expr.match(/\b\w+(_total|_bucket)(\{[^}]*\})?(?!\w)/g) ?? [];
      expect(counters.length).toBe(
        counted(expr).filter(([, , metric = '']) => /_(total|bucket)$/.test(metric)).length,
      );
    }
  });

  test('names its series', () => {
    for (const { legendFormat = '', format } of targets)
      if (format !== 'table') expect(legendFormat).not.toBe('');
  });

  test('has settings for values only of its queries', () => {
    const fields = targets.map(({ refId }) => (targets.length === 1 ? 'Value' : `Value #${refId}`));
    for (const { matcher } of fieldConfig.overrides)
      if (matcher.options.startsWith('Value')) expect(fields).toContain(matcher.options);
  });
});
