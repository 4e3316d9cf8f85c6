// Generates grafana/dashboards from grafana/src.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dashboards, toFile } from './dashboards.js';

for (const { name, text } of dashboards().map(toFile))
  await writeFile(join('grafana/dashboards', name), text);
