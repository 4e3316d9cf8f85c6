import { readFile } from 'node:fs/promises';
import { CHART, renderChart } from './chart.js';
import { renderCommands } from './commands.js';
import { renderConfiguration } from './configuration.js';
import { renderCoverage } from './coverage.js';
import { renderHttp } from './http.js';
import { renderManPage } from './man-page.js';
import { renderMetrics } from './metrics.js';
import { renderOpenApi } from './openapi.js';
import { renderQueryReasons, renderReasons, withReasons } from './reasons.js';
import { renderWebConfiguration } from './web-configuration.js';

const TROUBLESHOOTING = 'docs/troubleshooting.md';
const CAPACITY = 'docs/capacity.md';

/** Returns every page that is generated, whole or in part, by its path. */
export async function renderReference(): Promise<Readonly<Record<string, string>>> {
  return {
    'docs/reference/configuration.md': renderConfiguration(),
    'docs/reference/metrics.md': renderMetrics(),
    'docs/reference/commands.md': renderCommands(),
    'docs/reference/whmcs-stock-exporter.1': renderManPage(),
    'docs/reference/http.md': renderHttp(),
    'docs/reference/openapi.json': renderOpenApi(),
    'docs/reference/web-configuration.md': renderWebConfiguration(),
    'docs/reference/tests.md': renderCoverage(),
    ...renderChart(await readFile(`${CHART}/values.yaml`, 'utf8')),
    [CAPACITY]: withReasons(await readFile(CAPACITY, 'utf8'), renderQueryReasons()),
    [TROUBLESHOOTING]: withReasons(await readFile(TROUBLESHOOTING, 'utf8'), await renderReasons()),
  };
}
