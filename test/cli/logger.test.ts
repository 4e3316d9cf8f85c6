import { expect, test } from '@jest/globals';
import { createLogger } from '../../src/cli/logger.js';
import { fault } from '../support/fault.js';

async function logging() {
  const written: string[] = [];
  const reader = { unread: 0 };
  const io = { err: (text: string) => void written.push(text), unread: () => reader.unread };
  const log = await createLogger({ level: 'info', format: 'json' }, { ...io, interactive: false, env: {} });
  return { log, reader, lines: () => written.map((line) => JSON.parse(line)) };
}

test('a line is one JSON object with the time and the level in words', async () => {
  const { log, lines } = await logging();
  log.info({ site: 'main' }, 'site is up');
  expect(lines()).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), site: 'main', msg: 'site is up' },
  ]);
});

fault('process', 'a log that nothing reads', 'lines are dropped and counted once it is read', async () => {
  const { log, reader, lines } = await logging();
  log.info({}, 'before');
  reader.unread = 1_000_001;
  for (let line = 0; line < 500; line += 1) log.info({}, 'meanwhile');
  reader.unread = 0;
  log.info({}, 'after');
  expect(lines().map(({ msg, lines }) => [msg, lines])).toEqual([
    ['before', undefined],
    ['log lines were dropped because nothing read the log', 500],
    ['after', undefined],
  ]);
});
