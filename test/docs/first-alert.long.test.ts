import { afterAll, beforeAll, expect } from '@jest/globals';
import { askUntil } from '../support/daemon.js';
import { amount } from '../support/long.js';
import { createMachine, type Machine } from './machine.js';
import { readBlocks } from './markdown.js';
import { testedWithTools } from './tools.js';

const PAGE = 'docs/getting-started.md';
/** Each wait of the long form has a limit, and the page promises five minutes. */
const LIMIT_MS = 600_000;

let machine: Machine;
beforeAll(async () => {
  machine = await createMachine();
});
afterAll(() => machine.close());

testedWithTools(
  'who follows getting-started gets a test message and, in the long form, the first alert',
  async () => {
    const [product] = machine.shop.products.filter(({ stockControl, hidden }) => stockControl && !hidden);
    if (!product) throw new Error('the shop sells nothing');
    for (const each of machine.shop.products) each.quantity = 50; // nothing else is sold out
    product.quantity = 5;
    const subjects = (count: number) =>
      askUntil(
        async () => machine.receivers.mails.map(({ subject, to }) => `${to} ${subject}`),
        ({ length }) => length >= count,
      );

    const blocks = readBlocks(PAGE).filter(({ language, note }) => language === 'sh' && note === undefined);
    const outputs = new Map<string, string>();
    for (const { text, line } of blocks) {
      const { code, output } = await machine.run(text);
      if (code !== 0) throw new Error(`${PAGE}:${line} ends with ${code}:\n${text}\n${output}`);
      outputs.set(text, output);
    }
    const outputOf = (part: string) => [...outputs].find(([text]) => text.includes(part))?.[1] ?? '';
    expect(outputOf('check --config.file').trimEnd()).toMatch(/ good$/);
    expect(outputOf('/-/ready')).toMatch(/^Ready\.$/m);
    expect(outputOf('/-/ready')).toContain(`product="${product.name}",group="${product.groupId}"} 5\n`);
    expect(await subjects(1)).toEqual(['you@example.net [CRITICAL] test: sold out: Only a test']);
    if (amount({ short: 0, long: 1 }) === 0) return;

    const started = performance.now();
    product.quantity = 0;
    while (machine.receivers.mails.length < 2 && performance.now() - started < LIMIT_MS)
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await subjects(2))[1]).toBe(`you@example.net [CRITICAL] main: sold out: ${product.name}`);
    process.stderr.write(
      `the first alert arrived after ${((performance.now() - started) / 1_000).toFixed(0)} s\n`,
    );
  },
  2 * LIMIT_MS,
);
