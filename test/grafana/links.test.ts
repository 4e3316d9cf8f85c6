import { describe, expect, test } from '@jest/globals';
import { alerts } from '../real/rules/promtool.js';
import { committedDashboards, type Dashboard, linksOf, type Panel } from '../support/dashboard.js';

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

const linking = dashboards.flatMap((dashboard) =>
  dashboard.panels.flatMap((panel) => linksOf(panel).map((link) => ({ dashboard, panel, ...link }))),
);

/** Returns the labels in the results of a panel's queries. */
const labelsOf = ({ targets }: Panel): readonly string[] =>
  targets.flatMap(({ expr }) =>
    [...expr.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, by = '']) => by.split(', ')),
  );

const variablesOf = ({ templating }: Dashboard) => templating.list.map(({ name }) => name);

describe.each(linking)('$dashboard.uid, $panel.title: $title', ({ dashboard, panel, url }) => {
  test('leads to an existing dashboard and variables', () => {
    expect(missing(url)).toEqual([]);
  });

  test('keeps the time range and the data source', () => {
    expect(url).toContain('${__url_time_range}');
    expect(url).toContain('${datasource:queryparam}');
  });

  test('uses only labels and variables that its panel and dashboard have', () => {
    const fields = [...url.matchAll(/\$\{__(?:data\.fields|field\.labels)\.(\w+)\}/g)].map(
      ([, name]) => name,
    );
    expect(labelsOf(panel)).toEqual(expect.arrayContaining(fields));
    const variables = [...url.matchAll(/\$\{(\w+):queryparam\}/g)].map(([, name]) => name);
    expect(variablesOf(dashboard)).toEqual(expect.arrayContaining(variables));
  });

  test('leads to the panel that its title names', () => {
    const [, id] = /viewPanel=panel-(\d+)/.exec(url) ?? [];
    const target = byUid.get('whmcs-overview')?.panels.find((one) => one.id === Number(id));
    expect(id === undefined || target?.type === 'table').toBe(true);
  });
});

test('the numbers of the overview link to the lists of what they count', () => {
  const overview = byUid.get('whmcs-overview');
  const target = (title: string) =>
    overview?.panels
      .filter((panel) => panel.title === title)
      .flatMap(linksOf)
      .map(({ url }) => /viewPanel=panel-(\d+)/.exec(url)?.[1])
      .map((id) => overview.panels.find((panel) => panel.id === Number(id))?.title);
  expect(target('Sold out')).toEqual(['Products that need attention']);
  expect(target('Choices sold out')).toEqual(['Choices and combinations with the least stock']);
  expect(target('Stock unknown')).toEqual(['Products with unknown stock']);
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
