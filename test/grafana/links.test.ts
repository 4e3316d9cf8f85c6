import { describe, expect, test } from '@jest/globals';
import { alerts } from '../real/rules/promtool.js';
import { committedDashboards, type Dashboard, linksOf } from '../support/dashboard.js';

const dashboards = await committedDashboards();
const byUid = new Map(dashboards.map((dashboard) => [dashboard.uid, dashboard]));

/** Returns what a link refers to and its dashboard does not have. */
function missing(path: string): readonly string[] {
  const [, uid = '', query = ''] = /^\/d\/([^?]+)\??(.*)$/.exec(path) ?? [];
  const target = byUid.get(uid);
  if (target === undefined) return [path];
  const names = target.templating.list.map(({ name }) => name);
  const asked = [
    ...[...query.matchAll(/var-(\w+)=/g)].map(([, name = '']) => name),
    ...[...query.matchAll(/\$\{(\w+):queryparam\}/g)].map(([, name = '']) => name),
  ];
  return asked.filter((name) => !names.includes(name));
}

test.each(alerts)('$alert leads to an existing dashboard and variables', ({ annotations = {} }) => {
  const url = new URL(annotations.dashboard_url?.replaceAll(/\{\{.*?\}\}/g, 'x') ?? '');
  expect(missing(url.pathname + url.search)).toEqual([]);
});

/** Links that lead out of the dashboards. */
const OUTSIDE = /^\$\{__value\.raw\}$|^\/alerting\/silence\/new\?/;

const links = dashboards.flatMap((dashboard) =>
  dashboard.panels.flatMap((panel) => linksOf(panel).map((link) => ({ dashboard, panel, ...link }))),
);

const variablesOf = ({ templating }: Dashboard) => templating.list.map(({ name }) => name);

const linking = links.filter(({ url }) => !OUTSIDE.test(url));

describe.each(linking)('$dashboard.uid, $panel.title: $title', ({ dashboard, url }) => {
  test('leads to an existing dashboard and variables', () => {
    expect(missing(url)).toEqual([]);
  });

  test('keeps the time range and the data source', () => {
    expect(url).toContain('${__url_time_range}');
    expect(url).toContain('${datasource:queryparam}');
  });

  test('uses only variables that its dashboard has', () => {
    const variables = [...url.matchAll(/\$\{(\w+):queryparam\}/g)].map(([, name]) => name);
    expect(variablesOf(dashboard)).toEqual(expect.arrayContaining(variables));
  });

  test('leads to the panel that its title names', () => {
    const [, id] = /viewPanel=panel-(\d+)/.exec(url) ?? [];
    const target = byUid.get('whmcs-overview')?.panels.find((one) => one.id === Number(id));
    expect(id === undefined || target?.type === 'table').toBe(true);
  });
});

test('the number of each state on the overview links to the table', () => {
  const overview = byUid.get('whmcs-overview');
  const target = (title: string) =>
    overview?.panels
      .filter((panel) => panel.title === title)
      .flatMap(linksOf)
      .map(({ url }) => /viewPanel=panel-(\d+)/.exec(url)?.[1])
      .map((id) => overview.panels.find((panel) => panel.id === Number(id))?.title);
  for (const title of ['Oversold', 'Sold out', 'Critical', 'Low', 'Running out', 'Unknown'])
    expect(target(title)).toEqual(['What needs attention']);
});

test('rows of the overview link to the product in WHMCS and to a silence for it', () => {
  const table = byUid.get('whmcs-overview')?.panels.find(({ title }) => title === 'What needs attention');
  const urls = (table ? linksOf(table) : []).map(({ url }) => url);
  expect(urls).toEqual([
    expect.stringMatching(/^\/d\/whmcs-product\?/),
    '${__value.raw}',
    '/alerting/silence/new?alertmanager=${alertmanager:text}&matcher=site%3D${__data.fields.site}' +
      '&matcher=${__data.fields.subject:percentencode}&matcher=${__value.raw:percentencode}',
  ]);
});

test('every dashboard links to all of them', () => {
  for (const { tags, links } of dashboards) {
    expect(tags).toContain('whmcs');
    expect(links.map((link) => link.tags)).toEqual([['whmcs']]);
  }
});

test('a broken link is detected', () => {
  expect(missing('/d/whmcs-nowhere?var-site=x')).not.toEqual([]);
  expect(missing('/d/whmcs-product?var-pool=x')).toEqual(['pool']);
});
