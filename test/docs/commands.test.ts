import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { askUntil, SEVERAL_WAITS_MS } from '../support/daemon.js';
import { testWith } from '../support/tool.js';
import { createMachine, type Machine } from './machine.js';
import { type Block, PAGES, readBlocks } from './markdown.js';

/** The pages for users, whose commands are run. */
const pages = PAGES.filter((page) => /^(?!deploy\/runbooks\/)(?:[A-Z]+\.md$|docs\/|deploy\/)/.test(page));
const blocks = pages.flatMap(readBlocks);
const commands = blocks.filter(({ language }) => language === 'sh');
const tested = testWith(
  { program: 'prometheus', remedy: 'apt-get install prometheus' },
  { program: 'amtool', remedy: 'apt-get install prometheus-alertmanager' },
  { program: 'curl', remedy: 'apt-get install curl' },
);

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

/** What a page takes for granted. */
const GIVEN: Readonly<Record<string, string>> = {
  'docs/alerts.md': `
cp -r deploy/alertmanager/alertmanager.yml deploy/alertmanager/templates /etc/prometheus/
systemctl restart prometheus-alertmanager`,
  'deploy/secrets/README.md': 'cd deploy/secrets',
};

const run = commands.filter(({ note }) => note === undefined);
const runPages = [...new Set(run.map(({ page }) => page))];

describe.each(runPages)('%s', (page) => {
  tested(
    'has commands that succeed, one after the other',
    async () => {
      machine = await createMachine();
      expect(await machine.run(GIVEN[page] ?? '')).toMatchObject({ code: 0 });
      for (const block of run.filter((each) => each.page === page)) await expectSuccess(block);
      if (page !== 'docs/getting-started.md') return;

      const mails = await askUntil(
        async () => machine.receivers.mails,
        ({ length }) => length > 0,
      );
      expect(mails[0]?.subject).toBe('[CRITICAL] test: sold out: Only a test');
      expect(mails[0]?.to).toBe('you@example.net');
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
