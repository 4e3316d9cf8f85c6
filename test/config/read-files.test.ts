import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { observeFiles, reportFile } from '../../src/config/read-files.js';

const report = (path: string) => reportFile(path, 1, Buffer.alloc(0));

test('an observer receives the files of its own work only, even while other work ends', async () => {
  const [long, short]: [string[], string[]] = [[], []];
  const ends = sleep(1);
  await Promise.all([
    observeFiles(
      (path) => long.push(path),
      async () => {
        report('a.yaml');
        await ends;
        await sleep(1);
        report('b.yaml');
      },
    ),
    observeFiles(
      (path) => short.push(path),
      async () => report('c.yaml'),
    ),
  ]);
  report('nobody.yaml');
  expect([long, short]).toEqual([['a.yaml', 'b.yaml'], ['c.yaml']]);
});
