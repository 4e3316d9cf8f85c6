import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SEVERAL_WAITS_MS } from '../support/daemon.js';
import { createMachine, type Machine } from './machine.js';
import { type Block, PAGES, readBlocks } from './markdown.js';
import { testedWithTools } from './tools.js';

/** The pages for users, whose commands are run. */
const pages = PAGES.filter((page) => /^(?:[A-Z]+\.md$|docs\/|deploy\/)/.test(page));
const blocks = pages.flatMap(readBlocks);
const commands = blocks.filter(({ language }) => language === 'sh');

let machine: Machine;
afterEach(() => machine?.close());

describe('a block of commands', () => {
  test('is marked as sh, and not as another shell', () => {
    const shells = blocks.filter(({ language }) => /^(bash|console|shell|zsh|terminal)$/.test(language));
    expect(shells).toEqual([]);
    const unmarked = blocks.filter(
      ({ language, text }) => language === '' && /^\s*(\$ |npm |docker |curl |amtool |sudo )/m.test(text),
    );
    expect(unmarked).toEqual([]);
    expect(commands.length).toBeGreaterThan(20);
  });

  test.each(commands.filter(({ note }) => note !== undefined))(
    '$page:$line says why it is not run here',
    ({ note = '' }) => {
      const [, testFile, reason] = /^(?:tested by: (\S+)|not run: (.{10,}))$/.exec(note) ?? [];
      expect(testFile ?? reason).toBeDefined();
      if (testFile !== undefined) expect(existsSync(testFile)).toBe(true);
    },
  );
});

const ALERTMANAGER = `
cp -r deploy/alertmanager/alertmanager.yml deploy/alertmanager/templates /etc/prometheus/
systemctl restart prometheus-alertmanager`;

/** What pages take for granted. */
const GIVEN: Readonly<Record<string, string>> = {
  'docs/alerts.md': ALERTMANAGER,
  'deploy/runbooks': ALERTMANAGER,
  'deploy/secrets/README.md': 'cd deploy',
};

/** `first-alert.long.test.ts` follows getting-started. */
const run = commands.filter(({ note, page }) => note === undefined && page !== 'docs/getting-started.md');
/** Pages that a reader follows one by one; the runbooks share a machine. */
const placeOf = (page: string) => (page.startsWith('deploy/runbooks/') ? 'deploy/runbooks' : page);
const places = [...new Set(run.map(({ page }) => placeOf(page)))];

describe.each(places)('%s', (place) => {
  testedWithTools(
    'has commands that succeed, one after the other',
    async () => {
      machine = await createMachine();
      expect(await machine.run(GIVEN[place] ?? '')).toMatchObject({ code: 0 });
      for (const block of run.filter(({ page }) => placeOf(page) === place)) await expectSuccess(block);
    },
    SEVERAL_WAITS_MS,
  );
});

async function expectSuccess({ page, line, text }: Block): Promise<void> {
  const { code, output } = await machine.run(text);
  if (code !== 0) throw new Error(`${page}:${line} ends with ${code}:\n${text}\n${output}`);
}

test('commands cannot change the machine that runs the tests', async () => {
  machine = await createMachine();
  for (const program of ['apt-get', 'npm', 'npx', 'docker', 'git', 'rm'])
    expect(await machine.run(`${program} --version`)).toMatchObject({ code: 127 });
});
