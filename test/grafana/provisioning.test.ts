import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { PROVISIONED_UID } from '../../grafana/src/variables.js';
import { committedDashboards } from '../support/dashboard.js';

const read = async (name: string) => parse(await readFile(`grafana/provisioning/${name}`, 'utf8'));

test('the provisioned data source is the default of the dashboards', async () => {
  const { apiVersion, datasources } = await read('datasources/prometheus.yml');
  expect(apiVersion).toBe(1);
  expect(datasources).toHaveLength(1);
  expect(datasources[0]).toMatchObject({
    uid: PROVISIONED_UID,
    type: 'prometheus',
    url: 'http://prometheus:9090',
    editable: false,
  });
  for (const { templating } of await committedDashboards())
    expect(templating.list[0]).toMatchObject({ current: { value: PROVISIONED_UID } });
});

test("Grafana's minimum step is the scrape interval of the example", async () => {
  const { datasources } = await read('datasources/prometheus.yml');
  const { global } = parse(await readFile('deploy/prometheus/prometheus.yml', 'utf8'));
  expect(datasources[0].jsonData.timeInterval).toBe(global.scrape_interval);
});

test('the dashboards are loaded from their mount and are read-only', async () => {
  const { apiVersion, providers } = await read('dashboards/whmcs.yml');
  expect(apiVersion).toBe(1);
  expect(providers).toEqual([
    expect.objectContaining({
      type: 'file',
      allowUiUpdates: false,
      options: { path: '/etc/grafana/dashboards' },
    }),
  ]);
});
