import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readBlocks } from './markdown.js';
import { testedWithTools } from './tools.js';

testedWithTools('Prometheus accepts the jobs of the OpenTelemetry Collector', () => {
  const block = readBlocks('docs/other-collectors.md').find(({ language }) => language === 'yaml');
  const { config } = parse(block?.text ?? '').receivers.prometheus;
  const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
  try {
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, stringify(config));
    const said = execFileSync('promtool', ['check', 'config', file], { encoding: 'utf8' });
    expect(said).toContain('is valid prometheus config file syntax');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
