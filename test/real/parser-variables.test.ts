import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { writeConfig } from '../support/run-cli.js';

const run = promisify(execFile);

for (const name of ['LOG_STREAM', 'LOG_TOKENS'])
  fault(
    'secret',
    `${name} is set, which the YAML parser takes for debugging`,
    'output without the configuration',
    async () => {
      const file = await writeConfig(
        `sites: [{ name: "\${${name}}", url: "https://a.test", identifier: x, secret: marker-secret }]\n`,
      );
      const env = { ...process.env, [name]: 'main' };
      const { stdout, stderr } = await run(
        process.execPath,
        ['dist/main.js', '--config.check', '--config.file', file],
        { env },
      );
      expect(stdout).toBe(`${file} is valid: 1 site (main)\n`);
      expect(stderr).toBe('');
    },
  );
